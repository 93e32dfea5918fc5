using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EspNet.DeviceBuild.Check;

/// <summary>
/// Inspects an assembly compiled for the device for what the compiler accepts and the device does not survive.
/// Compiler-generated code is inspected like any other: the interpreter makes no difference either.
/// </summary>
/// <remarks>
/// What needs a type the device does not have (async, iterators, records, volatile, Span, Nullable, decimal, dynamic)
/// fails in the compiler already. Home-made replacements of those types are generic, and so found here.
/// </remarks>
public sealed class DeviceCheck
{
    private readonly MetadataReader _metadata;
    private readonly Names _names;
    private readonly SignatureScan _scan;
    private readonly Report _report;
    private readonly BodyCheck _bodies;
    private readonly StaticConstructorCheck _staticConstructors;

    private DeviceCheck(PEReader image, SourceLocations locations)
    {
        _metadata = image.GetMetadataReader();
        _names = new Names(_metadata);
        _scan = new SignatureScan(_names);
        _report = new Report(locations);
        var targets = new Targets(_metadata, _names, _scan);
        _bodies = new BodyCheck(image, _metadata, targets, _report);
        _staticConstructors = new StaticConstructorCheck(image, _metadata, targets, _report);
    }

    /// <summary>Everything in <paramref name="assembly"/> that may not be there, in the order of its types and members.</summary>
    public static IReadOnlyList<Finding> Inspect(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        using var locations = new SourceLocations(assembly);
        var check = new DeviceCheck(image, locations);
        foreach (TypeDefinitionHandle type in check._metadata.TypeDefinitions)
        {
            check.Type(type);
        }

        return check._report.Findings;
    }

    private void Type(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _names.Type(handle);

        if (type.GetGenericParameters().Count > NestingParameters(type))
        {
            _report.Add(Rule.Generics, name, "generic type");
        }

        Mention(name, "base type", type.BaseType);
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
        {
            Mention(name, "interface", _metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (FieldDefinitionHandle field in type.GetFields())
        {
            Field(field);
        }

        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            Method(method, (type.Attributes & TypeAttributes.Interface) != 0);
        }
    }

    /// <summary>A type nested in a generic one repeats its parameters; only what it adds is its own.</summary>
    private int NestingParameters(TypeDefinition type) =>
        type.GetDeclaringType().IsNil ? 0 : _metadata.GetTypeDefinition(type.GetDeclaringType()).GetGenericParameters().Count;

    private void Field(FieldDefinitionHandle handle)
    {
        FieldDefinition field = _metadata.GetFieldDefinition(handle);
        string name = _names.Field(handle);
        _report.Add(name, "field of ", field.DecodeSignature(_scan, null));
        if (field.GetCustomAttributes().Any(IsThreadStatic))
        {
            _report.Add(Rule.ThreadStatic, name, "[ThreadStatic]");
        }
    }

    private void Method(MethodDefinitionHandle handle, bool inInterface)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        string name = _names.Method(handle);
        bool isStaticConstructor = _metadata.StringComparer.Equals(method.Name, ".cctor");

        if (method.GetGenericParameters().Count > 0)
        {
            _report.Add(Rule.Generics, name, "generic method", handle);
        }

        if (inInterface && !isStaticConstructor && (method.Attributes & MethodAttributes.Abstract) == 0)
        {
            _report.Add(Rule.DefaultInterfaceMethod, name, "interface method with a body", handle);
        }

        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        {
            _report.Add(Rule.Pointer, name, "platform invoke", handle);
        }

        MethodSignature<ScannedType> signature = method.DecodeSignature(_scan, null);
        _report.Add(name, "returns ", signature.ReturnType, handle);
        foreach (ScannedType parameter in signature.ParameterTypes)
        {
            _report.Add(name, "parameter of ", parameter, handle);
        }

        _bodies.Check(handle, name);
        if (isStaticConstructor)
        {
            _staticConstructors.Check(handle, name);
        }
    }

    private void Mention(string member, string role, EntityHandle type)
    {
        if (!type.IsNil)
        {
            _report.Add(member, role + " ", Targets.Scan(_metadata, _scan, type));
        }
    }

    private bool IsThreadStatic(CustomAttributeHandle handle)
    {
        EntityHandle constructor = _metadata.GetCustomAttribute(handle).Constructor;
        EntityHandle type = constructor.Kind == HandleKind.MethodDefinition
            ? _metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()
            : _metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return _names.Type(type) == "System.ThreadStaticAttribute";
    }
}
