using System.Net;
using System.Net.Sockets;
using EspNet.Interop.Tests.Sockets;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls.Device.Tests.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tls.Device.Tests;

/// <summary>Secure connections of a server that makes room for new clients.</summary>
[TestClass]
public sealed class ServerTests : DeviceTest
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_secure_client_that_is_used_is_not_the_one_that_makes_room(bool byReading)
    {
        using TcpServer server = StartServer();
        (TlsTransport first, Peer firstClient) = Serve(server);
        (TlsTransport second, _) = Serve(server);
        if (byReading)
        {
            firstClient.SendData(1);
            Assert.AreEqual(1, first.Read(Buffer, 0, 1, Loopback.Patience));
        }
        else
        {
            first.WriteAll([1]);
        }

        Serve(server);

        Assert.AreEqual(Transport.TimedOut, first.Read(Buffer, 0, 1, 0));
        Fails(TransportError.Closed, () => second.Read(Buffer, 0, 1, 0));
    }

    [TestMethod]
    public void A_secure_client_that_made_room_says_so_in_its_read()
    {
        using TcpServer server = StartServer();
        (TlsTransport first, _) = Serve(server);
        Background read = new Background(() => first.Read(Buffer, 0, 1, System.Threading.Timeout.Infinite)).LetItWait();
        Serve(server);

        Serve(server);

        TransportException failure = (TransportException)read.End()!;
        Assert.AreEqual(TransportError.Closed, failure.Error);
        Assert.Contains("make room", failure.Message);
    }

    private static TcpServer StartServer()
    {
        TcpServer server = new(new TcpServerOptions
        {
            Address = IPAddress.Loopback,
            MaximumClients = 2,
            WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed,
        });
        server.Start();
        return server;
    }

    private (TlsTransport Transport, Peer Client) Serve(TcpServer server)
    {
        Peer client = Use(new Peer(new Socket(SocketType.Stream, ProtocolType.Tcp)));
        client.Socket.Connect("127.0.0.1", server.Port);
        client.Greet();
        TlsTransport transport = Use(new TlsTransport(server.Accept(Loopback.Patience)!, Identities.ForServer()));
        transport.AuthenticateAsServer();
        client.ReadContent();
        return (transport, client);
    }
}
