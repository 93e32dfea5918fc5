using System;
using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>Turns type names into handles: the assembly's own types by position, all others by reference.</summary>
internal sealed class TypeTable
{
    private readonly MetadataBuilder _metadata;
    private readonly ApiSet _api;
    private readonly ApiAssembly _assembly;
    private readonly Dictionary<string, TypeDefinitionHandle> _own = [];
    private readonly Dictionary<string, TypeReferenceHandle> _references = [];
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];

    /// <param name="order">The types in the order of their rows, after the &lt;Module&gt; row.</param>
    public TypeTable(MetadataBuilder metadata, ApiSet api, ApiAssembly assembly, IReadOnlyList<ApiType> order)
    {
        _metadata = metadata;
        _api = api;
        _assembly = assembly;
        for (int i = 0; i < order.Count; i++)
        {
            _own.Add(order[i].Name, MetadataTokens.TypeDefinitionHandle(i + 2));
        }

        foreach (string name in assembly.Identity.References)
        {
            AddReference(name);
        }
    }

    public TypeDefinitionHandle Own(string name) => _own[name];

    public EntityHandle Handle(string name)
    {
        if (_own.TryGetValue(name, out TypeDefinitionHandle own))
        {
            return own;
        }

        if (!_references.TryGetValue(name, out TypeReferenceHandle reference))
        {
            var (holder, type) = _api.Find(name);
            EntityHandle scope = type.Outer is null ? AddReference(holder.Name) : Handle(type.Outer);
            var (space, simple) = Split(name);
            reference = _metadata.AddTypeReference(scope, _metadata.GetOrAddString(space), _metadata.GetOrAddString(simple));
            _references.Add(name, reference);
        }

        return reference;
    }

    /// <summary>Compiler attributes that nanoFramework keeps internal are not in the facts; they are classes.</summary>
    public bool IsValueType(string name) => _api.TryFind(name, out var found) && found.Type.IsValueType;

    /// <summary>The type of an enum's values; the type itself when it is no enum.</summary>
    public string Underlying(string name)
    {
        if (!_api.TryFind(name, out var found) || found.Type.Base != "System.Enum")
        {
            return name;
        }

        foreach (ApiField field in found.Type.Fields)
        {
            if (field.Name == "value__")
            {
                return field.FieldType;
            }
        }

        return "System.Int32";
    }

    /// <summary>A nested type has no namespace of its own.</summary>
    public static (string Space, string Simple) Split(string name)
    {
        int slash = name.LastIndexOf('/');
        if (slash >= 0)
        {
            return ("", name[(slash + 1)..]);
        }

        int dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }

    private AssemblyReferenceHandle AddReference(string name)
    {
        if (!_assemblies.TryGetValue(name, out AssemblyReferenceHandle handle))
        {
            // No public key token: see ReferenceAssembly.
            Version version = Version.Parse(Find(name).Identity.Version);
            handle = _metadata.AddAssemblyReference(
                _metadata.GetOrAddString(name), version, default, default, default(AssemblyFlags), default);
            _assemblies.Add(name, handle);
        }

        return handle;
    }

    private ApiAssembly Find(string name)
    {
        foreach (ApiAssembly assembly in _api.Assemblies)
        {
            if (assembly.Name == name)
            {
                return assembly;
            }
        }

        throw new System.IO.InvalidDataException($"{_assembly.Name} refers to {name}, which is not recorded");
    }
}
