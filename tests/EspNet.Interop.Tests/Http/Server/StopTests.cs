using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EspNet.Http;
using EspNet.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>How a server ends, and begins again.</summary>
[TestClass]
public sealed class StopTests : HttpServerTest
{
    private const string Get = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";

    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();

    [TestMethod]
    public void Stopping_finishes_a_response_that_is_being_made()
    {
        StartWithBlock();
        RawClient client = Connect();
        client.Send("GET /block HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.IsTrue(_entered.Wait(Patience.Milliseconds));

        Background stop = new Background(() => Server.Stop(Patience.Milliseconds)).LetItWait();
        Assert.IsFalse(Server.IsRunning);
        _release.Set();

        RawResponse response = client.Receive();
        Assert.AreEqual("released", response.Body);
        Assert.AreEqual("close", response.Field("Connection"));
        client.AwaitEnd();
        client.Dispose();
        stop.Returns();
        Assert.AreEqual(0, Server.ClientCount);
    }

    [TestMethod]
    public void Stopping_aborts_what_is_not_done_in_time()
    {
        StartWithBlock();
        RawClient client = Connect();
        client.Send("GET /block HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.IsTrue(_entered.Wait(Patience.Milliseconds));

        Server.Stop(50);

        client.AwaitReset();
        Assert.AreEqual(0, Server.ClientCount);
        _release.Set();
    }

    [TestMethod]
    public void Stopping_closes_silent_clients_in_order()
    {
        Start();
        RawClient silent = Connect();
        RawClient served = Connect();
        Assert.AreEqual(200, served.Ask(Get).Status);
        Assert.IsTrue(SpinWait.SpinUntil(() => Server.ClientCount == 2, Patience.Milliseconds));

        Background stop = new(() => Server.Stop());

        served.AwaitEnd();
        served.Dispose();
        silent.AwaitEnd();
        silent.Dispose();
        stop.Returns();
    }

    [TestMethod]
    public void Silent_clients_that_do_not_close_their_side_do_not_each_add_to_the_time_of_a_stop()
    {
        const int CloseTimeout = 1_000;
        Options.Listener.Client.CloseTimeout = CloseTimeout;
        Start();
        for (int i = 0; i < 7; i++)
        {
            Assert.AreEqual(200, Connect().Ask(Get).Status);
        }

        Stopwatch time = Stopwatch.StartNew();
        Server.Stop(100);

        Assert.IsLessThan(4 * CloseTimeout, time.ElapsedMilliseconds);
    }

    [TestMethod]
    public void Stopping_frees_the_port_at_once_and_starting_again_answers_on_it()
    {
        Start();
        GoesOn();
        Options.Listener.Port = Server.Port;

        for (int i = 0; i < 20; i++)
        {
            RawClient client = Connect();
            Assert.AreEqual(200, client.Ask(Get).Status);
            client.Dispose();

            Server.Stop();

            using (Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                other.Bind(new IPEndPoint(IPAddress.Loopback, Options.Listener.Port));
                other.Listen();
            }

            Server.Start();
            Assert.AreEqual(Options.Listener.Port, Server.Port);
            GoesOn();
        }
    }

    [TestMethod]
    public void Two_hundred_starts_and_stops_leak_no_socket_and_no_thread()
    {
        Start();
        GoesOn();
        Server.Stop();
        int sockets = SocketBudget.Open;
        int threads = Threads();

        for (int i = 0; i < 200; i++)
        {
            Server.Start();
            GoesOn();
            Server.Stop();
        }

        AwaitSockets(sockets);

        // The runtime starts some threads of its own; a leak would be 600.
        Assert.IsTrue(SpinWait.SpinUntil(() => Threads() < threads + 30, Patience.Milliseconds), $"{threads} threads became {Threads()}.");
    }

    [TestMethod]
    public void Stopping_while_clients_come_and_ask_leaves_nobody_waiting()
    {
        Start();
        Options.Listener.Port = Server.Port;
        for (int i = 0; i < 30; i++)
        {
            Background[] clients = [.. Enumerable.Range(0, 4).Select(_ => new Background(AskUntilTheEnd))];
            Thread.SpinWait(i * 20_000);

            Server.Stop();

            Array.ForEach(clients, client => client.Returns());
            Assert.AreEqual(0, Server.ClientCount);
            Server.Start();
        }
    }

    [TestMethod]
    public void A_port_that_is_taken_is_said_and_leaves_nothing_behind()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        Options.Listener.Port = ((IPEndPoint)other.LocalEndPoint!).Port;
        int sockets = SocketBudget.Open;

        TransportException failure = Assert.ThrowsExactly<TransportException>(Start);

        Assert.AreEqual(TransportError.AddressInUse, failure.Error);
        Assert.IsFalse(Server.IsRunning);
        Assert.AreEqual(sockets, SocketBudget.Open);
        other.Dispose();
        Server.Start();
        GoesOn();
    }

    [TestMethod]
    public void A_server_that_runs_or_is_disposed_cannot_be_started()
    {
        Server.Stop();
        Start();

        Assert.ThrowsExactly<InvalidOperationException>(Server.Start);
        Assert.ThrowsExactly<InvalidOperationException>(() => Route("GET", "/late", (_, _) => { }));
        Server.Dispose();
        Server.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(Server.Start);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_password_without_TLS_keeps_the_server_from_starting_unless_it_is_meant(bool ofTheRoute)
    {
        HttpBasicAuthentication authentication = new("realm", "user", "secret");
        HttpRoute route = Route("GET", "/secret", (_, response) => response.Send("secret"));
        if (ofTheRoute)
        {
            route.Authentication = authentication;
        }
        else
        {
            Server.Authentication = authentication;
        }

        int sockets = SocketBudget.Open;
        HttpException failure = Assert.ThrowsExactly<HttpException>(Server.Start);

        Assert.AreEqual(HttpError.AuthenticationRefused, failure.Error);
        StringAssert.Contains(failure.Message, nameof(HttpBasicAuthentication.InsecureAllowWithoutTls));
        Assert.IsFalse(Server.IsRunning);
        Assert.AreEqual(sockets, SocketBudget.Open);
        authentication.InsecureAllowWithoutTls = true;
        Server.Start();
        Assert.AreEqual(401, Connect().Ask("GET /secret HTTP/1.1\r\nHost: h\r\n\r\n").Status);
    }

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>Asks as long as somebody answers; what is answered is whole.</summary>
    private void AskUntilTheEnd()
    {
        try
        {
            using RawClient client = new(Options.Listener.Port);
            while (client.TrySend(System.Text.Encoding.ASCII.GetBytes(Get)))
            {
                if (client.Peek() == 0)
                {
                    return;
                }

                Assert.AreEqual("hello", client.Receive().Body);
            }
        }
        catch (SocketException)
        {
            // The server was gone before it answered.
        }
    }

    private void StartWithBlock()
    {
        Route("GET", "/block", (_, response) =>
        {
            _entered.Set();
            _release.Wait(Patience.Milliseconds);
            response.Send("released");
        });
        Start();
    }
}
