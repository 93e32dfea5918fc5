using EspNet.Http;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Clients that take their time, say nothing, or go away.</summary>
[TestClass]
public sealed class SlowClientTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";
    private const int Short = 200;

    [TestMethod]
    public void Five_clients_that_send_a_byte_now_and_then_do_not_hold_up_a_good_one()
    {
        Options.Listener.MaximumClients = 20; // Those that have gone keep their places for a moment.
        Start();
        using Dripping dripping = new([.. Enumerable.Range(0, 5).Select(_ => Connect())]);
        RawClient good = Connect();

        for (int i = 0; i < 50; i++)
        {
            Assert.AreEqual("hello", good.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Body);
            GoesOn();
        }

        dripping.AwaitRounds(3);
        Assert.AreEqual("hello", good.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Body);
        Assert.IsTrue(dripping.AreConnected, "They were to be there all the time.");
    }

    [TestMethod]
    public void A_header_that_does_not_become_complete_in_time_is_408_and_the_connection_ends()
    {
        Options.HeaderTimeout = Short;
        Start();
        RawClient client = Connect();

        RawResponse response = client.Ask($"GET /hello HTTP/1.1\r\n{Host}X-Slow: ");

        Assert.AreEqual(408, response.Status);
        Assert.AreEqual("close", response.Field("Connection"));
        client.AwaitEnd();
    }

    [TestMethod]
    public void A_byte_now_and_then_does_not_prolong_the_time_for_a_header()
    {
        Options.HeaderTimeout = Short;
        Start();
        RawClient client = Connect();
        using Dripping dripping = new([client]);

        Assert.AreEqual(408, client.Receive().Status);
    }

    [TestMethod]
    public void The_second_header_of_a_connection_has_its_time_too()
    {
        Options.HeaderTimeout = Short;
        Start();
        RawClient client = Connect();

        client.Send($"GET /hello HTTP/1.1\r\n{Host}\r\nGET /hel");

        Assert.AreEqual(200, client.Receive().Status);
        Assert.AreEqual(408, client.Receive().Status);
        client.AwaitEnd();
    }

    [TestMethod]
    public void The_time_for_a_header_begins_with_its_first_byte_and_not_with_the_silence_before_it()
    {
        Options.HeaderTimeout = 1_000;
        Start();
        RawClient silent = Connect();
        RawClient slow = Connect();
        slow.Send("GET /hello HTTP/1.1\r\n");
        Assert.AreEqual(408, slow.Receive().Status, "So long has the other one been silent now.");

        silent.Send("GET /hello HTTP/1.1\r\n");
        GoesOn();
        silent.Send("Host: h\r\n\r\n");

        Assert.AreEqual(200, silent.Receive().Status);
    }

    [TestMethod]
    public void A_body_that_does_not_come_is_408_for_who_reads_it()
    {
        Options.BodyTimeout = Short;
        HttpError error = HttpError.Cancelled;
        Route("POST", "/echo", (request, response) =>
        {
            try
            {
                response.Send(request.ReadBytes());
            }
            catch (HttpException e)
            {
                error = e.Error;
                throw;
            }
        });
        Start();
        RawClient client = Connect();

        RawResponse response = client.Ask($"POST /echo HTTP/1.1\r\n{Host}Content-Length: 10\r\n\r\nfirst");

        Assert.AreEqual(408, response.Status);
        Assert.AreEqual("close", response.Field("Connection"));
        client.AwaitEnd();
        Assert.AreEqual(HttpError.Timeout, error);
        Assert.AreEqual(0, Failures.Count);
        GoesOn();
    }

    [TestMethod]
    public void A_body_that_comes_a_byte_now_and_then_is_408_for_who_reads_it()
    {
        Options.BodyTimeout = 500;
        Options.MinimumBodyRate = 1_000_000;
        Route("POST", "/read", (request, response) => response.Send(request.ReadString()));
        Start();
        RawClient client = Connect();
        using Dripping dripping = new([client], "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 8000\r\n\r\n");

        Assert.AreEqual(408, client.Receive().Status);
        GoesOn();
    }

    [TestMethod]
    public void A_body_that_does_not_come_and_that_nobody_reads_ends_the_connection_behind_the_response()
    {
        Options.BodyTimeout = Short;
        Route("POST", "/ignore", (_, response) => response.Send("ignored"));
        Start();
        RawClient client = Connect();

        Assert.AreEqual("ignored", client.Ask($"POST /ignore HTTP/1.1\r\n{Host}Content-Length: 10\r\n\r\nfirst").Body);
        client.AwaitEnd();
    }

    [TestMethod]
    public void A_client_that_says_nothing_is_closed_without_a_word()
    {
        Options.IdleTimeout = Short;
        Start();
        RawClient silent = Connect();
        RawClient served = Connect();
        Assert.AreEqual(200, served.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Status);

        silent.AwaitEnd();
        served.AwaitEnd();
    }

    [TestMethod]
    public void A_silent_client_that_does_not_close_its_own_side_does_not_hold_up_those_who_come()
    {
        Options.IdleTimeout = Short;
        Options.Listener.Client.CloseTimeout = Patience.Milliseconds;
        Start();
        RawClient silent = Connect();
        silent.AwaitEnd();

        Background good = new(GoesOn);
        good.Returns();

        silent.Dispose();
    }

    [TestMethod]
    public void A_client_that_does_not_begin_its_handshake_has_the_time_of_a_header()
    {
        using TestAuthority authority = new();
        TestCertificate certificate = authority.Server("127.0.0.1");
        Options.Tls = new TlsOptions { Identity = TlsIdentity.FromPem(certificate.ChainPem, certificate.KeyPem) };
        Options.HeaderTimeout = Short;
        Start();

        Connect().AwaitEnd();

        Assert.AreEqual("hello", Curl.Run("--cacert", authority.RootFile, $"https://127.0.0.1:{Server.Port}/hello"));
    }

    [TestMethod]
    public void A_client_that_goes_away_during_the_response_ends_only_its_own_handler()
    {
        var ended = new Collected<Exception>("ends of handlers");
        Route("GET", "/endless", (_, response) =>
        {
            try
            {
                while (true)
                {
                    response.Write(new string('x', 1000));
                }
            }
            catch (Exception e)
            {
                ended.Add(e);
                throw;
            }
        });
        Start();

        for (int i = 1; i <= 4; i++)
        {
            RawClient client = Connect();
            Assert.AreEqual(200, client.Ask($"GET /endless HTTP/1.1\r\n{Host}\r\n", false).Status);
            client.Reset();
            Assert.AreEqual(HttpError.Transport, ((HttpException)ended.Await(i)[i - 1]).Error);
        }

        GoesOn();
        Assert.AreEqual(0, Failures.Count, "A client that went away is no news.");
    }

    [TestMethod]
    public void A_client_that_does_not_take_its_response_ends_only_its_own_handler()
    {
        var ended = new Collected<HttpException>("ends of handlers");
        Options.Listener.Client.SendTimeout = Short;
        Route("GET", "/endless", (_, response) => ended.Add(Assert.ThrowsExactly<HttpException>(() =>
        {
            while (true)
            {
                response.Write(new byte[100_000], 0, 100_000);
            }
        })));
        Start();
        RawClient client = Connect();

        client.Send($"GET /endless HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(HttpError.Transport, ended.Await(1)[0].Error);
        GoesOn();
    }

    [TestMethod]
    public void A_client_that_closes_in_the_middle_of_a_body_ends_only_its_own_handler()
    {
        var ended = new Collected<HttpException>("ends of handlers");
        Route("POST", "/read", (request, _) => ended.Add(Assert.ThrowsExactly<HttpException>(() => request.ReadBytes())));
        Start();
        RawClient client = Connect();

        client.Send($"POST /read HTTP/1.1\r\n{Host}Content-Length: 10\r\n\r\nfirst");
        client.Dispose();

        Assert.AreEqual(HttpError.IncompleteMessage, ended.Await(1)[0].Error);
        GoesOn();
    }

    [TestMethod]
    public void A_full_server_that_purges_closes_the_client_that_was_silent_longest()
    {
        Options.Listener.MaximumClients = 2;
        Options.Listener.WhenFull = TcpServerWhenFull.PurgeLeastRecentlyUsed;
        Start();
        const string Get = $"GET /hello HTTP/1.1\r\n{Host}\r\n";
        RawClient talkative = Connect();
        Assert.AreEqual(200, talkative.Ask(Get).Status);
        RawClient silent = Connect();
        Assert.IsTrue(SpinWait.SpinUntil(() => Server.ClientCount == 2, Patience.Milliseconds));
        Assert.AreEqual(200, talkative.Ask(Get).Status);

        Assert.AreEqual(200, Connect().Ask(Get).Status);

        silent.AwaitReset();
        Assert.AreEqual(200, talkative.Ask(Get).Status);
        Assert.AreEqual(1, Server.PurgedClients);
        Assert.AreEqual(0, Server.RefusedClients);
        Assert.AreEqual(2, Server.ClientCount);
    }

    [TestMethod]
    public void A_full_server_that_does_not_purge_resets_one_more_client()
    {
        Options.Listener.MaximumClients = 2;
        Start();
        RawClient first = Connect();
        Assert.AreEqual(200, first.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Status);
        RawClient second = Connect();
        Assert.AreEqual(200, second.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Status);

        Connect().AwaitReset();

        Assert.AreEqual(1, Server.RefusedClients);
        Assert.AreEqual(200, second.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Status);
    }
}
