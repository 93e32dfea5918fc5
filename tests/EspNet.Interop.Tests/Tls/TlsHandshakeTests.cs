using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EspNet.Interop.Tests.Sockets;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>Handshakes that cannot succeed, are not answered, or are ended.</summary>
[TestClass]
public sealed class TlsHandshakeTests : TlsTest
{
    [TestMethod]
    public void A_name_that_ends_in_the_dot_of_the_root_is_the_name()
    {
        Background server = new(() => Authenticate(_listener.Accept()));
        using TlsTransport transport = new(Trusting());

        transport.Connect("localhost.", _listener.Port);

        server.Returns();
    }

    [TestMethod]
    public void A_name_that_is_none_is_refused_by_type()
    {
        TcpTransport tcp = new();
        tcp.Connect("127.0.0.1", _listener.Port);

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => new TlsTransport(tcp, Trusting()).AuthenticateAsClient("localhost\0.evil"));

        Assert.AreEqual(TlsError.WrongHost, failure.TlsError);
    }

    [TestMethod]
    public void A_server_that_never_answers_the_handshake_ends_in_a_timeout_while_other_threads_go_on()
    {
        using SilentServer server = new();
        int open = SocketBudget.Open;
        Ticking ticking = new();
        TlsTransport transport = new(new TlsOptions { HandshakeTimeout = 300 });

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => transport.Connect("127.0.0.1", server.Port));

        Assert.AreEqual(TlsError.TimedOut, failure.TlsError);
        Assert.AreEqual(TransportError.TimedOut, failure.Error);
        Assert.IsGreaterThan(5, ticking.Stop());
        Assert.AreEqual(open, SocketBudget.Open);
        Socket accepted = server.Connections.Await(1)[0];
        accepted.ReceiveTimeout = Loopback.Patience;
        Assert.IsTrue(SpinWait.SpinUntil(() => IsGone(accepted), Loopback.Patience), "The connection is still there.");
    }

    [TestMethod]
    public void An_abort_ends_a_handshake_that_the_peer_does_not_answer()
    {
        using SilentServer server = new();
        int open = SocketBudget.Open;
        TlsTransport transport = new(new TlsOptions { HandshakeTimeout = 600_000 });
        Background connect = new(() => transport.Connect("127.0.0.1", server.Port));
        server.Connections.Await(1);
        connect.LetItWait();

        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)connect.End()!).Error);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void A_server_that_closes_or_resets_during_the_handshake_is_named_so()
    {
        foreach (bool reset in (bool[])[false, true])
        {
            Background server = new(() =>
            {
                Socket socket = _listener.Accept();
                socket.Receive(_buffer); // The client's hello, all of it, so that a close is none that resets.
                if (reset)
                {
                    Loopback.Reset(socket);
                }

                socket.Close();
            });

            TlsException failure = Assert.ThrowsExactly<TlsException>(() => new TlsTransport().Connect("127.0.0.1", _listener.Port));

            server.Returns();
            Assert.AreEqual(TlsError.ClosedByPeer, failure.TlsError, failure.Message);
            Assert.AreEqual(TransportError.Reset, failure.Error);
        }
    }

    [TestMethod]
    public void A_connection_that_is_refused_keeps_the_name_it_has_below()
    {
        int port = Loopback.FreePort();

        Assert.AreEqual(TransportError.Refused, Loopback.Fails(() => new TlsTransport().Connect("127.0.0.1", port)).Error);
    }

    [TestMethod]
    public void A_connection_that_stands_already_can_be_secured()
    {
        TcpTransport tcp = new();
        tcp.Connect("127.0.0.1", _listener.Port);
        Background server = new(() => Authenticate(_listener.Accept()));
        using TlsTransport transport = new(tcp, Trusting());

        transport.AuthenticateAsClient("localhost");

        server.Returns();
        Assert.ThrowsExactly<InvalidOperationException>(() => transport.AuthenticateAsClient("localhost"));
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1, 0));
    }

    [TestMethod]
    public void Too_little_memory_is_found_before_a_connection_is_made()
    {
        TlsOptions options = new() { FreeMemory = () => 40_000 };

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => new TlsTransport(options).Connect("127.0.0.1", _listener.Port));

        Assert.AreEqual(TlsError.OutOfMemory, failure.TlsError);
        Assert.AreEqual(TransportError.OutOfResources, failure.Error);
    }

    private static bool IsGone(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[4096]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
