using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>What the device's sockets do differently from a PC's.</summary>
internal static class PlatformSocket
{
    // lwIP's TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT. SocketOptionName has no names for them, but the firmware
    // passes the numbers through.
    private const SocketOptionName KeepAliveIdle = (SocketOptionName)3;
    private const SocketOptionName KeepAliveInterval = (SocketOptionName)4;
    private const SocketOptionName KeepAliveCount = (SocketOptionName)5;

    internal static int GetErrorCode(SocketException exception) => exception.ErrorCode;

    /// <summary>
    /// Why a socket could not be made, or a connection not accepted. The code of the exception is that of some earlier
    /// call: the firmware keeps none of these. Nothing but a free socket can be missing.
    /// </summary>
    internal static int GetOpeningErrorCode(SocketException exception)
    {
        _ = exception;
        return SocketFault.TooManySockets;
    }

    /// <summary>Why an address could not be bound to, or not listened on; its code, too, is that of some earlier call.</summary>
    internal static int GetBindingErrorCode(SocketException exception, IPAddress address)
    {
        _ = exception;
        return PlatformNetwork.IsLocal(address) ? SocketFault.AddressInUse : SocketFault.AddressNotAvailable;
    }

    internal static void SetKeepAlive(Socket socket, int idleSeconds, int intervalSeconds, int count)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, KeepAliveIdle, idleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, KeepAliveInterval, intervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, KeepAliveCount, count);
    }

    /// <summary>Makes the coming close send a reset and drop what is unsent.</summary>
    internal static void SetAbortive(Socket socket) =>
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 0);

    internal static void ReuseAddressOfServer(Socket socket) =>
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

    internal static void JoinGroup(Socket socket, IPAddress group, IPAddress localAddress) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, Membership(group, localAddress));

    internal static void LeaveGroup(Socket socket, IPAddress group, IPAddress localAddress) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, Membership(group, localAddress));

    /// <summary>There is no Shutdown on the device: a close tells the peer, and ends reading as well.</summary>
    /// <returns>False: the peer was not told, so there is nothing to wait for.</returns>
    internal static bool ShutdownSend(Socket socket) => false;

    /// <summary>lwIP's ip_mreq: the group and the address of the interface, four bytes each.</summary>
    private static byte[] Membership(IPAddress group, IPAddress localAddress)
    {
        byte[] membership = new byte[8];
        Array.Copy(group.GetAddressBytes(), 0, membership, 0, 4);
        Array.Copy(localAddress.GetAddressBytes(), 0, membership, 4, 4);
        return membership;
    }
}
