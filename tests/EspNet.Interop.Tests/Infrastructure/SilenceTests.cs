using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The peers that say nothing.</summary>
[TestClass]
public sealed class SilenceTests
{
    // Long for loopback: what is going to be said has arrived by then.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    public void A_silent_server_accepts_every_connection_and_keeps_it_open()
    {
        using var server = new SilentServer();
        using Socket first = Connect(server.Port);
        using Socket second = Connect(server.Port);
        first.Send("Is there anybody?"u8);

        server.Connections.Await(2);

        Assert.IsFalse(first.Poll(Quiet, SelectMode.SelectRead));
        Assert.IsFalse(second.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    }

    [TestMethod]
    public void A_silent_server_ends_its_connections_when_it_goes()
    {
        var server = new SilentServer();
        using Socket socket = Connect(server.Port);
        server.Connections.Await(1);

        server.Dispose();

        socket.ReceiveTimeout = Patience.Milliseconds;
        Assert.AreEqual(0, socket.Receive(new byte[1]));
    }

    [TestMethod]
    public void A_deaf_UDP_port_takes_datagrams_and_never_answers()
    {
        using var port = new DeafUdp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port.Port);
        socket.Send([1, 2, 3]);

        CollectionAssert.AreEqual((byte[])[1, 2, 3], port.Received());
        Assert.IsFalse(socket.Poll(Quiet, SelectMode.SelectRead));
        socket.Send([4]); // A port that is not taken would have been refused by now.
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }
}
