using System;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace EspNet.DeviceBuild.References;

/// <summary>
/// Values of constants, defaults and attribute arguments. JSON has one kind of number and no NaN, so the declared
/// type says how a value is to be read.
/// </summary>
public static class Constants
{
    /// <param name="value">The JSON value.</param>
    /// <param name="type">The declared type, an enum's underlying type.</param>
    public static object Read(JsonElement value, string type) => type switch
    {
        "System.Boolean" => value.GetBoolean(),
        "System.Char" => value.GetString()![0],
        "System.SByte" => value.GetSByte(),
        "System.Byte" => value.GetByte(),
        "System.Int16" => value.GetInt16(),
        "System.UInt16" => value.GetUInt16(),
        "System.Int32" => value.GetInt32(),
        "System.UInt32" => value.GetUInt32(),
        "System.Int64" => value.GetInt64(),
        "System.UInt64" => value.GetUInt64(),
        "System.Single" => (float)Real(value),
        "System.Double" => Real(value),
        "System.String" => value.GetString()!,
        _ => throw new InvalidDataException($"a constant of type {type} cannot be written"),
    };

    private static double Real(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string text => double.Parse(text, CultureInfo.InvariantCulture),
            null => throw new InvalidDataException("null is no number"),
        };
}
