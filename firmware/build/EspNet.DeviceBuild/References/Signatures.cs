using System;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>
/// Writes signatures. Primitive types are always written as primitives, in mscorlib's own signatures too:
/// a compiler does not take a reference to System.Int32 for int.
/// </summary>
internal sealed class Signatures(MetadataBuilder metadata, TypeTable types)
{
    public BlobHandle Field(string type)
    {
        var blob = new BlobBuilder();
        Type(new BlobEncoder(blob).Field().Type(), type);
        return metadata.GetOrAddBlob(blob);
    }

    public BlobHandle Method(ApiMethod method)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).MethodSignature(isInstanceMethod: !method.IsStatic).Parameters(
            method.Parameters.Count,
            returns => Return(returns, method.Returns),
            parameters => Parameters(parameters, method, method.Parameters.Count));
        return metadata.GetOrAddBlob(blob);
    }

    /// <summary>An indexer's parameters are its getter's, or its setter's without the last.</summary>
    public BlobHandle Property(ApiProperty property, ApiMethod accessor)
    {
        int count = accessor.Name == property.Get ? accessor.Parameters.Count : accessor.Parameters.Count - 1;
        var blob = new BlobBuilder();
        new BlobEncoder(blob).PropertySignature(isInstanceProperty: !accessor.IsStatic).Parameters(
            count,
            returns => Return(returns, property.PropertyType),
            parameters => Parameters(parameters, accessor, count));
        return metadata.GetOrAddBlob(blob);
    }

    private void Parameters(ParametersEncoder encoder, ApiMethod method, int count)
    {
        for (int i = 0; i < count; i++)
        {
            string type = method.Parameters[i].ParamType;
            bool byRef = type.EndsWith('&');
            Type(encoder.AddParameter().Type(byRef), byRef ? type[..^1] : type);
        }
    }

    private void Return(ReturnTypeEncoder encoder, string type)
    {
        if (type == "System.Void")
        {
            encoder.Void();
        }
        else if (type.EndsWith('&'))
        {
            Type(encoder.Type(isByRef: true), type[..^1]);
        }
        else
        {
            Type(encoder.Type(), type);
        }
    }

    private void Type(SignatureTypeEncoder encoder, string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal))
        {
            Type(encoder.SZArray(), name[..^2]);
        }
        else if (name.EndsWith('*'))
        {
            if (name == "System.Void*")
            {
                encoder.VoidPointer();
            }
            else
            {
                Type(encoder.Pointer(), name[..^1]);
            }
        }
        else if (Primitive(name) is PrimitiveTypeCode code)
        {
            encoder.PrimitiveType(code);
        }
        else
        {
            encoder.Type(types.Handle(name), types.IsValueType(name));
        }
    }

    public static PrimitiveTypeCode? Primitive(string name) => name switch
    {
        "System.Boolean" => PrimitiveTypeCode.Boolean,
        "System.Char" => PrimitiveTypeCode.Char,
        "System.SByte" => PrimitiveTypeCode.SByte,
        "System.Byte" => PrimitiveTypeCode.Byte,
        "System.Int16" => PrimitiveTypeCode.Int16,
        "System.UInt16" => PrimitiveTypeCode.UInt16,
        "System.Int32" => PrimitiveTypeCode.Int32,
        "System.UInt32" => PrimitiveTypeCode.UInt32,
        "System.Int64" => PrimitiveTypeCode.Int64,
        "System.UInt64" => PrimitiveTypeCode.UInt64,
        "System.Single" => PrimitiveTypeCode.Single,
        "System.Double" => PrimitiveTypeCode.Double,
        "System.IntPtr" => PrimitiveTypeCode.IntPtr,
        "System.UIntPtr" => PrimitiveTypeCode.UIntPtr,
        "System.String" => PrimitiveTypeCode.String,
        "System.Object" => PrimitiveTypeCode.Object,
        "System.TypedReference" => PrimitiveTypeCode.TypedReference,
        _ => null,
    };
}
