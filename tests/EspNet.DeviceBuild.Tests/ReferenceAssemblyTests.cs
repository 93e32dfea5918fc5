using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EspNet.DeviceBuild.Facts;
using EspNet.DeviceBuild.References;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Reads the generated assemblies back and compares them, member by member, with the facts.</summary>
[TestClass]
public class ReferenceAssemblyTests
{
    private static IEnumerable<object[]> AllAssemblies => DeviceApi.Facts.Assemblies.Select(assembly => new object[] { assembly.Name });

    [TestMethod]
    [DynamicData(nameof(AllAssemblies))]
    public void Every_recorded_member_is_in_the_assembly_and_nothing_else(string name)
    {
        ApiAssembly facts = DeviceApi.Facts.Assemblies.Single(assembly => assembly.Name == name);

        string[] expected = [.. facts.Types.SelectMany(Listing.Of).Order(StringComparer.Ordinal)];
        string[] actual = [.. new Readback(DeviceApi.Images[name]).Listing().Order(StringComparer.Ordinal)];

        CollectionAssert.AreEqual(expected, actual, FirstDifference(expected, actual));
    }

    [TestMethod]
    public void The_same_facts_give_the_same_bytes()
    {
        ApiAssembly assembly = DeviceApi.Facts.Assemblies.Single(assembly => assembly.Name == "System.Net");

        CollectionAssert.AreEqual(ReferenceAssembly.Write(DeviceApi.Facts, assembly), ReferenceAssembly.Write(DeviceApi.Facts, assembly));
    }

    [TestMethod]
    public void An_assembly_has_its_recorded_name_and_version()
    {
        using var image = new PEReader(ImmutableArray.Create(DeviceApi.Images["mscorlib"]));
        AssemblyName name = image.GetMetadataReader().GetAssemblyDefinition().GetAssemblyName();

        Assert.AreEqual("mscorlib, Version=1.17.11.0", name.Name + ", Version=" + name.Version);
    }

    [TestMethod]
    public void Beside_each_assembly_stands_the_list_of_all_below_it()
    {
        using var folder = new TempFolder();

        ReferenceAssemblies.Write(DeviceApi.Folder, folder.FullName);

        CollectionAssert.AreEqual(
            new[] { "System.IO.Streams", "System.Threading", "mscorlib", "nanoFramework.Runtime.Events", "nanoFramework.System.Text" },
            File.ReadAllLines(folder.File("System.Net.references")));
    }

    [TestMethod]
    public void Writing_again_leaves_unchanged_files_alone()
    {
        using var folder = new TempFolder();
        ReferenceAssemblies.Write(DeviceApi.Folder, folder.FullName);
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.File("mscorlib.dll"), longAgo);

        ReferenceAssemblies.Write(DeviceApi.Folder, folder.FullName);

        Assert.AreEqual(longAgo, File.GetLastWriteTimeUtc(folder.File("mscorlib.dll")));
    }

    private static string FirstDifference(string[] expected, string[] actual) =>
        $"missing: {expected.Except(actual).FirstOrDefault()}; unexpected: {actual.Except(expected).FirstOrDefault()}";
}
