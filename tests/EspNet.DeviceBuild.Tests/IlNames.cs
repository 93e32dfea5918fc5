using System;
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Types written as in the facts: A/B is nested, B[] an array, B&amp; a reference.</summary>
internal sealed class IlNames : ISignatureTypeProvider<string, object?>
{
    public static string Name(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            TypeDefinition type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
            TypeDefinitionHandle outer = type.GetDeclaringType();
            string name = metadata.GetString(type.Name);
            return outer.IsNil ? Qualified(metadata.GetString(type.Namespace), name) : Name(metadata, outer) + "/" + name;
        }

        TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
        string simple = metadata.GetString(reference.Name);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? Name(metadata, reference.ResolutionScope) + "/" + simple
            : Qualified(metadata.GetString(reference.Namespace), simple);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Name(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Name(reader, handle);

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetArrayType(string elementType, ArrayShape shape) => throw Unexpected();

    public string GetFunctionPointerType(MethodSignature<string> signature) => throw Unexpected();

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => throw Unexpected();

    public string GetGenericMethodParameter(object? genericContext, int index) => throw Unexpected();

    public string GetGenericTypeParameter(object? genericContext, int index) => throw Unexpected();

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => throw Unexpected();

    public string GetPinnedType(string elementType) => throw Unexpected();

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        throw Unexpected();

    private static string Qualified(string space, string name) => space.Length == 0 ? name : space + "." + name;

    private static InvalidOperationException Unexpected() => new("the device's API has no such type");
}
