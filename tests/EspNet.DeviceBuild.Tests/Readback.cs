using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Writes an assembly's types and members as lines, as <see cref="Tests.Listing"/> does from the facts.</summary>
internal sealed class Readback(byte[] image)
{
    private readonly MetadataReader _metadata = new PEReader(ImmutableArray.Create(image)).GetMetadataReader();
    private readonly IlNames _names = new();

    /// <summary>All but the generator's own additions: the module type, compiler attributes, contents of structs.</summary>
    public IEnumerable<string> Listing() => _metadata.TypeDefinitions
        .Where(handle => IsVisible(_metadata.GetTypeDefinition(handle)))
        .SelectMany(Of);

    private static bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.NotPublic;

    private IEnumerable<string> Of(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = IlNames.Name(_metadata, handle);
        IEnumerable<string> interfaces = type.GetInterfaceImplementations()
            .Select(implementation => IlNames.Name(_metadata, _metadata.GetInterfaceImplementation(implementation).Interface));
        string? baseType = type.BaseType.IsNil ? null : IlNames.Name(_metadata, type.BaseType);
        yield return $"type {name} {(int)type.Attributes} : {baseType} {string.Join(',', interfaces.Order())}"
            + Attributes(type.GetCustomAttributes());

        foreach (FieldDefinition field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) != FieldAttributes.Private)
            {
                string value = field.GetDefaultValue().IsNil ? "" : Constant(field.GetDefaultValue());
                yield return $"field {name}.{Text(field.Name)} {(int)field.Attributes} {field.DecodeSignature(_names, null)} {value}";
            }
        }

        foreach (MethodDefinition method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            yield return Of(name, method);
        }

        foreach (PropertyDefinition property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            PropertyAccessors accessors = property.GetAccessors();
            yield return $"property {name}.{Text(property.Name)} {property.DecodeSignature(_names, null).ReturnType} "
                + $"{Name(accessors.Getter)} {Name(accessors.Setter)}";
        }

        foreach (EventDefinition definition in type.GetEvents().Select(_metadata.GetEventDefinition))
        {
            yield return $"event {name}.{Text(definition.Name)} {IlNames.Name(_metadata, definition.Type)}";
        }
    }

    private string Of(string type, MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(_names, null);
        var parameters = new List<string>();
        foreach (Parameter parameter in method.GetParameters().Select(_metadata.GetParameter))
        {
            string value = parameter.GetDefaultValue().IsNil ? "" : Constant(parameter.GetDefaultValue());
            parameters.Add(
                $"{signature.ParameterTypes[parameter.SequenceNumber - 1]} {Text(parameter.Name)} {(int)parameter.Attributes} {value}"
                + Attributes(parameter.GetCustomAttributes()));
        }

        return $"method {type}.{Text(method.Name)}({string.Join(", ", parameters)}) {(int)method.Attributes} {signature.ReturnType}"
            + Attributes(method.GetCustomAttributes());
    }

    private string Attributes(CustomAttributeHandleCollection attributes) => Tests.Listing.Attributes(attributes.Select(handle =>
    {
        var constructor = (MemberReferenceHandle)_metadata.GetCustomAttribute(handle).Constructor;
        return IlNames.Name(_metadata, _metadata.GetMemberReference(constructor).Parent);
    }));

    private string Constant(ConstantHandle handle)
    {
        Constant constant = _metadata.GetConstant(handle);
        return Tests.Listing.Constant(_metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode));
    }

    private string Name(MethodDefinitionHandle handle) => handle.IsNil ? "" : Text(_metadata.GetMethodDefinition(handle).Name);

    private string Text(StringHandle handle) => _metadata.GetString(handle);
}
