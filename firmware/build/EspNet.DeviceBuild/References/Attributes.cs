using System.Collections.Generic;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text.Json;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>Writes the attributes a compiler reads: AttributeUsage, Flags, ParamArray, Extension, Obsolete and the like.</summary>
internal sealed class Attributes(MetadataBuilder metadata, TypeTable types)
{
    private readonly Dictionary<string, MemberReferenceHandle> _constructors = [];

    public void Add(EntityHandle owner, IReadOnlyList<ApiAttributeUse> attributes)
    {
        foreach (ApiAttributeUse attribute in attributes)
        {
            var blob = new BlobBuilder();
            new BlobEncoder(blob).CustomAttributeSignature(
                fixedArguments => Fixed(fixedArguments, attribute.Args),
                named => Named(named, attribute.Named));
            metadata.AddCustomAttribute(owner, Constructor(attribute), metadata.GetOrAddBlob(blob));
        }
    }

    private MemberReferenceHandle Constructor(ApiAttributeUse attribute)
    {
        var kinds = new List<JsonValueKind>();
        foreach (JsonElement argument in attribute.Args)
        {
            kinds.Add(argument.ValueKind == JsonValueKind.False ? JsonValueKind.True : argument.ValueKind);
        }

        string key = attribute.Type + "(" + string.Join(",", kinds) + ")";
        if (!_constructors.TryGetValue(key, out MemberReferenceHandle constructor))
        {
            var blob = new BlobBuilder();
            new BlobEncoder(blob).MethodSignature(isInstanceMethod: true).Parameters(
                kinds.Count,
                returns => returns.Void(),
                parameters =>
                {
                    foreach (JsonValueKind kind in kinds)
                    {
                        Parameter(parameters.AddParameter().Type(), kind);
                    }
                });
            constructor = metadata.AddMemberReference(
                types.Handle(attribute.Type), metadata.GetOrAddString(".ctor"), metadata.GetOrAddBlob(blob));
            _constructors.Add(key, constructor);
        }

        return constructor;
    }

    /// <summary>Of the attributes recorded, a number is only ever AttributeUsage's targets.</summary>
    private void Parameter(SignatureTypeEncoder encoder, JsonValueKind kind)
    {
        switch (kind)
        {
            case JsonValueKind.String:
                encoder.String();
                break;
            case JsonValueKind.True:
                encoder.Boolean();
                break;
            default:
                encoder.Type(types.Handle("System.AttributeTargets"), isValueType: true);
                break;
        }
    }

    private static void Fixed(FixedArgumentsEncoder encoder, IReadOnlyList<JsonElement> arguments)
    {
        foreach (JsonElement argument in arguments)
        {
            encoder.AddArgument().Scalar().Constant(Value(argument));
        }
    }

    private static void Named(CustomAttributeNamedArgumentsEncoder encoder, IReadOnlyDictionary<string, JsonElement>? arguments)
    {
        NamedArgumentsEncoder named = encoder.Count(arguments?.Count ?? 0);
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            named.AddArgument(
                isField: false,
                type => Scalar(type.ScalarType(), value),
                argument => argument.Name(name),
                literal => literal.Scalar().Constant(Value(value)));
        }
    }

    private static void Scalar(CustomAttributeElementTypeEncoder encoder, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                encoder.String();
                break;
            case JsonValueKind.Number:
                encoder.Int32();
                break;
            default:
                encoder.Boolean();
                break;
        }
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
