namespace System.Net.Security;

/// <summary>The device's versions of TLS, with its numbers. None is not "whatever is best" there but TLS 1.3 alone.</summary>
[Flags]
public enum SslProtocols
{
    None = 0,
    Tls = 192,
    Tls11 = 768,
    Tls12 = 3072,
    Tls13 = 12288,
}
