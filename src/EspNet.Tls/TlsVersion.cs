namespace EspNet.Tls;

/// <summary>A version of TLS that EspNet offers. TLS 1.0 and 1.1 are not among them (RFC 8996).</summary>
public enum TlsVersion
{
    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13,
}
