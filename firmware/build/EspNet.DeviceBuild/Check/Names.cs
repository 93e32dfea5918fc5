using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EspNet.DeviceBuild.Check;

/// <summary>Readable names of types and members, as they would be written in C# as far as metadata tells.</summary>
internal sealed class Names(MetadataReader metadata)
{
    public string Type(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Type((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Type((TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => Type((TypeSpecificationHandle)handle),
        _ => $"0x{MetadataTokens.GetToken(handle):x8}",
    };

    public string Type(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        string name = metadata.GetString(type.Name);
        return outer.IsNil ? Qualified(metadata.GetString(type.Namespace), name) : Type(outer) + "." + name;
    }

    public string Type(TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Type((TypeReferenceHandle)type.ResolutionScope) + "." + name
            : Qualified(metadata.GetString(type.Namespace), name);
    }

    public string Method(MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        return Type(method.GetDeclaringType()) + "." + metadata.GetString(method.Name);
    }

    public string Field(FieldDefinitionHandle handle)
    {
        FieldDefinition field = metadata.GetFieldDefinition(handle);
        return Type(field.GetDeclaringType()) + "." + metadata.GetString(field.Name);
    }

    private string Type(TypeSpecificationHandle handle) =>
        metadata.GetTypeSpecification(handle).DecodeSignature(new SignatureScan(this), null).Name;

    private static string Qualified(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
