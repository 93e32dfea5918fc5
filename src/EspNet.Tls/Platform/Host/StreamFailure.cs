using System;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>Turns what SslStream throws into what a transport throws.</summary>
internal static class StreamFailure
{
    /// <summary>OpenSSL's codes of its SSL part, and in the lower bits 1000 and the number of the peer's alert.</summary>
    private const int OpenSslPart = 0x0A000000;
    private const int OpenSslReason = 0x007FFFFF;
    private const int FirstAlert = 1_000;
    private const int LastAlert = FirstAlert + 255;

    /// <summary>What the network or the peer can make SslStream throw.</summary>
    internal static bool IsOrdinary(Exception e) =>
        e is IOException or AuthenticationException or SocketException or ObjectDisposedException or InvalidOperationException
            or CryptographicException or NotSupportedException or Win32Exception;

    /// <param name="action">What failed.</param>
    /// <param name="isHandshake">Whether that was the handshake, of which a reset has a reason of its own.</param>
    /// <param name="cause">What SslStream threw.</param>
    /// <param name="verification">What is known of the peer.</param>
    /// <param name="socket">The socket.</param>
    internal static TransportException Explain(string action, bool isHandshake, Exception cause, PeerVerification verification, Socket socket)
    {
        if (verification.Rejection is TlsError rejection)
        {
            return Create(action, rejection, 0, cause);
        }

        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ObjectDisposedException:
                    return Failure.Closed(action, cause);
                case SocketException socketException:
                    return FromSocket(action, isHandshake, socketException, verification, socket);
            }

            int reason = e.HResult & OpenSslReason;
            if ((e.HResult & ~OpenSslReason) == OpenSslPart)
            {
                bool isAlert = reason is >= FirstAlert and <= LastAlert;
                int alert = isAlert ? reason - FirstAlert : 0;
                return Create(action, isAlert ? FromAlert(alert, verification) : TlsError.ProtocolMismatch, alert, cause);
            }
        }

        // The end of the connection where bytes were expected has no code at all.
        return Create(action, cause is IOException ? TlsError.ClosedByPeer : TlsError.ProtocolMismatch, 0, cause);
    }

    internal static TlsException Create(string action, TlsError error, int code, Exception cause)
    {
        TlsFault fault = TlsFault.FromError(error, code);
        string alert = code > 0 ? $" (Alert {code} of the peer.)" : string.Empty;
        return new TlsException(error, $"{action} failed: {fault.Meaning} {fault.Advice}{alert}", code, cause);
    }

    private static TransportException FromSocket(
        string action,
        bool isHandshake,
        SocketException cause,
        PeerVerification verification,
        Socket socket)
    {
        TransportException failure = Failure.FromSocket(action, cause, socket);
        if (failure.Error is not (TransportError.Reset or TransportError.Aborted))
        {
            return failure;
        }

        // A server of TLS 1.3 refuses after the handshake, and closing over what this side has sent meanwhile makes a reset
        // that destroys its alert.
        if (verification.IsCertificateWanted && !verification.HasAccepted)
        {
            return Create(action, TlsError.ClientCertificateRefused, 0, cause);
        }

        return isHandshake ? Create(action, TlsError.ClosedByPeer, 0, cause) : failure;
    }

    /// <summary>The alerts of RFC 8446, section 6.2, that a peer sends about the certificate, or the versions and ciphers, of this side.</summary>
    private static TlsError FromAlert(int alert, PeerVerification verification) => alert switch
    {
        // Where a certificate was asked for and none was sent, servers of TLS 1.2 say only that the handshake failed.
        40 => verification.IsCertificateWanted ? TlsError.ClientCertificateRefused : TlsError.ProtocolMismatch,
        // Of a client these are about the certificate of the server, which it does not trust.
        42 or 43 or 44 or 45 or 46 or 48 or 49 or 116 => verification.IsServer ? TlsError.RefusedByPeer : TlsError.ClientCertificateRefused,
        10 or 47 or 50 or 70 or 71 or 86 or 109 or 110 or 112 or 120 => TlsError.ProtocolMismatch,
        _ => TlsError.RefusedByPeer,
    };
}
