using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EspNet.DeviceBuild.Facts;

/// <summary>Line 1 of a file of facts.</summary>
public sealed record ApiIdentity(string Assembly, string Version, string PublicKeyToken, IReadOnlyList<string> References);

/// <summary>One public type. Flags are ECMA-335 numbers here and below; names are written as in IL (A/B, B[], B&amp;).</summary>
public sealed record ApiType
{
    [JsonPropertyName("type")]
    public required string Name { get; init; }

    public int Flags { get; init; }

    public string? Base { get; init; }

    public IReadOnlyList<string> Interfaces { get; init; } = [];

    public IReadOnlyList<ApiAttributeUse> Attributes { get; init; } = [];

    public IReadOnlyList<ApiField> Fields { get; init; } = [];

    public IReadOnlyList<ApiMethod> Methods { get; init; } = [];

    public IReadOnlyList<ApiProperty> Properties { get; init; } = [];

    public IReadOnlyList<ApiEvent> Events { get; init; } = [];

    public bool IsValueType => Base is "System.ValueType" or "System.Enum" && Name != "System.Enum";

    public bool IsDelegate => Base == "System.MulticastDelegate";

    /// <summary>The type this one is nested in, or null.</summary>
    public string? Outer => Name.Contains('/') ? Name[..Name.LastIndexOf('/')] : null;
}

public sealed record ApiField(string Name, int Flags, string FieldType)
{
    /// <summary>The value of a constant; not present for a field that is not one.</summary>
    public JsonElement? Value { get; init; }
}

public sealed record ApiMethod(string Name, int Flags, string Returns)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public IReadOnlyList<ApiAttributeUse> Attributes { get; init; } = [];

    public bool IsStatic => (Flags & 0x10) != 0;

    public bool IsAbstract => (Flags & 0x400) != 0;
}

public sealed record ApiParameter(string Name, string ParamType)
{
    public int Flags { get; init; }

    /// <summary>The default; not present for a parameter without one and for the default null.</summary>
    public JsonElement? Value { get; init; }

    public IReadOnlyList<ApiAttributeUse> Attributes { get; init; } = [];

    public bool HasDefault => (Flags & 0x1000) != 0;
}

public sealed record ApiProperty(string Name, string PropertyType, string? Get, string? Set);

public sealed record ApiEvent(string Name, string EventType);

public sealed record ApiAttributeUse(string Type, IReadOnlyList<JsonElement> Args, IReadOnlyDictionary<string, JsonElement>? Named);
