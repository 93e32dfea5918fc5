using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>Writes types and their members, in the order of rows that metadata wants.</summary>
/// <param name="metadata">The tables written to.</param>
/// <param name="table">Handles of types.</param>
/// <param name="body">The offset of the one method body there is.</param>
internal sealed class TypeWriter(MetadataBuilder metadata, TypeTable table, int body)
{
    private readonly Signatures _signatures = new(metadata, table);
    private readonly Attributes _attributes = new(metadata, table);
    private readonly Dictionary<ApiMethod, MethodDefinitionHandle> _methods = new(ReferenceEqualityComparer.Instance);
    private int _fieldCount;
    private int _parameterCount;

    public void WriteAll(IReadOnlyList<ApiType> order)
    {
        // The row every module begins with: the home of global members.
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (ApiType type in order)
        {
            Write(type);
        }

        foreach (ApiType type in order.Where(type => type.Outer is not null))
        {
            metadata.AddNestedType(table.Own(type.Name), table.Own(type.Outer!));
        }
    }

    private void Write(ApiType type)
    {
        var (space, simple) = TypeTable.Split(type.Name);
        TypeDefinitionHandle handle = metadata.AddTypeDefinition(
            (TypeAttributes)type.Flags,
            metadata.GetOrAddString(space),
            metadata.GetOrAddString(simple),
            type.Base is null ? default : table.Handle(type.Base),
            MetadataTokens.FieldDefinitionHandle(_fieldCount + 1),
            MetadataTokens.MethodDefinitionHandle(_methods.Count + 1));

        foreach (EntityHandle implemented in type.Interfaces.Select(table.Handle).OrderBy(CodedIndex.TypeDefOrRefOrSpec))
        {
            metadata.AddInterfaceImplementation(handle, implemented);
        }

        _attributes.Add(handle, type.Attributes);
        WriteFields(type);
        foreach (ApiMethod method in type.Methods)
        {
            WriteMethod(type, method);
        }

        WriteProperties(handle, type);
        WriteEvents(handle, type);
    }

    private void WriteFields(ApiType type)
    {
        foreach (ApiField field in type.Fields)
        {
            FieldDefinitionHandle handle = AddField(field.Name, (FieldAttributes)field.Flags, field.FieldType);
            if (field.Value is { } value)
            {
                metadata.AddConstant(handle, Constants.Read(value, table.Underlying(field.FieldType)));
            }
        }

        // Fields of structs are not recorded. A struct without any counts as assigned before it is: it gets one.
        bool hasState = type.Fields.Any(field => ((FieldAttributes)field.Flags & FieldAttributes.Static) == 0);
        if (type.IsValueType && !hasState && Signatures.Primitive(type.Name) is null && type.Name != "System.Void")
        {
            AddField("_contents", FieldAttributes.Private, "System.Int32");
        }
    }

    private FieldDefinitionHandle AddField(string name, FieldAttributes flags, string type)
    {
        _fieldCount++;
        return metadata.AddFieldDefinition(flags, metadata.GetOrAddString(name), _signatures.Field(type));
    }

    private void WriteMethod(ApiType type, ApiMethod method)
    {
        // The runtime provides a delegate's methods; nobody provides an abstract one's.
        bool hasBody = !type.IsDelegate && !method.IsAbstract;
        MethodDefinitionHandle handle = metadata.AddMethodDefinition(
            (MethodAttributes)method.Flags & ~MethodAttributes.PinvokeImpl,
            type.IsDelegate ? MethodImplAttributes.Runtime : MethodImplAttributes.IL,
            metadata.GetOrAddString(method.Name),
            _signatures.Method(method),
            hasBody ? body : -1,
            MetadataTokens.ParameterHandle(_parameterCount + 1));
        _methods.Add(method, handle);
        _attributes.Add(handle, method.Attributes);

        for (int i = 0; i < method.Parameters.Count; i++)
        {
            ApiParameter parameter = method.Parameters[i];
            _parameterCount++;
            ParameterHandle row = metadata.AddParameter(
                (ParameterAttributes)parameter.Flags, metadata.GetOrAddString(parameter.Name), i + 1);
            _attributes.Add(row, parameter.Attributes);
            if (parameter.HasDefault)
            {
                metadata.AddConstant(
                    row, parameter.Value is { } value ? Constants.Read(value, table.Underlying(parameter.ParamType)) : null);
            }
        }
    }

    private void WriteProperties(TypeDefinitionHandle owner, ApiType type)
    {
        for (int i = 0; i < type.Properties.Count; i++)
        {
            ApiProperty property = type.Properties[i];
            ApiMethod? getter = Accessor(type, property.Get);
            ApiMethod? setter = Accessor(type, property.Set);
            ApiMethod any = getter ?? setter ?? throw new InvalidDataException($"{type.Name}.{property.Name} has no accessor");
            PropertyDefinitionHandle handle = metadata.AddProperty(
                default, metadata.GetOrAddString(property.Name), _signatures.Property(property, any));
            if (i == 0)
            {
                metadata.AddPropertyMap(owner, handle);
            }

            AddSemantics(handle, MethodSemanticsAttributes.Getter, getter);
            AddSemantics(handle, MethodSemanticsAttributes.Setter, setter);
        }
    }

    private void WriteEvents(TypeDefinitionHandle owner, ApiType type)
    {
        for (int i = 0; i < type.Events.Count; i++)
        {
            ApiEvent definition = type.Events[i];
            EventDefinitionHandle handle = metadata.AddEvent(
                default, metadata.GetOrAddString(definition.Name), table.Handle(definition.EventType));
            if (i == 0)
            {
                metadata.AddEventMap(owner, handle);
            }

            AddSemantics(handle, MethodSemanticsAttributes.Adder, Accessor(type, "add_" + definition.Name));
            AddSemantics(handle, MethodSemanticsAttributes.Remover, Accessor(type, "remove_" + definition.Name));
        }
    }

    private void AddSemantics(EntityHandle owner, MethodSemanticsAttributes semantics, ApiMethod? method)
    {
        if (method is not null)
        {
            metadata.AddMethodSemantics(owner, semantics, _methods[method]);
        }
    }

    private static ApiMethod? Accessor(ApiType type, string? name)
    {
        if (name is null)
        {
            return null;
        }

        ApiMethod[] found = [.. type.Methods.Where(method => method.Name == name)];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new InvalidDataException($"{type.Name}.{name}: overloaded indexers cannot be told apart"),
        };
    }
}
