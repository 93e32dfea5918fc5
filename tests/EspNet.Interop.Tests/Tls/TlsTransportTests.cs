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

/// <summary>What a secure transport promises as a transport, against .NET's SslStream on a plain socket, and as server.</summary>
[TestClass]
public sealed class TlsTransportTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestCertificate _certificate;
    private readonly Loopback _listener = new();
    private readonly byte[] _buffer = new byte[1024];
    private readonly List<IDisposable> _used = [];
    private HoldingStream? _network;
    private bool _asksForCertificate;

    public TlsTransportTests() => _certificate = _authority.Server("localhost");

    public void Dispose()
    {
        _used.ForEach(used => used.Dispose());
        _listener.Dispose();
        _authority.Dispose();
    }

    [TestMethod]
    public void A_megabyte_arrives_whole_in_each_direction()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] sent = new byte[1024 * 1024];
        new Random(1).NextBytes(sent);
        byte[] received = new byte[sent.Length];
        Background echo = new(() =>
        {
            byte[] all = new byte[sent.Length];
            peer.ReadExactly(all);
            peer.Write(all);
        });

        transport.WriteAll(sent);
        transport.ReadExactly(received, 0, received.Length, Loopback.Patience);

        echo.Returns();
        CollectionAssert.AreEqual(sent, received);
    }

    [TestMethod]
    public void A_read_returns_what_is_there_and_times_out_when_there_is_nothing()
    {
        (TlsTransport transport, SslStream peer) = Connect();

        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 0));
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 20));
        Assert.IsFalse(transport.Poll(TransportPoll.Read, 20));
        peer.Write([1, 2, 3, 4, 5]);
        Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));
        Assert.AreEqual(3, transport.Read(_buffer, 7, 3, 0));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0), "What is decrypted already was not seen.");
        Assert.AreEqual(2, transport.Read(_buffer, 10, 100, 0));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, _buffer[7..12]);
    }

    [TestMethod]
    public void A_read_that_times_out_in_the_middle_of_a_record_loses_nothing()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] record = new byte[1000];
        new Random(2).NextBytes(record);
        _network!.HoldBackAfter(300);
        peer.Write(record);

        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1000, 50));
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1000, 0));
        _network.Release();

        transport.ReadExactly(_buffer, 0, 1000, Loopback.Patience);
        CollectionAssert.AreEqual(record, _buffer[..1000]);
    }

    [TestMethod]
    public void A_close_notification_ends_the_stream_and_so_does_a_close_without_one()
    {
        (TlsTransport first, SslStream polite) = Connect();
        polite.Write([1]);
        polite.ShutdownAsync().GetAwaiter().GetResult();
        Assert.AreEqual(1, first.Read(_buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, first.Read(_buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, first.Read(_buffer, 0, 10, 0));

        (TlsTransport second, SslStream rude) = Connect();
        rude.Dispose();
        Assert.AreEqual(Transport.EndOfStream, second.Read(_buffer, 0, 10, Loopback.Patience));
    }

    [TestMethod]
    public void Closing_delivers_what_was_written_and_the_close_notification()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] much = new byte[100_000];
        Background read = new(() =>
        {
            byte[] all = new byte[much.Length];
            peer.ReadExactly(all);
            Assert.AreEqual(0, peer.Read(all, 0, 1));
            peer.Dispose();
        });

        transport.WriteAll(much);
        transport.Close();
        transport.Close();

        read.Returns();
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Read(_buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.WriteAll([1])).Error);
    }

    [TestMethod]
    public void Closing_ends_in_its_time_although_a_read_is_pending_and_the_peer_goes_on_talking()
    {
        for (int i = 0; i < 20; i++)
        {
            (TlsTransport transport, SslStream peer) = Connect(new TcpOptions { CloseTimeout = 100 });
            Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1, 1));
            Background answer = new(() =>
            {
                Assert.AreEqual(0, peer.Read(new byte[1], 0, 1)); // The close notification.
                peer.Write([1]);
            });

            Background close = new(transport.Close);

            close.Returns();
            answer.End();
        }
    }

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
    public void A_peers_reset_ends_reads_polls_and_writes_as_a_transports_failure()
    {
        (TlsTransport transport, SslStream peer) = Connect(out Socket socket);
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();
        _ = peer;

        Loopback.Reset(socket);

        Assert.AreEqual(TransportError.Reset, ((TransportException)read.End()!).Error);
        Assert.IsTrue(transport.Poll(TransportPoll.Error, Loopback.Patience));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        Assert.IsInstanceOfType<TransportException>(Assert.Throws<Exception>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                transport.WriteAll(_buffer);
            }
        }));
    }

    [TestMethod]
    public void A_reset_by_a_server_that_does_without_a_client_certificate_is_no_refusal_of_one()
    {
        _asksForCertificate = true;
        (TlsTransport transport, SslStream peer) = Connect(out Socket socket);
        peer.Write([1]);
        Assert.AreEqual(1, transport.Read(_buffer, 0, 1, Loopback.Patience));

        Loopback.Reset(socket);

        TransportException failure = Loopback.Fails(() => transport.Read(_buffer, 0, 1, Loopback.Patience));
        Assert.AreEqual(TransportError.Reset, failure.Error);
        Assert.IsNotInstanceOfType<TlsException>(failure);
    }

    [TestMethod]
    public void An_abort_wakes_a_read_and_gives_the_socket_back()
    {
        int open = SocketBudget.Open;
        (TlsTransport transport, _) = Connect();
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();
        Assert.AreEqual(open + 1, SocketBudget.Open);

        transport.Abort();
        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)read.End()!).Error);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void An_abort_wakes_a_write_that_the_peer_does_not_take()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = Timeout.Infinite });
        byte[] much = new byte[64 * 1024 * 1024];
        Background write = new Background(() => transport.WriteAll(much)).LetItWait();

        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)write.End()!).Error);
    }

    [TestMethod]
    public void A_write_that_the_peer_does_not_take_times_out_and_no_further_one_is_possible()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = 100 });
        byte[] much = new byte[64 * 1024 * 1024];

        Assert.AreEqual(TransportError.TimedOut, Loopback.Fails(() => transport.WriteAll(much)).Error);

        TransportException next = Loopback.Fails(() => transport.WriteAll([1]));
        Assert.AreEqual(TransportError.TimedOut, next.Error);
        StringAssert.Contains(next.Message, "earlier write");
    }

    [TestMethod]
    public void A_second_reader_gets_an_exception()
    {
        (TlsTransport transport, _) = Connect();
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

        Assert.ThrowsExactly<InvalidOperationException>(() => transport.Read(new byte[1], 0, 1, 0));

        transport.Abort();
        read.End();
    }

    [TestMethod]
    public void Two_writers_do_not_mix_their_records()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] ones = new byte[50_000];
        byte[] twos = new byte[50_000];
        Array.Fill(ones, (byte)1);
        Array.Fill(twos, (byte)2);
        Background first = new(() => transport.WriteAll(ones));
        Background second = new(() => transport.WriteAll(twos));
        byte[] all = new byte[100_000];

        peer.ReadExactly(all);

        first.Returns();
        second.Returns();
        Assert.AreEqual(all[0] == 1 ? 50_000 : 0, Array.IndexOf(all, (byte)2));
        Assert.AreEqual(150_000, all.Sum(b => b));
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
    public void What_is_not_connected_says_so()
    {
        TlsTransport transport = new();

        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.Read(_buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.WriteAll([1])).Error);
        Assert.AreEqual(
            TransportError.NotConnected,
            Loopback.Fails(() => new TlsTransport(new TcpTransport(), null).AuthenticateAsClient("localhost")).Error);
        transport.Close();
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Connect("localhost", 1)).Error);
    }

    [TestMethod]
    public void Too_little_memory_is_found_before_a_connection_is_made()
    {
        TlsOptions options = new() { FreeMemory = () => 40_000 };

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => new TlsTransport(options).Connect("127.0.0.1", _listener.Port));

        Assert.AreEqual(TlsError.OutOfMemory, failure.TlsError);
        Assert.AreEqual(TransportError.OutOfResources, failure.Error);
    }

    [TestMethod]
    public void A_hundred_connections_leave_neither_sockets_nor_descriptors()
    {
        for (int i = 0; i < 5; i++)
        {
            ConnectAndEnd(i);
        }

        Descriptors.Settle();
        int open = SocketBudget.Open;
        int descriptors = Descriptors.Count();
        for (int i = 0; i < 100; i++)
        {
            ConnectAndEnd(i);
        }

        Descriptors.Settle();
        Assert.AreEqual(open, SocketBudget.Open);
        Assert.AreEqual(descriptors, Descriptors.Count());
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

    private void ConnectAndEnd(int number)
    {
        (TlsTransport transport, SslStream peer) = Connect();
        if (number % 2 == 0)
        {
            transport.Abort();
        }
        else
        {
            peer.Dispose();
            transport.Close();
        }

        peer.Dispose();
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

    private TlsOptions Trusting() => new() { CaCertificates = TlsCertificates.FromPem(_authority.RootPem) };

    private TlsOptions ForServer() => new() { Identity = TlsIdentity.FromPem(_certificate.ChainPem, _certificate.KeyPem, null) };

    private SslStream Authenticate(Socket socket)
    {
        _network = new HoldingStream(new NetworkStream(socket, true));
        SslStream stream = new(_network);
        _used.Add(stream);
        stream.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate.Certificate, [_authority.Intermediate], true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = _asksForCertificate,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is null,
        });
        return stream;
    }

    private (TlsTransport Transport, SslStream Peer) Connect(TcpOptions? tcp = null) => Connect(out _, tcp);

    private (TlsTransport Transport, SslStream Peer) Connect(out Socket socket, TcpOptions? tcp = null)
    {
        Socket? accepted = null;
        SslStream? peer = null;
        Background server = new(() =>
        {
            accepted = _listener.Accept();
            peer = Authenticate(accepted);
        });
        TlsTransport transport = new(Trusting(), tcp);
        _used.Add(transport);
        transport.Connect("localhost", _listener.Port);
        server.Returns();
        socket = accepted!;
        return (transport, peer!);
    }
}
