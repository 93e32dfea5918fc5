using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EspNet.DeviceBuild.Facts;

/// <summary>All recorded assemblies, and which of them holds a type.</summary>
public sealed class ApiSet
{
    private readonly Dictionary<string, ApiAssembly> _assemblies = [];
    private readonly Dictionary<string, (ApiAssembly Assembly, ApiType Type)> _types = [];

    public IReadOnlyCollection<ApiAssembly> Assemblies => _assemblies.Values;

    public static ApiSet Read(string folder)
    {
        var set = new ApiSet();
        foreach (string path in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            ApiAssembly assembly = ApiAssembly.Read(path);
            set._assemblies.Add(assembly.Name, assembly);
            foreach (ApiType type in assembly.Types)
            {
                set._types.Add(type.Name, (assembly, type));
            }
        }

        return set._assemblies.Count > 0 ? set : throw new InvalidDataException($"{folder}: no *.jsonl files");
    }

    public (ApiAssembly Assembly, ApiType Type) Find(string type) =>
        TryFind(type, out var found) ? found : throw new InvalidDataException($"{type}: no recorded assembly has this type");

    public bool TryFind(string type, out (ApiAssembly Assembly, ApiType Type) found) => _types.TryGetValue(type, out found);

    /// <summary>The names of all assemblies that <paramref name="assembly"/> refers to, directly or through others.</summary>
    public IReadOnlyCollection<string> Below(string assembly)
    {
        var below = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_assemblies[assembly].Identity.References);
        while (open.TryPop(out string? name))
        {
            if (below.Add(name))
            {
                foreach (string reference in _assemblies[name].Identity.References)
                {
                    open.Push(reference);
                }
            }
        }

        return below;
    }
}
