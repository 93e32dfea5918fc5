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

/// <summary>The secure transport as server.</summary>
[TestClass]
public sealed class TlsServerTests : TlsTest
{
    [TestMethod]
    public void A_client_that_is_active_over_TLS_is_not_the_one_that_a_full_server_purges()
    {
        using TcpServer server = new(new TcpServerOptions
        {
            Address = IPAddress.Loopback,
            MaximumClients = 2,
            WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed,
        });
        using ManualResetEvent failed = new(false);
        Exception? reason = null;
        server.ClientFailed += (_, e) =>
        {
            reason = e;
            failed.Set();
        };
        server.Start();
        server.Serve((_, accepted) =>
        {
            using TlsTransport served = new(accepted, ForServer());
            served.AuthenticateAsServer();
            byte[] buffer = new byte[1];
            while (served.Read(buffer, 0, 1, Timeout.Infinite) > 0)
            {
                served.WriteAll(buffer);
            }
        });
        using TlsTransport active = ConnectTo(server);
        using TlsTransport idle = ConnectTo(server);
        Talk(active);

        using TlsTransport third = ConnectTo(server);
        Talk(third);

        Talk(active);
        Assert.IsTrue(failed.WaitOne(Loopback.Patience));
        StringAssert.Contains(reason!.Message, "least recently used");
        Assert.AreEqual(2, server.ClientCount);
    }

    [TestMethod]
    public void A_server_talks_to_a_client_of_the_same_library()
    {
        using TcpServer server = new(new TcpServerOptions { Address = IPAddress.Loopback });
        server.Start();
        server.Serve((_, accepted) =>
        {
            using TlsTransport served = new(accepted, ForServer());
            served.AuthenticateAsServer();
            byte[] buffer = new byte[5];
            served.ReadExactly(buffer, 0, 5, Loopback.Patience);
            served.WriteAll(buffer);
            served.Close();
        });
        using TlsTransport client = new(Trusting());
        client.Connect("localhost", server.Port);

        client.WriteAll([1, 2, 3, 4, 5]);
        client.ReadExactly(_buffer, 0, 5, Loopback.Patience);

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, _buffer[..5]);
        Assert.AreEqual(Transport.EndOfStream, client.Read(_buffer, 0, 1, Loopback.Patience));
    }

    [TestMethod]
    public void A_server_shows_its_chain_to_openssl_which_verifies_it()
    {
        using TcpServer server = new(new TcpServerOptions { Address = IPAddress.Loopback });
        server.Start();
        server.Serve((_, accepted) =>
        {
            using TlsTransport served = new(accepted, ForServer());
            served.AuthenticateAsServer();
            served.WriteAll("hello openssl\n"u8.ToArray());
            served.Close();
        });

        Tool client = Tool.Run(
            "openssl",
            "openssl",
            ["s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "localhost", "-verify_hostname", "localhost",
                "-CAfile", _authority.RootFile, "-verify_return_error", "-ign_eof"]);

        StringAssert.Contains(client.Output, "hello openssl");
        StringAssert.Contains(client.Output, "Verify return code: 0 (ok)");
    }

    [TestMethod]
    public void A_server_without_a_certificate_refuses_before_the_handshake_and_closes_the_client()
    {
        int open = SocketBudget.Open;
        using TcpTransport client = new();
        client.Connect("127.0.0.1", _listener.Port);
        TlsTransport served = new(new TcpTransport(_listener.Accept(), null), new TlsOptions());

        Assert.AreEqual(TlsError.BadCertificate, Assert.ThrowsExactly<TlsException>(served.AuthenticateAsServer).TlsError);

        Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => client.Read(_buffer, 0, 1, Loopback.Patience)).Error);
        Assert.AreEqual(open + 1, SocketBudget.Open);
    }

    [TestMethod]
    public void A_client_that_says_nothing_does_not_hold_a_server_longer_than_the_handshake_may_take()
    {
        using TcpTransport client = new();
        client.Connect("127.0.0.1", _listener.Port);
        TlsOptions options = ForServer();
        options.HandshakeTimeout = 200;
        TlsTransport served = new(new TcpTransport(_listener.Accept(), null), options);

        Assert.AreEqual(TlsError.TimedOut, Assert.ThrowsExactly<TlsException>(served.AuthenticateAsServer).TlsError);
    }

    private TlsTransport ConnectTo(TcpServer server)
    {
        TlsTransport client = new(Trusting());
        client.Connect("localhost", server.Port);
        return client;
    }

    private void Talk(TlsTransport client)
    {
        client.WriteAll([5]);
        client.ReadExactly(_buffer, 0, 1, Loopback.Patience);
    }
}
