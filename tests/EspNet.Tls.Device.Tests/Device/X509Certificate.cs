using EspNet.Tls.Device.Tests.Support;

namespace System.Security.Cryptography.X509Certificates;

/// <summary>The device's certificate. Bytes are one, text may be many. It keeps what it was made of.</summary>
public class X509Certificate
{
    public X509Certificate(byte[] certificate)
    {
        Firmware.Parse();
        Bytes = certificate;
    }

    public X509Certificate(string certificate)
    {
        Firmware.Parse();
        Text = certificate;
    }

    internal byte[]? Bytes { get; }

    internal string? Text { get; }
}
