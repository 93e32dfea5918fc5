using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public sealed class TcpServerTests : IDisposable
{
    private readonly TcpServer _server;
    private readonly TcpServerOptions _options = new() { Address = IPAddress.Loopback };
    private readonly List<IDisposable> _used = [];
    private readonly byte[] _buffer = new byte[64];

    public TcpServerTests()
    {
        _server = new TcpServer(_options);
        _server.Start();
    }

    public void Dispose()
    {
        _server.Dispose();
        _used.ForEach(used => used.Dispose());
    }

    [TestMethod]
    public void A_client_of_the_loopback_address_gets_back_what_it_sent()
    {
        _server.Serve(Echo);
        TcpTransport client = Connect();

        client.WriteAll([1, 2, 3]);
        client.ReadExactly(_buffer, 0, 3, Loopback.Patience);

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, _buffer[..3]);
    }

    [TestMethod]
    public void Accepting_returns_null_when_nobody_comes_in_time()
    {
        Assert.IsNull(_server.Accept(0));
        Assert.IsNull(_server.Accept(20));
        Assert.IsTrue(_server.IsRunning);
    }

    [TestMethod]
    public void Slow_clients_do_not_keep_the_next_one_from_being_served()
    {
        _server.Serve(Echo);
        for (int i = 0; i < 6; i++)
        {
            Connect(); // Never says anything.
        }

        TcpTransport quick = Connect();
        quick.WriteAll([7]);
        quick.ReadExactly(_buffer, 0, 1, Loopback.Patience);

        Assert.AreEqual(7, _buffer[0]);
        Assert.AreEqual(7, _server.ClientCount);
    }

    [TestMethod]
    public void The_eighth_client_is_reset_at_once_while_the_seven_go_on()
    {
        _server.Serve(Echo);
        TcpTransport[] seven = ConnectAndTalk(7);

        // The reset may come before the connect has returned.
        TransportError error = Loopback.Fails(() => Connect().Read(_buffer, 0, 1, Loopback.Patience)).Error;

        Assert.AreEqual(TransportError.Reset, error);
        Assert.AreEqual(1, _server.RefusedClients);
        Array.ForEach(seven, Talk);
    }

    [TestMethod]
    public void A_place_is_free_again_when_its_client_has_gone()
    {
        _server.Serve(Echo);
        TcpTransport[] seven = ConnectAndTalk(7);

        seven[3].Close();
        Assert.IsTrue(SpinWait.SpinUntil(() => _server.ClientCount == 6, Loopback.Patience));

        Talk(Connect());
        Assert.AreEqual(0, _server.RefusedClients);
    }

    [TestMethod]
    public void The_least_recently_used_client_makes_room_when_that_was_chosen()
    {
        _options.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        _server.Serve(Echo);
        TcpTransport[] seven = ConnectAndTalk(7);
        Talk(seven[0]);
        Talk(seven[2]);

        Talk(Connect());

        Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => seven[1].Read(_buffer, 0, 1, Loopback.Patience)).Error);
        Assert.AreEqual(1, _server.PurgedClients);
        Assert.AreEqual(7, _server.ClientCount);
        Talk(seven[0]);
        Talk(seven[2]);
        Talk(seven[3]);
    }

    [TestMethod]
    public void Sending_to_a_client_and_receiving_from_it_are_both_uses()
    {
        _options.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        _options.MaximumClients = 3;
        using TcpServer server = new(_options);
        server.Start();
        TcpTransport[] clients = new TcpTransport[3];
        TcpTransport[] served = new TcpTransport[3];
        for (int i = 0; i < 3; i++)
        {
            clients[i] = ConnectTo(server);
            served[i] = server.Accept(Loopback.Patience)!;
        }

        served[0].WriteAll([1]);
        clients[1].WriteAll([1]);
        Assert.AreEqual(1, served[1].Read(_buffer, 0, 1, Loopback.Patience));
        ConnectTo(server);
        Assert.IsNotNull(server.Accept(Loopback.Patience));

        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => served[2].WriteAll([1])).Error);
        served[0].WriteAll([1]);
        served[1].WriteAll([1]);
    }

    [TestMethod]
    public void A_purged_clients_handler_learns_why()
    {
        _options.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        using ManualResetEvent failed = new(false);
        Exception? reason = null;
        _server.ClientFailed += (_, e) =>
        {
            reason = e;
            failed.Set();
        };
        _server.Serve(Echo);
        ConnectAndTalk(7);

        Talk(Connect());

        Assert.IsTrue(failed.WaitOne(Loopback.Patience));
        Assert.AreEqual(TransportError.Closed, ((TransportException)reason!).Error);
        StringAssert.Contains(reason.Message, "least recently used");
    }

    [TestMethod]
    public void A_hundred_clients_one_after_another_pass_through_a_full_server_that_purges()
    {
        _options.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        _server.Serve(Echo);

        for (int i = 0; i < 100; i++)
        {
            Talk(Connect());
        }

        Assert.AreEqual(7, _server.ClientCount);
        Assert.AreEqual(93, _server.PurgedClients);
        Assert.AreEqual(0, _server.RefusedClients);
    }

    [TestMethod]
    public void Without_a_socket_in_the_budget_a_client_is_refused()
    {
        int limit = SocketBudget.Limit;
        _server.Serve(Echo);
        Socket client = Plain();
        SocketBudget.Limit = SocketBudget.Open;
        try
        {
            SocketException failure = Assert.ThrowsExactly<SocketException>(() =>
            {
                client.Connect(IPAddress.Loopback, _server.Port);
                client.Receive(_buffer);
            });

            Assert.AreEqual(SocketError.ConnectionReset, failure.SocketErrorCode);
            Assert.AreEqual(1, _server.RefusedClients);
            Assert.AreEqual(0, _server.ClientCount);
        }
        finally
        {
            SocketBudget.Limit = limit;
        }
    }

    [TestMethod]
    public void A_server_that_purges_also_finds_the_socket_that_the_budget_lacks()
    {
        int limit = SocketBudget.Limit;
        _options.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        _server.Serve(Echo);
        TalkPlainly(ConnectPlainly());
        SocketBudget.Limit = SocketBudget.Open;
        try
        {
            TalkPlainly(ConnectPlainly());

            Assert.AreEqual(1, _server.PurgedClients);
            Assert.AreEqual(1, _server.ClientCount);
        }
        finally
        {
            SocketBudget.Limit = limit;
        }
    }

    [TestMethod]
    public void Stopping_frees_the_port_at_once_and_starting_again_on_it_works()
    {
        _options.Port = _server.Port;
        for (int i = 0; i < 20; i++)
        {
            _server.Serve(Echo);
            Talk(Connect());

            _server.Stop();

            using (Socket other = Plain())
            {
                other.Bind(new IPEndPoint(IPAddress.Loopback, _options.Port));
                other.Listen();
            }

            _server.Start();
        }

        Assert.IsTrue(_server.IsRunning);
    }

    [TestMethod]
    public void A_server_that_was_waiting_for_a_client_can_start_and_accept_again_as_soon_as_Stop_returns()
    {
        _options.Port = _server.Port;
        for (int i = 0; i < 300; i++)
        {
            _server.Serve(Echo);
            _server.Stop();
            _server.Start(); // Throws when the port is still taken.
            Assert.IsNull(_server.Accept(0)); // Throws when the last run's thread counts as accepting.
        }
    }

    [TestMethod]
    public void A_server_starts_again_while_connections_of_its_last_run_are_in_TIME_WAIT()
    {
        _options.Port = _server.Port;
        TcpTransport client = Connect();
        TcpTransport served = _server.Accept(Loopback.Patience)!;
        Background read = new(() => client.Read(_buffer, 0, 1, Loopback.Patience));
        served.Close(); // The side that closes first is the one in TIME-WAIT.
        read.Returns();
        client.Close();
        _server.Stop();
        Assert.IsTrue(IsInTimeWait(_options.Port), "The test did not make a TIME-WAIT.");

        _server.Start();

        Assert.AreEqual(_options.Port, _server.Port);
    }

    [TestMethod]
    public void Stopping_wakes_an_accept_and_aborts_the_clients()
    {
        TcpTransport client = Connect();
        TcpTransport served = _server.Accept(Loopback.Patience)!;
        TcpTransport? accepted = served;
        Background accept = new Background(() => accepted = _server.Accept(Timeout.Infinite)).LetItWait();

        int open = SocketBudget.Open;
        _server.Stop();

        accept.Returns();
        Assert.IsNull(accepted);
        Assert.AreEqual(open - 2, SocketBudget.Open, "The listener's socket and the client's.");
        Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => client.Read(_buffer, 0, 1, Loopback.Patience)).Error);
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => served.Read(_buffer, 0, 1, 0)).Error);
        Assert.AreEqual(0, _server.ClientCount);
        Assert.IsNull(_server.Accept(0));
    }

    [TestMethod]
    public void A_stop_also_ends_the_client_that_is_just_being_accepted()
    {
        for (int i = 0; i < 100; i++)
        {
            using TcpServer server = new(_options);
            server.Start();
            server.Serve((_, client) => client.Read(new byte[1], 0, 1, Timeout.Infinite));
            using Socket client = Plain();
            int wait = i * 300;
            Background stop = new(() =>
            {
                Thread.SpinWait(wait);
                server.Stop();
            });
            try
            {
                client.Connect(IPAddress.Loopback, server.Port);
            }
            catch (SocketException)
            {
                // The stop came first.
            }

            stop.Returns();
            Assert.IsTrue(SpinWait.SpinUntil(() => server.ClientCount == 0, Loopback.Patience), "A client outlived the stop.");
        }
    }

    [TestMethod]
    public void The_number_of_clients_is_read_when_starting()
    {
        using TcpServer server = new(_options);
        _options.MaximumClients = 1;
        server.Start();

        ConnectTo(server);
        TcpTransport? first = server.Accept(Loopback.Patience);
        ConnectTo(server);

        Assert.IsNotNull(first);
        Assert.IsNull(server.Accept(200));
        Assert.AreEqual(1, server.RefusedClients);
    }

    [TestMethod]
    public void A_second_server_on_the_port_is_told_that_it_is_in_use()
    {
        using TcpServer second = new(new TcpServerOptions { Address = IPAddress.Loopback, Port = _server.Port });
        int open = SocketBudget.Open;

        Assert.AreEqual(TransportError.AddressInUse, Loopback.Fails(second.Start).Error);

        Assert.IsFalse(second.IsRunning);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void A_server_has_one_handler_until_it_is_stopped()
    {
        _server.Serve(Echo);
        Assert.ThrowsExactly<InvalidOperationException>(() => _server.Serve(Echo));

        _server.Stop();
        _server.Start();
        _server.Serve(Echo);
        Talk(Connect());
    }

    [TestMethod]
    public void A_second_thread_that_accepts_gets_an_exception()
    {
        Background accept = new Background(() => _server.Accept(Timeout.Infinite)).LetItWait();

        Assert.ThrowsExactly<InvalidOperationException>(() => _server.Accept(0));

        _server.Stop();
        accept.Returns();
    }

    [TestMethod]
    public void What_a_handler_throws_ends_only_its_own_client()
    {
        using ManualResetEvent failed = new(false);
        Exception? reason = null;
        _server.ClientFailed += (_, e) =>
        {
            reason = e;
            failed.Set();
        };
        _server.Serve((server, client) =>
        {
            client.ReadExactly(new byte[1], 0, 1, Loopback.Patience);
            throw new FormatException("of the handler");
        });
        TcpTransport first = Connect();

        first.WriteAll([1]);

        Assert.IsTrue(failed.WaitOne(Loopback.Patience));
        Assert.AreEqual("of the handler", reason!.Message);
        Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => first.Read(_buffer, 0, 1, Loopback.Patience)).Error);
        failed.Reset();
        Connect().WriteAll([1]);
        Assert.IsTrue(failed.WaitOne(Loopback.Patience), "The server no longer served.");
    }

    [TestMethod]
    public void A_disposed_or_running_server_cannot_be_started()
    {
        Assert.ThrowsExactly<InvalidOperationException>(_server.Start);
        _server.Dispose();
        _server.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(_server.Start);
        Assert.ThrowsExactly<InvalidOperationException>(() => _server.Serve(Echo));
    }

    [TestMethod]
    public void A_server_that_was_never_started_says_so()
    {
        using TcpServer server = new(null);

        Assert.ThrowsExactly<InvalidOperationException>(() => server.Accept(0));
        server.Stop();
        Assert.AreEqual(0, server.Port);
    }

    /// <summary>Whether the kernel keeps a closed connection of this local port (state 06 in its table).</summary>
    private static bool IsInTimeWait(int port)
    {
        string local = ":" + port.ToString("X4", System.Globalization.CultureInfo.InvariantCulture) + " ";
        return Array.Exists(
            File.ReadAllLines("/proc/net/tcp"),
            line => line.Contains(" 06 ", StringComparison.Ordinal) && line.Contains(local, StringComparison.Ordinal));
    }

    private static void Echo(TcpServer server, TcpTransport client)
    {
        byte[] buffer = new byte[64];
        int read;
        while ((read = client.Read(buffer, 0, buffer.Length, Timeout.Infinite)) > 0)
        {
            client.Write(buffer, 0, read);
        }
    }

    private TcpTransport[] ConnectAndTalk(int count)
    {
        TcpTransport[] clients = new TcpTransport[count];
        for (int i = 0; i < count; i++)
        {
            clients[i] = Connect();
            Talk(clients[i]);
        }

        return clients;
    }

    private TcpTransport Connect() => ConnectTo(_server);

    private TcpTransport ConnectTo(TcpServer server)
    {
        TcpTransport client = new();
        _used.Add(client);
        client.Connect("127.0.0.1", server.Port);
        return client;
    }

    private void Talk(TcpTransport client)
    {
        client.WriteAll([5]);
        client.ReadExactly(_buffer, 0, 1, Loopback.Patience);
    }

    /// <summary>A client whose socket the budget does not count.</summary>
    private Socket Plain()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = Loopback.Patience };
        _used.Add(socket);
        return socket;
    }

    private Socket ConnectPlainly()
    {
        Socket socket = Plain();
        socket.Connect(IPAddress.Loopback, _server.Port);
        return socket;
    }

    private void TalkPlainly(Socket client)
    {
        client.Send([5]);
        Assert.AreEqual(1, client.Receive(_buffer));
    }
}
