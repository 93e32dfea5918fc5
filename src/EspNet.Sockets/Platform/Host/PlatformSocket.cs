using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>What a PC's sockets do differently from the device's.</summary>
internal static class PlatformSocket
{
    // ErrorCode is the operating system's own number (111 on Linux); SocketErrorCode is the same everywhere.
    internal static int GetErrorCode(SocketException exception) => (int)exception.SocketErrorCode;

    /// <summary>Why a socket could not be made, or a connection not accepted.</summary>
    internal static int GetOpeningErrorCode(SocketException exception) => GetErrorCode(exception);

    /// <summary>Why an address could not be bound to, or not listened on.</summary>
    internal static int GetBindingErrorCode(SocketException exception, IPAddress address)
    {
        _ = address;
        return GetErrorCode(exception);
    }

    internal static void SetKeepAlive(Socket socket, int idleSeconds, int intervalSeconds, int count)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, idleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, intervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, count);
    }

    /// <summary>Makes the coming close send a reset and drop what is unsent.</summary>
    internal static void SetAbortive(Socket socket) => socket.LingerState = new LingerOption(true, 0);

    /// <summary>
    /// Nothing to do: .NET sets SO_REUSEADDR on every TCP socket that it binds. Asking for it by the option would set
    /// SO_REUSEPORT as well, and two servers could share a port without noticing.
    /// </summary>
    internal static void ReuseAddressOfServer(Socket socket) => _ = socket;

    internal static void JoinGroup(Socket socket, IPAddress group, IPAddress localAddress) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, localAddress));

    internal static void LeaveGroup(Socket socket, IPAddress group, IPAddress localAddress) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, new MulticastOption(group, localAddress));

    /// <summary>Tells the peer that nothing more will come, and stays able to read.</summary>
    /// <returns>True when the peer was told, so that its close is worth waiting for.</returns>
    internal static bool ShutdownSend(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        return true;
    }
}
