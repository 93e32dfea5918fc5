using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using EspNet.Interop.Tests.Sockets;
using EspNet.Sockets;
using EspNet.Tests;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>The end of requests from another thread, wherever they are.</summary>
[TestClass]
public sealed class CancelTests : IDisposable
{
    private readonly EspHttpClient _client = new();

    public CancelTests()
    {
        // Nothing here ends by itself.
        _client.Options.ConnectTimeout = 10 * Patience.Milliseconds;
        _client.Options.HeaderTimeout = 10 * Patience.Milliseconds;
        _client.Options.ReadTimeout = 10 * Patience.Milliseconds;
        _client.Options.ContinueTimeout = 10 * Patience.Milliseconds;
    }

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void A_request_that_was_cancelled_before_it_began_is_not_sent()
    {
        using var server = new ScriptedHttpServer();
        var request = new HttpRequest("GET", server.Url());
        request.Cancel();

        Client.Fails(HttpError.Cancelled, () => _client.Send(request));

        Assert.AreEqual(0, server.ConnectionCount);
    }

    [TestMethod]
    public void A_request_that_waits_for_its_connection_is_cancelled()
    {
        using var hole = new BlackHole();
        var request = new HttpRequest("GET", $"http://127.0.0.1:{hole.Port}/");
        Background sending = new Background(() => _client.Send(request)).LetItWait();

        request.Cancel();

        Client.WasCancelled(sending.End());
    }

    [TestMethod]
    [DataRow(false, DisplayName = "for the header")]
    [DataRow(true, DisplayName = "for 100")]
    public void A_request_that_waits_for_an_answer_is_cancelled(bool expectsContinue)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            connection.AwaitEnd();
        });
        var request = new HttpRequest("PUT", server.Url()) { ExpectContinue = expectsContinue };
        request.SetBody("content");
        Background sending = new(() => _client.Send(request));
        server.Requests.Await(1);

        sending.LetItWait();
        request.Cancel();

        Client.WasCancelled(sending.End());
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_request_whose_body_the_server_does_not_take_is_cancelled()
    {
        using var isOver = new ManualResetEventSlim();
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            Assert.IsTrue(isOver.Wait(Patience.Milliseconds));
        });
        var request = new HttpRequest("POST", server.Url());
        request.SetBody(new byte[32 * 1024 * 1024]);
        Background sending = new Background(() => _client.Send(request)).LetItWait();

        request.Cancel();

        Client.WasCancelled(sending.End());
        isOver.Set();
    }

    [TestMethod]
    public void The_reading_of_a_body_is_cancelled()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            connection.AwaitEnd();
        });
        var request = new HttpRequest("GET", server.Url());
        using HttpResponse response = _client.Send(request);
        Background reading = new Background(() => response.ReadString()).LetItWait();

        request.Cancel();

        Client.WasCancelled(reading.End());
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_body_that_ends_with_its_connection_is_not_complete_because_this_side_ended_it()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\n\r\nhello");
            connection.AwaitEnd();
        });
        var request = new HttpRequest("GET", server.Url());
        using HttpResponse response = _client.Send(request);
        Background reading = new Background(() => response.ReadString()).LetItWait();

        request.Cancel();

        Client.WasCancelled(reading.End());
    }

    [TestMethod]
    public void CancelAll_ends_what_is_under_way_and_nothing_later()
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.ReadRequest();
                connection.AwaitEnd();
            },
            connection => connection.Answer(Response("later")));
        Background sending = new(() => _client.Get(server.Url()));
        server.Requests.Await(1);

        _client.CancelAll();

        Client.WasCancelled(sending.End());
        Assert.AreEqual("later", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void A_client_that_is_disposed_ends_what_is_under_way_and_closes_what_it_kept_and_begins_nothing_more()
    {
        using var hole = new BlackHole();
        Action<ScriptedConnection> keep = connection =>
        {
            connection.Answer(Response("kept"));
            Assert.IsEmpty(connection.AwaitEnd());
        };
        Action<ScriptedConnection> stall = connection =>
        {
            connection.ReadRequest();
            connection.AwaitEnd();
        };
        using var server = new ScriptedHttpServer(stall, keep);
        Background connecting = new Background(() => _client.Get($"http://127.0.0.1:{hole.Port}/")).LetItWait();
        Background waiting = new(() => _client.Get(server.Url()));
        server.Requests.Await(1);
        _client.GetString(server.Url());

        _client.Dispose();

        Client.WasCancelled(connecting.End());
        Client.WasCancelled(waiting.End());
        server.Ended.Await(2);
        Assert.ThrowsExactly<ObjectDisposedException>(() => _client.Get(server.Url()));
    }

    [TestMethod]
    [DataRow(true, DisplayName = "cancelled")]
    [DataRow(false, DisplayName = "not connected")]
    public void A_redirected_request_that_ends_leaves_the_connection_alone_that_another_one_has_taken_over(bool isCancelled)
    {
        using var held = new HeldTransport();
        using var mayAnswer = new ManualResetEventSlim();
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response(string.Empty, "302 Found", "Location: http://elsewhere.test/"));
            connection.ReadRequest();
            Assert.IsTrue(mayAnswer.Wait(Patience.Milliseconds));
            connection.Send(Response("unharmed"));
        });
        int made = 0;
        _client.Options.MaximumIdleConnections = 2;
        _client.Options.TransportFactory = () => made++ == 0 ? new TcpTransport() : held;
        var redirected = new HttpRequest("GET", server.Url("/redirected"));
        Background sending = new(() => _client.Send(redirected));
        Assert.IsTrue(held.IsConnecting.Wait(Patience.Milliseconds));
        Background other = new(() => Assert.AreEqual("unharmed", _client.GetString(server.Url("/other"))));
        server.Requests.Await(2);

        if (isCancelled)
        {
            redirected.Cancel();
        }
        else
        {
            held.Abort();
        }

        HttpException failure = (HttpException)sending.End()!;
        Assert.AreEqual(isCancelled ? HttpError.Cancelled : HttpError.Transport, failure.Error);
        mayAnswer.Set();
        other.Returns();
    }
}
