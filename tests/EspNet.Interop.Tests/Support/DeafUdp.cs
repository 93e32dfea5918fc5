using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Support;

/// <summary>A UDP port of a loopback address that is taken, so that the system refuses nothing, and that never answers.</summary>
internal sealed class DeafUdp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DeafUdp()
        : this(IPAddress.Loopback, 0)
    {
    }

    public DeafUdp(IPAddress address, int port) => _socket.Bind(new IPEndPoint(address, port));

    /// <summary>The port it has.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Bytes that were sent to it and not yet looked at.</summary>
    public int Waiting => _socket.Available;

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
