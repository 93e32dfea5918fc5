using System.Collections.Generic;
using System.Reflection.Metadata;

namespace EspNet.DeviceBuild.Check;

/// <summary>A member or type that an instruction names.</summary>
/// <param name="Owner">The type itself or the member's type.</param>
/// <param name="Member">The member's name; empty for a type.</param>
/// <param name="Types">All types its signature mentions.</param>
internal sealed record Target(ScannedType Owner, string Member, IReadOnlyList<ScannedType> Types)
{
    public string Name => Member.Length == 0 ? Owner.Name : Owner.Name + "." + Member;
}

/// <summary>Finds out what instructions name.</summary>
internal sealed class Targets(MetadataReader metadata, Names names, SignatureScan scan)
{
    public Target? Find(Handle token) => token.Kind switch
    {
        HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification =>
            new Target(Scan(metadata, scan, (EntityHandle)token), "", []),
        HandleKind.MethodDefinition => Method((MethodDefinitionHandle)token),
        HandleKind.FieldDefinition => Field((FieldDefinitionHandle)token),
        HandleKind.MemberReference => Reference((MemberReferenceHandle)token),
        HandleKind.MethodSpecification => Specialized((MethodSpecificationHandle)token),
        _ => null,
    };

    public static ScannedType Scan(MetadataReader metadata, SignatureScan scan, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => scan.GetTypeFromDefinition(metadata, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeReference => scan.GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0),
        _ => scan.GetTypeFromSpecification(metadata, null, (TypeSpecificationHandle)type, 0),
    };

    private Target Method(MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        return new Target(
            new ScannedType(names.Type(method.GetDeclaringType())),
            metadata.GetString(method.Name),
            Types(method.DecodeSignature(scan, null)));
    }

    private Target Field(FieldDefinitionHandle handle)
    {
        FieldDefinition field = metadata.GetFieldDefinition(handle);
        return new Target(
            new ScannedType(names.Type(field.GetDeclaringType())),
            metadata.GetString(field.Name),
            [field.DecodeSignature(scan, null)]);
    }

    private Target Reference(MemberReferenceHandle handle)
    {
        MemberReference member = metadata.GetMemberReference(handle);
        ScannedType owner = member.Parent.Kind == HandleKind.MethodDefinition
            ? new ScannedType(names.Method((MethodDefinitionHandle)member.Parent))
            : Scan(metadata, scan, member.Parent);
        IReadOnlyList<ScannedType> types = member.GetKind() == MemberReferenceKind.Field
            ? [member.DecodeFieldSignature(scan, null)]
            : Types(member.DecodeMethodSignature(scan, null));
        return new Target(owner, metadata.GetString(member.Name), types);
    }

    private Target Specialized(MethodSpecificationHandle handle)
    {
        Target method = Find(metadata.GetMethodSpecification(handle).Method)!;
        return method with
        {
            Types = [new ScannedType(method.Name, Rule.Generics, "generic method " + method.Name)],
        };
    }

    private static List<ScannedType> Types(MethodSignature<ScannedType> signature) =>
        [signature.ReturnType, .. signature.ParameterTypes];
}
