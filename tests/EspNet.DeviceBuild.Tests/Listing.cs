using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EspNet.DeviceBuild.Facts;
using EspNet.DeviceBuild.References;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Writes recorded facts as lines, one a type or member, as <see cref="Readback"/> does from an assembly.</summary>
internal static class Listing
{
    public static IEnumerable<string> Of(ApiType type)
    {
        yield return $"type {type.Name} {type.Flags} : {type.Base} {string.Join(',', type.Interfaces.Order())}"
            + Attributes(type.Attributes.Select(attribute => attribute.Type));
        foreach (ApiField field in type.Fields)
        {
            string value = field.Value is { } json ? Constant(Constants.Read(json, Underlying(field.FieldType))) : "";
            yield return $"field {type.Name}.{field.Name} {field.Flags} {field.FieldType} {value}";
        }

        foreach (ApiMethod method in type.Methods)
        {
            IEnumerable<string> parameters = method.Parameters.Select(Parameter);
            yield return $"method {type.Name}.{method.Name}({string.Join(", ", parameters)}) {method.Flags} {method.Returns}"
                + Attributes(method.Attributes.Select(attribute => attribute.Type));
        }

        foreach (ApiProperty property in type.Properties)
        {
            yield return $"property {type.Name}.{property.Name} {property.PropertyType} {property.Get} {property.Set}";
        }

        foreach (ApiEvent definition in type.Events)
        {
            yield return $"event {type.Name}.{definition.Name} {definition.EventType}";
        }
    }

    public static string Constant(object? value) => "= " + (value is null ? "null" : string.Format(CultureInfo.InvariantCulture, "{0}", value));

    public static string Attributes(IEnumerable<string> types) => string.Concat(types.Order().Select(type => " [" + type + "]"));

    private static string Parameter(ApiParameter parameter)
    {
        string value = !parameter.HasDefault ? ""
            : Constant(parameter.Value is { } json ? Constants.Read(json, Underlying(parameter.ParamType)) : null);
        return $"{parameter.ParamType} {parameter.Name} {parameter.Flags} {value}"
            + Attributes(parameter.Attributes.Select(attribute => attribute.Type));
    }

    private static string Underlying(string type) =>
        DeviceApi.Facts.TryFind(type, out var found) && found.Type.Base == "System.Enum"
            ? found.Type.Fields.Single(field => field.Name == "value__").FieldType
            : type;
}
