using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Support;

/// <summary>A UDP port of loopback that is taken, so that the system refuses nothing, and that never answers.</summary>
internal sealed class DeafUdp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DeafUdp() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The port it has.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The next datagram that was sent to it, once there is one.</summary>
    public byte[] Received()
    {
        byte[] buffer = new byte[65_535];
        _socket.ReceiveTimeout = Patience.Milliseconds;
        int count = _socket.Receive(buffer);
        return buffer[..count];
    }

    public void Dispose() => _socket.Dispose();
}
