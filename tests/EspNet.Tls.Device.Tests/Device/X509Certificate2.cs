namespace System.Security.Cryptography.X509Certificates;

/// <summary>The device's certificate with its private key. It keeps what it was made of.</summary>
public class X509Certificate2 : X509Certificate
{
    public X509Certificate2(string rawData, string key, string password)
        : base(rawData)
    {
        KeyText = key;
        Password = password;
    }

    public X509Certificate2(byte[] rawData, byte[] key, string password)
        : base(rawData)
    {
        KeyBytes = key;
        Password = password;
    }

    internal byte[]? KeyBytes { get; }

    internal string? KeyText { get; }

    internal string Password { get; }
}
