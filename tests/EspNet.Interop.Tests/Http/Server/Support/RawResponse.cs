namespace EspNet.Interop.Tests.Http.Server;

/// <summary>A response as it came, its body without framing.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Header">Status line and fields, one a line.</param>
/// <param name="Body">The body, in Latin-1.</param>
internal sealed record RawResponse(int Status, string Header, string Body)
{
    /// <summary>The value of a field; null when there is none.</summary>
    public string? Field(string name)
    {
        string? line = Header.Split("\r\n").FirstOrDefault(field => field.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 1)..].Trim();
    }
}
