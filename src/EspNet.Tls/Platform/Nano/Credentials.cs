using System;
using System.Security.Cryptography.X509Certificates;

namespace EspNet.Tls;

/// <summary>Certificates and keys as the device's SslStream takes them.</summary>
internal static class Credentials
{
    internal static X509Certificate? CreateTrusted(TlsCertificates? certificates)
    {
        if (certificates is null)
        {
            return null;
        }

        try
        {
            // One object is all that the firmware takes; as text it may hold many certificates, as bytes one, in less memory.
            byte[]? single = certificates.SingleDer;
            return single is not null ? new X509Certificate(single) : new X509Certificate(certificates.ToPem());
        }
        catch (Exception e)
        {
            throw Unreadable("TlsOptions.CaCertificates", e);
        }
    }

    internal static X509Certificate? CreateIdentity(TlsIdentity? identity)
    {
        if (identity is null)
        {
            return null;
        }

        try
        {
            string password = identity.Password ?? string.Empty;
            return identity.CertificateDer is not null
                ? new X509Certificate2(identity.CertificateDer, identity.KeyDer!, password)
                : new X509Certificate2(identity.ChainPem!, identity.KeyPem!, password);
        }
        catch (Exception e)
        {
            throw Unreadable("TlsOptions.Identity", e);
        }
    }

    private static TlsException Unreadable(string option, Exception cause) => new TlsException(
        TlsError.BadCertificate,
        $"{option} cannot be read by mbedTLS: the certificate or key is of a kind that the firmware does not know, or the password is wrong.",
        0,
        cause);
}
