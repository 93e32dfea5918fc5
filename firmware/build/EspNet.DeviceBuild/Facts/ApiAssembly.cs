using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace EspNet.DeviceBuild.Facts;

/// <summary>The recorded public API of one assembly: a file of JSON lines (see firmware/api/README.md).</summary>
public sealed class ApiAssembly
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private ApiAssembly(ApiIdentity identity, IReadOnlyList<ApiType> types)
    {
        Identity = identity;
        Types = types;
    }

    public ApiIdentity Identity { get; }

    public string Name => Identity.Assembly;

    public IReadOnlyList<ApiType> Types { get; }

    public static ApiAssembly Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0)
        {
            throw new InvalidDataException($"{path}: the file is empty; its first line has to name the assembly");
        }

        var types = new List<ApiType>();
        for (int i = 1; i < lines.Length; i++)
        {
            types.Add(Parse<ApiType>(lines[i], path, i + 1));
        }

        return new ApiAssembly(Parse<ApiIdentity>(lines[0], path, 1), types);
    }

    private static T Parse<T>(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}({number}): {e.Message}", e);
        }
    }
}
