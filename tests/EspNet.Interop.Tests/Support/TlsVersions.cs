namespace EspNet.Interop.Tests.Support;

/// <summary>Versions of TLS that a server offers: one, or several that follow each other.</summary>
[Flags]
internal enum TlsVersions
{
    /// <summary>TLS 1.0, which no client should take any more (RFC 8996).</summary>
    Tls10 = 1,

    /// <summary>TLS 1.1, which no client should take any more (RFC 8996).</summary>
    Tls11 = 2,

    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12 = 4,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13 = 8,
}
