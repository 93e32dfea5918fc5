namespace EspNet.Tls;

/// <summary>Why a secure connection failed.</summary>
public enum TlsError
{
    /// <summary>A cause that the table does not know; the platform's code is kept.</summary>
    Other,

    /// <summary>The peer's certificate, or one above it, is no longer valid.</summary>
    Expired,

    /// <summary>The peer's certificate, or one above it, is not valid yet; or the clock of this device is behind.</summary>
    NotYetValid,

    /// <summary>The peer's certificate was revoked.</summary>
    Revoked,

    /// <summary>The peer's certificate is for another host.</summary>
    WrongHost,

    /// <summary>No certificate authority that is trusted here vouches for the peer, perhaps because an intermediate certificate is missing.</summary>
    UnknownAuthority,

    /// <summary>The peer vouches for itself. The device cannot tell this from <see cref="UnknownAuthority"/> and reports that.</summary>
    SelfSigned,

    /// <summary>The peer's certificate cannot be used: for another purpose, too weak, or malformed.</summary>
    CertificateUnusable,

    /// <summary>
    /// The peer's certificate did not pass, and the firmware does not say why: expired, for another host, or of an unknown
    /// authority. Newer firmware tells them apart.
    /// </summary>
    CertificateRejected,

    /// <summary>The two sides have no version of TLS or no cipher in common, or the peer does not speak TLS at all.</summary>
    ProtocolMismatch,

    /// <summary>The peer wants a certificate of this side, and got none or one that it does not accept.</summary>
    ClientCertificateRefused,

    /// <summary>
    /// The peer ended the handshake with an alert. The device does not learn which: no common version or cipher, or the
    /// client's certificate.
    /// </summary>
    RefusedByPeer,

    /// <summary>The peer closed or broke the connection during the handshake.</summary>
    ClosedByPeer,

    /// <summary>The handshake did not end in time.</summary>
    TimedOut,

    /// <summary>Not enough memory for a secure connection.</summary>
    OutOfMemory,

    /// <summary>
    /// The firmware could not prepare a connection, and does not say why: no memory, no free context, or a certificate or
    /// key that it cannot read. Newer firmware tells them apart.
    /// </summary>
    NotPrepared,

    /// <summary>The clock of this device is not set, so no certificate could be checked.</summary>
    ClockNotSet,

    /// <summary>The device cannot do what the options ask for.</summary>
    NotSupported,

    /// <summary>A certificate or key of the options cannot be read, or does not fit to the other.</summary>
    BadCertificate,
}
