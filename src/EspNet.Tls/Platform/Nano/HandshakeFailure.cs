using System;
using System.IO;
using System.Net.Sockets;
using System.Reflection;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>Finds out why the device's handshake failed.</summary>
internal static class HandshakeFailure
{
    /// <summary>Codes from here on are Winsock's; those of mbedTLS are negative.</summary>
    private const int FirstSocketError = 10_000;

    /// <param name="action">The handshake, as the message names it.</param>
    /// <param name="cause">What the handshake threw.</param>
    /// <param name="isLate">Whether the time of the handshake is over.</param>
    internal static Exception Explain(string action, Exception cause, bool isLate)
    {
        if (cause is TransportException)
        {
            return cause;
        }

        // SslStream asks for the peer's address when it is made, which a connection that is reset already does not have.
        if (cause is IOException)
        {
            return Create(action, TlsFault.FromError(TlsError.ClosedByPeer, 0), cause);
        }

        if (cause is OutOfMemoryException)
        {
            return Create(action, TlsFault.FromError(TlsError.OutOfMemory, 0), cause);
        }

        int code = GetCode(cause);
        if (code == SocketFault.ClosedByOtherThread || cause is ObjectDisposedException)
        {
            return Failure.Closed(action, cause);
        }

        // A wait that ran into the limit of the socket is only a failed receive or send to mbedTLS.
        if (isLate && code is (TlsFault.ReceiveFailed or TlsFault.SendFailed or SocketFault.TimedOut))
        {
            return Create(action, TlsFault.FromError(TlsError.TimedOut, code), cause);
        }

        // Newer firmware says so when all its contexts are in use.
        if (cause is InvalidOperationException)
        {
            return Create(action, TlsFault.FromError(TlsError.NotPrepared, 0), cause);
        }

        return cause is SocketException && code >= FirstSocketError
            ? Failure.FromCode(action, code, cause)
            : Create(action, TlsFault.FromCode(code), cause);
    }

    /// <summary>
    /// mbedTLS's code. Firmware before July 2026 throws a SocketException with it; later firmware a CryptographicException,
    /// which this library cannot name as long as it is to be loaded by the older one too.
    /// </summary>
    private static int GetCode(Exception cause)
    {
        if (cause is SocketException socketException)
        {
            return socketException.ErrorCode;
        }

        MethodInfo? getter = cause.GetType().GetMethod("get_ErrorCode");
        object? code = getter?.Invoke(cause, null!);
        return code is int number ? number : 0;
    }

    internal static TlsException Create(string action, TlsFault fault, Exception? cause) => new TlsException(
        fault.Error,
        $"{action} failed: {fault.Meaning} {fault.Advice} (mbedTLS {fault.Code}, {fault.Name}.)",
        fault.Code,
        cause);
}
