using System;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EspNet.Tls;

/// <summary>Decides about the certificate of the peer and remembers why it did not pass, which SslStream's exception only says in words.</summary>
internal sealed class PeerVerification
{
    private readonly TlsOptions _options;

    internal PeerVerification(TlsOptions options)
    {
        _options = options;
    }

    /// <summary>True for the session of a server.</summary>
    internal bool IsServer { get; set; }

    /// <summary>Why the certificate did not pass; null when it did, or when none came.</summary>
    internal TlsError? Rejection { get; private set; }

    /// <summary>True when the peer wants a certificate and there is none.</summary>
    internal bool IsCertificateWanted { get; private set; }

    /// <summary>True once the peer has sent something, so that it has accepted this side.</summary>
    internal bool HasAccepted { get; set; }

    /// <summary>SslStream asks which certificate to send: once before the handshake, and again when the server wants one.</summary>
    internal X509Certificate NoteRequest(
        object sender,
        string targetHost,
        X509CertificateCollection localCertificates,
        X509Certificate? remoteCertificate,
        string[] acceptableIssuers)
    {
        IsCertificateWanted |= remoteCertificate is not null || acceptableIssuers.Length > 0;
        return null!;
    }

    internal bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_options.InsecureSkipVerification || errors == SslPolicyErrors.None)
        {
            return true;
        }

        Rejection = Classify(chain, errors);
        return false;
    }

    /// <summary>In the order of <see cref="TlsFault"/>: authority, validity, host, use.</summary>
    private static TlsError Classify(X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags status = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus element in chain?.ChainStatus ?? [])
        {
            status |= element.Status;
        }

        if ((status & X509ChainStatusFlags.UntrustedRoot) != 0)
        {
            return chain!.ChainElements.Count == 1 ? TlsError.SelfSigned : TlsError.UnknownAuthority;
        }

        if ((status & X509ChainStatusFlags.PartialChain) != 0)
        {
            return TlsError.UnknownAuthority;
        }

        if ((status & X509ChainStatusFlags.Revoked) != 0)
        {
            return TlsError.Revoked;
        }

        if ((status & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            return IsFuture(chain!) ? TlsError.NotYetValid : TlsError.Expired;
        }

        return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 ? TlsError.WrongHost : TlsError.CertificateUnusable;
    }

    private static bool IsFuture(X509Chain chain)
    {
        foreach (X509ChainElement element in chain.ChainElements)
        {
            if (element.Certificate.NotBefore > DateTime.Now)
            {
                return true;
            }
        }

        return false;
    }
}
