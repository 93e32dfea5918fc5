namespace EspNet.Http.Protocol;

/// <summary>The Host field of a request (RFC 9112, section 3.2).</summary>
internal static class HostField
{
    internal const string Key = "\nhost:";

    private static readonly char[] NotInHost = { ' ', '\t', '/', '\\', '@', '?', '#', ',', '<', '>', '"', '{', '}', '|', '^', '`' };

    internal static HttpProtocolError Check(HttpReceivedFields fields, int minorVersion)
    {
        int at = fields.Find(Key, 0);
        if (at < 0)
        {
            return minorVersion > 0 ? HttpProtocolError.BadHost : HttpProtocolError.None;
        }

        if (fields.Find(Key, at) >= 0)
        {
            return HttpProtocolError.BadHost;
        }

        string host = fields.GetLower(Key)!;
        return host.IndexOfAny(NotInHost) >= 0 || !FieldText.IsAscii(host)
            ? HttpProtocolError.BadHost
            : HttpProtocolError.None;
    }
}
