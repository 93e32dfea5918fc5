namespace EspNet.Tls;

/// <summary>
/// A certificate and its private key: who this side is, for <see cref="TlsOptions.Identity"/>. Checked when made, as far
/// as that goes without cryptography, and never changed after.
/// </summary>
public sealed class TlsIdentity
{
    private TlsIdentity(string? chainPem, string? keyPem, byte[]? certificateDer, byte[]? keyDer, string? password)
    {
        ChainPem = chainPem;
        KeyPem = keyPem;
        CertificateDer = certificateDer;
        KeyDer = keyDer;
        Password = password;
    }

    /// <summary>Takes PEM text (RFC 7468).</summary>
    /// <param name="certificateChain">This side's certificate first, then those between it and the authority.</param>
    /// <param name="privateKey">Its private key: PKCS #8, encrypted or not, PKCS #1 (RSA) or SEC 1 (EC).</param>
    /// <param name="password">The password of an encrypted key; null when it is not encrypted.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="TlsException">
    /// <see cref="TlsError.BadCertificate"/>: there is no certificate or key, one is not whole, or the password is missing.
    /// </exception>
    public static TlsIdentity FromPem(string certificateChain, string privateKey, string? password = null)
    {
        Pem.CheckCertificates(certificateChain, "The certificate");
        Pem.CheckPrivateKey(privateKey, password);
        return new TlsIdentity(certificateChain, privateKey, null, null, password);
    }

    /// <summary>Takes binary form (DER).</summary>
    /// <param name="certificate">This side's certificate; the array is not copied.</param>
    /// <param name="privateKey">
    /// Its private key: PKCS #8, encrypted or not, PKCS #1 (RSA) or SEC 1 (EC); the array is not copied.
    /// </param>
    /// <param name="password">The password of an encrypted key; null when it is not encrypted.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="TlsException"><see cref="TlsError.BadCertificate"/>: the certificate or key is missing or not whole.</exception>
    public static TlsIdentity FromDer(byte[] certificate, byte[] privateKey, string? password = null)
    {
        Pem.CheckDer(certificate, "The certificate");
        Pem.CheckDer(privateKey, "The private key");
        return new TlsIdentity(null, null, certificate, privateKey, password);
    }

    internal string? ChainPem { get; }

    internal string? KeyPem { get; }

    internal byte[]? CertificateDer { get; }

    internal byte[]? KeyDer { get; }

    internal string? Password { get; }
}
