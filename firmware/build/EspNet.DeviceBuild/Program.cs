using System;
using System.IO;
using EspNet.DeviceBuild.Check;
using EspNet.DeviceBuild.References;

namespace EspNet.DeviceBuild;

internal static class Program
{
    private const string Usage = """
        usage: EspNet.DeviceBuild reference-assemblies <api folder> <out folder>
               EspNet.DeviceBuild check <assembly> ...
               EspNet.DeviceBuild deployable-image <out file> <pe file> ...
        """;

    private static int Main(string[] args)
    {
        try
        {
            return Run(args);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadImageFormatException)
        {
            Console.Error.WriteLine($"EspNet.DeviceBuild : error DEV0000: {e.Message}");
            return 2;
        }
    }

    private static int Run(string[] args)
    {
        switch (args)
        {
            case ["reference-assemblies", string api, string output]:
                ReferenceAssemblies.Write(api, output);
                return 0;
            case ["check", .. string[] assemblies] when assemblies.Length > 0:
                return Check(assemblies);
            case ["deployable-image", string output, .. string[] peFiles] when peFiles.Length > 0:
                DeployableImage.Write(output, peFiles);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static int Check(string[] assemblies)
    {
        int found = 0;
        foreach (string assembly in assemblies)
        {
            foreach (Finding finding in DeviceCheck.Inspect(assembly))
            {
                Console.Error.WriteLine(finding);
                found++;
            }
        }

        return found == 0 ? 0 : 1;
    }
}
