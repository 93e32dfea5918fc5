using System.Net;

namespace EspNet.Sockets;

/// <summary>One place of a <see cref="DnsCache"/>, made once and used for one name after another.</summary>
internal sealed class DnsCacheEntry
{
    /// <summary>The name as it was last written; empty when the place is free.</summary>
    internal string Host = string.Empty;

    /// <summary>The name as it is compared.</summary>
    internal string Key = string.Empty;

    internal IPAddress[]? Addresses;
    internal DnsError Error;
    internal long Expires;
    internal long LastUse;

    internal void Set(string host, string key, IPAddress[]? addresses, DnsError error, long expires, long lastUse)
    {
        Host = host;
        Key = key;
        Addresses = addresses;
        Error = error;
        Expires = expires;
        LastUse = lastUse;
    }

    internal void Clear() => Set(string.Empty, string.Empty, null, DnsError.NoSuchName, 0, 0);
}
