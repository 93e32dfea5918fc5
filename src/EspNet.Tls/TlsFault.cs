namespace EspNet.Tls;

/// <summary>What one code of mbedTLS means and what to do about it: the one table of them.</summary>
/// <remarks>
/// Negative numbers are the errors of mbedTLS 3.6 (MBEDTLS_ERR_…). Positive ones are the flags of a failed verification
/// (MBEDTLS_X509_BADCERT_…), of which several may be set: the first in the order authority, validity, host, use counts.
/// Firmware from July 2026 on reports them; before, a failed verification is only -0x2700.
/// </remarks>
public sealed class TlsFault
{
    /// <summary>-0x2700: the peer's certificate did not pass, without the reason.</summary>
    public const int VerificationFailed = -0x2700;

    /// <summary>-0x004C: receiving failed, which includes that nothing came in the receive time of the socket.</summary>
    internal const int ReceiveFailed = -0x004C;

    /// <summary>-0x004E: sending failed, which includes that nothing was taken in the send time of the socket.</summary>
    internal const int SendFailed = -0x004E;

    /// <summary>-0x6800: mbedTLS's own time-out.</summary>
    internal const int TimeOut = -0x6800;

    private const int ExpiredFlag = 0x01;
    private const int RevokedFlag = 0x02;
    private const int WrongHostFlag = 0x04;
    private const int NotTrustedFlag = 0x08;
    private const int MissingFlag = 0x40;
    private const int FutureFlag = 0x0200;

    // What newer firmware throws for its own set-up, in the same exception and so among the flags: no random numbers, a key
    // and a certificate that it cannot read. A device has no revocation lists, so the flag of a revoked certificate is never
    // set and these three cannot be meant as flags.
    private const int NoRandomNumbers = 3;
    private const int BadKey = 6;
    private const int BadOwnCertificate = 7;

    /// <summary>mbedTLS adds the error of a lower layer, in these bits, to that of the upper one.</summary>
    private const int LowerLayer = 0x7F;

    private TlsFault(int code, TlsError error, string name, string meaning, string advice)
    {
        Code = code;
        Error = error;
        Name = name;
        Meaning = meaning;
        Advice = advice;
    }

    /// <summary>The code that was looked up.</summary>
    public int Code { get; }

    /// <summary>The reason that EspNet reports for it.</summary>
    public TlsError Error { get; }

    /// <summary>
    /// The name in mbedTLS, without the prefix, of the typical code of this reason, for instance "BADCERT_EXPIRED"; "Unknown"
    /// for a code that is not in the table.
    /// </summary>
    public string Name { get; }

    /// <summary>What happened, one sentence.</summary>
    public string Meaning { get; }

    /// <summary>What to do about it, one or two sentences.</summary>
    public string Advice { get; }

    /// <summary>Looks a code up.</summary>
    /// <param name="code">An error of mbedTLS (negative) or the flags of a failed verification (positive).</param>
    /// <returns>Its entry; one with <see cref="TlsError.Other"/> for a code that is not in the table.</returns>
    public static TlsFault FromCode(int code) => code > 0 ? FromFlags(code) : FromMbedTls(code);

    /// <summary>The handshake as a message names it: with the host that was asked for, or the client's.</summary>
    internal static string NameHandshake(string? host) => host is null ? "The handshake with a client" : "The handshake with " + host;

    /// <summary>The entry of a reason that has no code of mbedTLS, as on the PC.</summary>
    internal static TlsFault FromError(TlsError error, int code) => error switch
    {
        TlsError.Expired => new TlsFault(code, error, "BADCERT_EXPIRED",
            "The peer's certificate, or one above it, has expired.",
            "Renew it on the peer; check the clock of this device."),
        TlsError.NotYetValid => new TlsFault(code, error, "BADCERT_FUTURE",
            "The peer's certificate, or one above it, is not valid yet.",
            "Check the clock of this device first, then the certificate."),
        TlsError.Revoked => new TlsFault(code, error, "BADCERT_REVOKED",
            "The peer's certificate was revoked.",
            "Do not connect to it; its operator must have a new one."),
        TlsError.WrongHost => new TlsFault(code, error, "BADCERT_CN_MISMATCH",
            "The peer's certificate is for another host.",
            "Connect by a name that stands in it, or set TlsOptions.ServerName to one."),
        TlsError.UnknownAuthority => new TlsFault(code, error, "BADCERT_NOT_TRUSTED",
            "No trusted authority vouches for the peer's certificate.",
            "Set TlsOptions.CaCertificates to the root that issued it; the peer must send the intermediate certificates."),
        TlsError.SelfSigned => new TlsFault(code, error, "BADCERT_NOT_TRUSTED",
            "The peer's certificate is signed by itself.",
            "Set TlsOptions.CaCertificates to this certificate if you know that it is genuine."),
        TlsError.CertificateUnusable => new TlsFault(code, error, "BADCERT_KEY_USAGE",
            "The peer's certificate cannot be used: it is for another purpose, too weak or malformed.",
            "Its operator must have a suitable one."),
        TlsError.CertificateRejected => new TlsFault(code, error, "X509_CERT_VERIFY_FAILED",
            "The peer's certificate did not pass; this firmware does not say why.",
            "Check the clock of this device, that the name of the host stands in the certificate, and that TlsOptions.CaCertificates holds the root that issued it."),
        TlsError.ProtocolMismatch => new TlsFault(code, error, "SSL_HANDSHAKE_FAILURE",
            "There is no version of TLS or no cipher that both sides speak, or the peer does not speak TLS.",
            "Check the port; the peer needs TLS 1.2 or 1.3."),
        TlsError.ClientCertificateRefused => new TlsFault(code, error, "SSL_FATAL_ALERT_MESSAGE",
            "The peer wants a certificate of this side and got none, or one that it does not accept.",
            "Set TlsOptions.Identity to a certificate, with its key, that the peer's authority issued."),
        TlsError.RefusedByPeer => new TlsFault(code, error, "SSL_FATAL_ALERT_MESSAGE",
            "The peer ended the handshake with an alert.",
            "It may want a client certificate (TlsOptions.Identity) or speak neither TLS 1.2 nor 1.3; its log says which."),
        TlsError.ClosedByPeer => new TlsFault(code, error, "SSL_CONN_EOF",
            "The peer closed the connection during the handshake.",
            "Check the port, it may not speak TLS there; and the peer's log."),
        TlsError.TimedOut => new TlsFault(code, error, "SSL_TIMEOUT",
            "The peer did not finish the handshake in time.",
            "Check that it speaks TLS on this port; raise TlsOptions.HandshakeTimeout for a slow one."),
        TlsError.OutOfMemory => new TlsFault(code, error, "SSL_ALLOC_FAILED",
            "There is not enough memory for a secure connection, which takes about 42 KB.",
            "Close other connections, or build the firmware with mbedTLS's dynamic buffers, which need about 22 KB."),
        TlsError.BadCertificate => new TlsFault(code, error, "PK_KEY_INVALID_FORMAT",
            "A certificate or key of the options cannot be read, or they do not belong together.",
            "Check TlsOptions.CaCertificates and TlsOptions.Identity, and the key's password."),
        TlsError.NotPrepared => new TlsFault(code, error, "SOCKET_ERROR",
            "The firmware could not prepare a secure connection, and does not say why.",
            "Check that every one of CaCertificates, and Identity, is of a kind that the firmware's mbedTLS can read, and that about 42 KB are free."),
        _ => new TlsFault(code, TlsError.Other, "Unknown",
            "The handshake failed for a reason that is not in the table.",
            "Connect again; if it repeats, report the code."),
    };

    private static TlsFault FromFlags(int flags)
    {
        switch (flags)
        {
            case NoRandomNumbers:
                return FromError(TlsError.Other, flags);
            case BadKey:
            case BadOwnCertificate:
                return FromError(TlsError.BadCertificate, flags);
        }

        if ((flags & NotTrustedFlag) != 0)
        {
            return FromError(TlsError.UnknownAuthority, flags);
        }

        if ((flags & RevokedFlag) != 0)
        {
            return FromError(TlsError.Revoked, flags);
        }

        if ((flags & ExpiredFlag) != 0)
        {
            return FromError(TlsError.Expired, flags);
        }

        if ((flags & FutureFlag) != 0)
        {
            return FromError(TlsError.NotYetValid, flags);
        }

        if ((flags & WrongHostFlag) != 0)
        {
            return FromError(TlsError.WrongHost, flags);
        }

        return FromError((flags & MissingFlag) != 0 ? TlsError.ProtocolMismatch : TlsError.CertificateUnusable, flags);
    }

    private static TlsFault FromMbedTls(int code)
    {
        TlsError error = ToError(code);
        int lower = -code & LowerLayer;
        if (error == TlsError.Other && lower != 0 && code < -LowerLayer)
        {
            // Running out of memory below (of numbers, of ASN.1) is the reason, whatever went on above.
            error = lower is 0x10 or 0x6A ? TlsError.OutOfMemory : ToError(code + lower);
        }

        return FromError(error, code);
    }

    private static TlsError ToError(int code) => code switch
    {
        VerificationFailed => TlsError.CertificateRejected,

        // What older firmware answers when it cannot prepare a connection: no context, no memory, or a bad certificate.
        -1 => TlsError.NotPrepared,

        // A fatal alert; a name that the server does not have.
        -0x7780 or -0x7800 => TlsError.RefusedByPeer,

        // No certificate of the client, or no key for it.
        -0x7480 or -0x7600 => TlsError.ClientCertificateRefused,

        // Versions, ciphers, curves, kinds of keys; what is no record or message of TLS at all.
        -0x6E80 or -0x5F00 or -0x6E00 or -0x7080 or -0x7500 or -0x6600 or -0x6D00 => TlsError.ProtocolMismatch,
        -0x7180 or -0x7200 or -0x7300 or -0x7700 or -0x2600 or -0x3C80 or -0x4E80 => TlsError.ProtocolMismatch,

        // The end of the connection: end of file, a close notification, a reset, a failed send or receive.
        -0x7280 or -0x7880 or -0x0050 or SendFailed or ReceiveFailed => TlsError.ClosedByPeer,

        TimeOut => TlsError.TimedOut,

        // Of TLS (also a message larger than its buffer), certificates, keys, text, curves, digests, ciphers and PSA.
        -0x7F00 or -0x6A00 or -0x2880 or -0x3F80 or -0x1180 or -0x4D80 or -0x5180 or -0x6180 or -141 => TlsError.OutOfMemory,

        // The peer's certificate: malformed, or a chain too long.
        -0x7A00 or -0x3000 => TlsError.CertificateUnusable,

        // The options' certificates and key: format, password missing or wrong, authorities missing.
        -0x2180 or -0x2780 or -0x7680 or -0x1080 or -0x1100 or -0x1300 or -0x1380 => TlsError.BadCertificate,
        -0x3B80 or -0x3C00 or -0x3D00 or -0x3F00 => TlsError.BadCertificate,

        _ => TlsError.Other,
    };
}
