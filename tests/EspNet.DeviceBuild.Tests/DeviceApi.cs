using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EspNet.DeviceBuild.Facts;
using EspNet.DeviceBuild.References;

namespace EspNet.DeviceBuild.Tests;

/// <summary>The repository's recorded facts and the reference assemblies made from them, for all tests.</summary>
internal static class DeviceApi
{
    private static readonly Lazy<ApiSet> LazyFacts = new(() => ApiSet.Read(FindFolder()));

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> LazyImages =
        new(() => Facts.Assemblies.ToDictionary(assembly => assembly.Name, assembly => ReferenceAssembly.Write(Facts, assembly)));

    public static string Folder => FindFolder();

    public static ApiSet Facts => LazyFacts.Value;

    public static IReadOnlyDictionary<string, byte[]> Images => LazyImages.Value;

    private static string FindFolder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string api = Path.Combine(at.FullName, "firmware", "api");
            if (Directory.Exists(api))
            {
                return api;
            }
        }

        throw new DirectoryNotFoundException("firmware/api was not found above " + AppContext.BaseDirectory);
    }
}
