namespace EspNet.Interop.Tests.Support;

/// <summary>Kinds of keys.</summary>
internal enum TestKey
{
    /// <summary>ECDSA on the curve P-256.</summary>
    Ecdsa,

    /// <summary>RSA with 2048 bits, which can take a second to make.</summary>
    Rsa,
}
