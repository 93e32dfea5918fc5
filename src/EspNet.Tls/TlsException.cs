using System;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>A secure connection failed, or its options ask for what cannot be. The message says what happened and what to do about it.</summary>
public sealed class TlsException : TransportException
{
    /// <summary>Makes an exception for a failure that has no native code.</summary>
    /// <param name="tlsError">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    public TlsException(TlsError tlsError, string message)
        : this(tlsError, message, 0, null)
    {
    }

    /// <summary>Makes an exception that keeps its cause.</summary>
    /// <param name="tlsError">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="nativeErrorCode">
    /// The platform's code: of the device mbedTLS's, negative for an error and positive for the flags of a failed
    /// verification; of the PC the number of the peer's alert; 0 when there is none.
    /// </param>
    /// <param name="innerException">The cause, null when there is none.</param>
    public TlsException(TlsError tlsError, string message, int nativeErrorCode, Exception? innerException)
        : base(ToTransportError(tlsError), message, nativeErrorCode, innerException)
    {
        TlsError = tlsError;
    }

    /// <summary>The reason.</summary>
    public TlsError TlsError { get; }

    private static TransportError ToTransportError(TlsError error) => error switch
    {
        TlsError.ClosedByPeer => TransportError.Reset,
        TlsError.TimedOut => TransportError.TimedOut,
        TlsError.OutOfMemory => TransportError.OutOfResources,
        TlsError.NotSupported => TransportError.NotSupported,
        TlsError.BadCertificate => TransportError.InvalidOperation,
        _ => TransportError.HandshakeFailed,
    };
}
