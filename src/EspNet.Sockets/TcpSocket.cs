using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>What every TCP socket of this library is put through: options, waiting and the two ways to end.</summary>
internal static class TcpSocket
{
    // Socket.Poll takes microseconds as an int, which ends at 35 minutes.
    private const int LongestPoll = 2_000_000;

    // 256 KB in pieces of 256 bytes: more than any receive buffer of a device holds.
    private const int LongestDrain = 1024;

    /// <summary>Makes a socket.</summary>
    /// <exception cref="TransportException">There is none.</exception>
    internal static Socket Open(AddressFamily family, SocketType type, ProtocolType protocol, string action)
    {
        try
        {
            return new Socket(family, type, protocol);
        }
        catch (SocketException e)
        {
            throw Failure.FromCode(action, PlatformSocket.GetOpeningErrorCode(e), e);
        }
    }

    /// <summary>Binds a socket, and lets a listener listen.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="local">The address and port.</param>
    /// <param name="backlog">Connections that may wait; 0 for a socket that does not listen.</param>
    /// <param name="action">What this is for.</param>
    /// <exception cref="TransportException">It is not possible; the socket is still there.</exception>
    internal static void Bind(Socket socket, IPEndPoint local, int backlog, string action)
    {
        try
        {
            socket.Bind(local);
            if (backlog > 0)
            {
                socket.Listen(backlog);
            }
        }
        catch (SocketException e)
        {
            throw Failure.FromCode(action, PlatformSocket.GetBindingErrorCode(e, local.Address), e);
        }
    }

    internal static void Apply(Socket socket, TcpOptions options)
    {
        // Before the connect: the window that TCP announces first depends on the buffer.
        if (options.ReceiveBufferSize > 0)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, options.ReceiveBufferSize);
        }

        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, options.NoDelay);

        // The property and not the option, which the device refuses.
        socket.SendTimeout = options.SendTimeout;
        if (options.KeepAlive)
        {
            PlatformSocket.SetKeepAlive(
                socket,
                options.KeepAliveIdleSeconds,
                options.KeepAliveIntervalSeconds,
                options.KeepAliveCount);
        }
    }

    internal static bool Poll(Socket socket, SelectMode mode, int timeoutMilliseconds)
    {
        if (timeoutMilliseconds < 0)
        {
            return socket.Poll(-1, mode);
        }

        while (timeoutMilliseconds > LongestPoll)
        {
            if (socket.Poll(LongestPoll * 1000, mode))
            {
                return true;
            }

            timeoutMilliseconds -= LongestPoll;
        }

        return socket.Poll(timeoutMilliseconds * 1000, mode);
    }

    /// <summary>A transport's poll: a socket that failed, or was closed by another thread, need not be waited for.</summary>
    internal static bool PollUntilItFails(Socket socket, TransportPoll mode, int timeoutMilliseconds)
    {
        try
        {
            SelectMode select = mode switch
            {
                TransportPoll.Read => SelectMode.SelectRead,
                TransportPoll.Write => SelectMode.SelectWrite,
                _ => SelectMode.SelectError,
            };
            return Poll(socket, select, timeoutMilliseconds);
        }
        catch (SocketException)
        {
            // Whatever broke it, the next read or write fails at once and says what it was.
            return true;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>Ends with a reset; a thread that waits in the socket wakes up.</summary>
    internal static void Abort(Socket socket)
    {
        SetAbortive(socket);
        Close(socket);
    }

    /// <summary>Makes the coming close a reset, where the socket still takes options.</summary>
    internal static void SetAbortive(Socket socket)
    {
        try
        {
            PlatformSocket.SetAbortive(socket);
        }
        catch (SocketException)
        {
            // A connection that is already broken refuses options; closing it is all that is left to do.
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }
    }

    internal static void Close(Socket socket)
    {
        try
        {
            socket.Close();
        }
        catch (SocketException)
        {
            // The descriptor is given back in any case, and the caller could do nothing with the error.
        }
    }

    /// <summary>Tells the peer that nothing more will come.</summary>
    /// <returns>True when it was told, so that its close is worth waiting for.</returns>
    internal static bool EndSending(Socket socket)
    {
        try
        {
            return PlatformSocket.ShutdownSend(socket);
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads away what the peer has sent: closing over unread data makes TCP send a reset, which can destroy what was
    /// written but has not arrived.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="deadline">Until when to wait for the peer's close; 0 takes only what is there.</param>
    internal static void Drain(Socket socket, long deadline)
    {
        try
        {
            byte[] scrap = new byte[256];

            // Counted, because a peer that never stops sending must not keep this side here.
            for (int rounds = 0; rounds < LongestDrain; rounds++)
            {
                long left = deadline - MonotonicClock.Milliseconds;
                if (!Poll(socket, SelectMode.SelectRead, left > 0 ? (int)left : 0)
                    || socket.Receive(scrap, 0, scrap.Length, SocketFlags.None) <= 0)
                {
                    return;
                }
            }
        }
        catch (SocketException)
        {
            // The connection broke meanwhile: nothing is left to save.
        }
        catch (ObjectDisposedException)
        {
            // Another thread aborted meanwhile.
        }
    }
}
