using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EspNet.DeviceBuild.Check;

/// <summary>What a type in a signature is called, and the first thing in it that the device cannot do, if any.</summary>
internal readonly record struct ScannedType(string Name, Rule? Broken = null, string? Construct = null);

/// <summary>Reads types out of signatures and notices those that may not be there.</summary>
internal sealed class SignatureScan(Names names) : ISignatureTypeProvider<ScannedType, object?>
{
    public ScannedType GetPrimitiveType(PrimitiveTypeCode typeCode) => new(typeCode.ToString());

    /// <summary>A generic type that is only mentioned, as in typeof(Action&lt;&gt;), shows by its name alone.</summary>
    public ScannedType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Named(names.Type(handle));

    public ScannedType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Named(names.Type(handle));

    public ScannedType GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public ScannedType GetSZArrayType(ScannedType elementType) => elementType with { Name = elementType.Name + "[]" };

    public ScannedType GetArrayType(ScannedType elementType, ArrayShape shape)
    {
        string name = elementType.Name + "[" + new string(',', shape.Rank - 1) + "]";
        return elementType.Broken is null
            ? new ScannedType(name, Rule.MultiDimensionalArray, "array " + name)
            : elementType with { Name = name };
    }

    public ScannedType GetByReferenceType(ScannedType elementType) => elementType with { Name = elementType.Name + "&" };

    public ScannedType GetPointerType(ScannedType elementType) =>
        new(elementType.Name + "*", Rule.Pointer, "pointer " + elementType.Name + "*");

    public ScannedType GetFunctionPointerType(MethodSignature<ScannedType> signature) =>
        new("delegate*", Rule.Pointer, "function pointer");

    /// <summary>A fixed statement's local.</summary>
    public ScannedType GetPinnedType(ScannedType elementType) =>
        new(elementType.Name, Rule.Pointer, "fixed " + elementType.Name);

    public ScannedType GetGenericInstantiation(ScannedType genericType, ImmutableArray<ScannedType> typeArguments)
    {
        string name = Plain(genericType.Name) + "<" + string.Join(", ", typeArguments.Select(argument => argument.Name)) + ">";
        return new ScannedType(name, Rule.Generics, "generic type " + name);
    }

    public ScannedType GetGenericMethodParameter(object? genericContext, int index) =>
        new("T" + index, Rule.Generics, "type parameter");

    public ScannedType GetGenericTypeParameter(object? genericContext, int index) =>
        new("T" + index, Rule.Generics, "type parameter");

    /// <summary>Modifiers mark init-only setters and parameters that are "in"; the device ignores them.</summary>
    public ScannedType GetModifiedType(ScannedType modifier, ScannedType unmodifiedType, bool isRequired) => unmodifiedType;

    private static ScannedType Named(string name) =>
        name.Contains('`') ? new ScannedType(name, Rule.Generics, "generic type " + Plain(name)) : new ScannedType(name);

    private static string Plain(string name) => name.Contains('`') ? name[..name.IndexOf('`')] : name;
}
