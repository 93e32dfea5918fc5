using System;

namespace EspNet.Tls;

/// <summary>Who this side is: a certificate and the private key that belongs to it.</summary>
public sealed class TlsIdentity
{
    private TlsIdentity(string? certificatePem, string? keyPem, byte[]? certificateDer, byte[]? keyDer, string? password)
    {
        CertificatePem = certificatePem;
        KeyPem = keyPem;
        CertificateDer = certificateDer;
        KeyDer = keyDer;
        Password = password;
    }

    internal string? CertificatePem { get; }

    internal string? KeyPem { get; }

    internal byte[]? CertificateDer { get; }

    internal byte[]? KeyDer { get; }

    internal string? Password { get; }

    /// <summary>Takes certificate and key as text (RFC 7468).</summary>
    /// <param name="certificates">The certificate, after it the intermediate ones that lead to the authority.</param>
    /// <param name="privateKey">The key.</param>
    /// <param name="password">The password of the key; null when it is not encrypted.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentNullException">A text is null.</exception>
    /// <exception cref="TlsException">A text cannot be read (<see cref="TlsError.BadCertificate"/>).</exception>
    public static TlsIdentity FromPem(string certificates, string privateKey, string? password)
    {
        ArgumentNullException.ThrowIfNull(certificates, nameof(certificates));
        ArgumentNullException.ThrowIfNull(privateKey, nameof(privateKey));
        Pem.CheckCertificates(certificates, "The text of the own certificate");
        Pem.CheckPrivateKey(privateKey, "The text of the private key");
        return new TlsIdentity(certificates, privateKey, null, null, password);
    }

    /// <summary>Takes certificate and key as bytes.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="privateKey">The key: PKCS #8 or, unencrypted, PKCS #1 (RSA) or SEC 1 (elliptic curves).</param>
    /// <param name="password">The password of the key; null when it is not encrypted.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="TlsException">One of them cannot be read (<see cref="TlsError.BadCertificate"/>).</exception>
    public static TlsIdentity FromDer(byte[] certificate, byte[] privateKey, string? password)
    {
        ArgumentNullException.ThrowIfNull(certificate, nameof(certificate));
        ArgumentNullException.ThrowIfNull(privateKey, nameof(privateKey));
        Der.Check(certificate, "The own certificate");
        Der.Check(privateKey, "The private key");
        return new TlsIdentity(null, null, certificate, privateKey, password);
    }
}
