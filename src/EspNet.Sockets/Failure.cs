using System;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>Turns what a socket throws into what a transport throws.</summary>
internal static class Failure
{
    /// <summary>A failure of an open connection.</summary>
    internal static TransportException FromSocket(string action, SocketException cause, Socket socket)
    {
        int code = PlatformSocket.GetErrorCode(cause);
        return FromCode(action, code == SocketFault.WouldBlock ? GetPendingError(socket, code) : code, cause);
    }

    internal static TransportException FromCode(string action, int code, Exception? cause)
    {
        SocketFault fault = SocketFault.FromCode(code);
        string message = $"{action} failed: {fault.Meaning} {fault.Advice} (Socket error {code}, {fault.Name}.)";
        if (code == SocketFault.TooManySockets)
        {
            // The platform ran out although the budget had room: the others are the application's own, or the limit is set too high.
            message += $" EspNet itself holds {SocketBudget.Open} of {SocketBudget.Limit}: {SocketBudget.DescribeHolders()}.";
        }

        return new TransportException(fault.Error, message, code, cause);
    }

    /// <summary>A write after one that failed: how much of that one the peer has is unknown.</summary>
    internal static TransportException CutOff(TransportException earlier) => new TransportException(
        earlier.Error,
        "Writing failed: an earlier write was cut off in the middle, so the peer would misread this one. Abort and connect again.",
        earlier.NativeErrorCode,
        earlier);

    internal static TransportException Closed(string action, Exception? cause)
    {
        SocketFault fault = SocketFault.FromCode(SocketFault.ClosedByOtherThread);
        return new TransportException(TransportError.Closed, $"{action} failed: {fault.Meaning} {fault.Advice}", 0, cause);
    }

    /// <summary>
    /// The error that waits in the socket, which is the true one where the exception's code is stale.
    /// </summary>
    /// <param name="socket">Any socket, even a closed one.</param>
    /// <param name="otherwise">The answer when there is none.</param>
    internal static int GetPendingError(Socket socket, int otherwise)
    {
        try
        {
            object pending = socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            return pending is int code && code > 0 && !SocketFault.IsProgress(code) ? code : otherwise;
        }
        catch (SocketException)
        {
            return otherwise;
        }
        catch (ObjectDisposedException)
        {
            return otherwise;
        }
    }
}
