using System;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EspNet.Tls;

/// <summary>Certificates and keys as .NET's SslStream takes them.</summary>
internal static class Credentials
{
    /// <summary>Rsa encryption (RFC 8017).</summary>
    private const string Rsa = "1.2.840.113549.1.1.1";

    /// <summary>
    /// How the chain of the peer is built: as on the device without fetching what is missing, and without revocation lists.
    /// </summary>
    internal static X509ChainPolicy CreatePolicy(TlsCertificates? trusted)
    {
        X509ChainPolicy policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (trusted is null)
        {
            return policy;
        }

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.ImportFromPem(trusted.ToPem());
        }
        catch (CryptographicException e)
        {
            throw Unreadable("TlsOptions.CaCertificates", e);
        }

        return policy;
    }

    internal static SslStreamCertificateContext? CreateIdentity(TlsIdentity? identity)
    {
        if (identity is null)
        {
            return null;
        }

        try
        {
            return identity.CertificateDer is not null ? FromDer(identity) : FromPem(identity);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable("TlsOptions.Identity", e);
        }
    }

    private static SslStreamCertificateContext FromPem(TlsIdentity identity)
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(identity.ChainPem);
        X509Certificate2 own = identity.Password is null
            ? X509Certificate2.CreateFromPem(identity.ChainPem, identity.KeyPem)
            : X509Certificate2.CreateFromEncryptedPem(identity.ChainPem, identity.KeyPem, identity.Password);
        chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    private static SslStreamCertificateContext FromDer(TlsIdentity identity)
    {
        X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(identity.CertificateDer!);
        X509Certificate2 own;
        if (certificate.GetKeyAlgorithm() == Rsa)
        {
            using RSA key = RSA.Create();
            Import(key, identity, () => key.ImportRSAPrivateKey(identity.KeyDer, out _));
            own = certificate.CopyWithPrivateKey(key);
        }
        else
        {
            using ECDsa key = ECDsa.Create();
            Import(key, identity, () => key.ImportECPrivateKey(identity.KeyDer, out _));
            own = certificate.CopyWithPrivateKey(key);
        }

        return SslStreamCertificateContext.Create(own, null, offline: true);
    }

    /// <summary>PKCS #8, or without a password the older form of the algorithm.</summary>
    private static void Import(AsymmetricAlgorithm key, TlsIdentity identity, Action importOlderForm)
    {
        if (identity.Password is not null)
        {
            key.ImportEncryptedPkcs8PrivateKey(identity.Password, identity.KeyDer, out _);
            return;
        }

        try
        {
            key.ImportPkcs8PrivateKey(identity.KeyDer, out _);
        }
        catch (CryptographicException)
        {
            importOlderForm();
        }
    }

    private static TlsException Unreadable(string option, Exception cause) => new TlsException(
        TlsError.BadCertificate,
        $"{option} cannot be read: {cause.Message}",
        0,
        cause);
}
