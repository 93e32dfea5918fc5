using System;
using System.IO;
using System.Text;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>Writes the reference assemblies of a folder of facts, and beside each the list of all assemblies below it.</summary>
public static class ReferenceAssemblies
{
    public static void Write(string apiFolder, string outFolder)
    {
        ApiSet api = ApiSet.Read(apiFolder);
        Directory.CreateDirectory(outFolder);
        foreach (ApiAssembly assembly in api.Assemblies)
        {
            string path = Path.Combine(outFolder, assembly.Name);
            Replace(path + ".dll", ReferenceAssembly.Write(api, assembly));
            Replace(path + ".references", Encoding.UTF8.GetBytes(string.Join('\n', api.Below(assembly.Name))));
        }
    }

    /// <summary>
    /// Builds running at the same time see the old file or the new one, never half of one. A file that would not
    /// change keeps its time, so that nothing is compiled again for it.
    /// </summary>
    private static void Replace(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        string temporary = path + ".tmp" + Environment.ProcessId;
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
