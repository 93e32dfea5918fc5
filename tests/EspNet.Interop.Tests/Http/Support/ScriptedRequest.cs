namespace EspNet.Interop.Tests.Http.Support;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Header">The lines before the body, each with its line break, and the empty one.</param>
/// <param name="Body">The content, without the lines of chunks.</param>
internal sealed record ScriptedRequest(string Header, byte[] Body)
{
    private const string LineBreak = "\r\n";

    /// <summary>Method, target and version.</summary>
    public string Line => Header[..Header.IndexOf(LineBreak, StringComparison.Ordinal)];

    /// <summary>The method.</summary>
    public string Method => Line.Split(' ')[0];

    /// <summary>Path and query.</summary>
    public string Target => Line.Split(' ')[1];

    /// <summary>The values of all fields of a name, in their order.</summary>
    public string[] All(string name) =>
    [
        .. Header.Split(LineBreak)
            .Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()),
    ];

    /// <summary>The value of a field that is there at most once; null when it is not.</summary>
    public string? Field(string name) => All(name).SingleOrDefault();
}
