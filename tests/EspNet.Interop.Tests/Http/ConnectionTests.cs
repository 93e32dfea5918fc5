using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using EspNet.Tests;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Which connections are kept, and for whom.</summary>
[TestClass]
public sealed class ConnectionTests : IDisposable
{
    private const int Large = 100_000;

    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void A_response_that_is_disposed_with_little_left_keeps_its_connection()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response(new string('x', 500)));
            connection.Answer(Response("next"));
        });

        _client.Get(server.Url()).Dispose();

        Assert.AreEqual("next", _client.GetString(server.Url()));
    }

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", DisplayName = "the rest has not come yet")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", DisplayName = "much is left")]
    [DataRow("HTTP/1.1 200 OK\r\n\r\nhello", DisplayName = "nobody knows how much is left")]
    public void A_response_that_is_disposed_otherwise_closes_its_connection(string answer)
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(answer);
                connection.AwaitEnd();
            },
            connection => connection.Answer(Response("next")));

        HttpResponse response = _client.Get(server.Url());
        response.Dispose();
        server.Ended.Await(1);

        Assert.AreEqual("next", _client.GetString(server.Url()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => response.Read(new byte[1], 0, 1));
    }

    [TestMethod]
    public void A_response_that_is_disposed_amid_a_large_body_that_is_there_closes_its_connection()
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(Response(new string('x', Large)));
                connection.AwaitEnd();
            },
            connection => connection.Answer(Response("next")));

        _client.Get(server.Url()).Dispose();

        Assert.AreEqual("next", _client.GetString(server.Url()));
        server.Ended.Await(2);
    }

    [TestMethod]
    public void A_response_that_was_read_to_its_end_may_be_disposed_while_its_connection_carries_another_request()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("first"));
            connection.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nsecond\r\n0\r\nX: trailer\r\n\r\n");
        });
        HttpResponse first = _client.Get(server.Url());
        Assert.AreEqual("first", first.ReadString());
        using HttpResponse second = _client.Get(server.Url());

        first.Dispose();

        Assert.AreEqual("second", second.ReadString());
        Assert.AreEqual("trailer", second.Trailers!.Get("X"));
    }

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nfirst")]
    [DataRow("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nfirst")]
    public void A_connection_that_the_server_does_not_keep_is_closed(string answer)
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(answer);
                Assert.IsEmpty(connection.AwaitEnd());
            },
            connection => connection.Answer(Response("second")));

        Assert.AreEqual("first", _client.GetString(server.Url()));
        server.Ended.Await(1);
        Assert.AreEqual("second", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void A_connection_that_was_idle_too_long_is_not_used_again()
    {
        _client.Options.IdleTimeout = 0;
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(Response("first"));
                Assert.IsEmpty(connection.AwaitEnd());
            },
            connection => connection.Answer(Response("second")));

        Assert.AreEqual("first", _client.GetString(server.Url()));
        Assert.AreEqual("second", _client.GetString(server.Url()));

        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_kept_connection_makes_room_before_another_one_is_made_and_not_after_it()
    {
        using var first = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("first"));
            Assert.IsEmpty(connection.AwaitEnd());
        });
        using var second = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            first.Ended.Await(1);
            connection.Send(Response("second"));
        });

        Assert.AreEqual("first", _client.GetString(first.Url()));
        Assert.AreEqual("second", _client.GetString(second.Url()));
    }

    [TestMethod]
    public void A_client_that_keeps_none_says_so_and_closes()
    {
        _client.Options.MaximumIdleConnections = 0;
        using var server = new ScriptedHttpServer(connection =>
        {
            Assert.AreEqual("close", connection.Answer(Response("first")).Field("Connection"));
            Assert.IsEmpty(connection.AwaitEnd());
        });

        Assert.AreEqual("first", _client.GetString(server.Url()));

        server.Ended.Await(1);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Two_threads_at_once_use_two_connections_of_which_as_many_are_kept_as_the_options_say(int kept)
    {
        _client.Options.MaximumIdleConnections = kept;
        using var areBoth = new CountdownEvent(2);
        Action<ScriptedConnection> script = connection =>
        {
            connection.ReadRequest();
            areBoth.Signal();
            Assert.IsTrue(areBoth.Wait(Patience.Milliseconds), "The other request waits for this one.");
            connection.Send(Response("answer"));
            Assert.IsEmpty(connection.AwaitEnd());
        };
        using var server = new ScriptedHttpServer(script, script);
        Background other = new(() => Assert.AreEqual("answer", _client.GetString(server.Url())));
        Assert.AreEqual("answer", _client.GetString(server.Url()));
        other.Returns();

        Assert.AreEqual(2, server.ConnectionCount);
        server.Ended.Await(2 - kept);
        _client.CloseIdleConnections();
        server.Ended.Await(2);
    }

    [TestMethod]
    public void A_connection_is_not_used_for_another_origin()
    {
        using var first = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("first"));
            Assert.IsEmpty(connection.AwaitEnd());
        });
        using var second = new ScriptedHttpServer(connection => connection.Answer(Response("second")));

        Assert.AreEqual("first", _client.GetString(first.Url()));
        Assert.AreEqual("second", _client.GetString(second.Url()));

        first.Ended.Await(1);
    }

    [TestMethod]
    public void A_request_says_its_own_Host_and_User_Agent_once()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("x"));
            connection.Answer(Response("x"));
        });
        var request = new HttpRequest("GET", server.Url("/path?query"));
        request.Fields.Set("Host", "virtual.test");
        request.Fields.Set("User-Agent", "Own/1");
        _client.Get(server.Url()).Dispose();

        _client.Send(request).Dispose();

        ScriptedRequest[] requests = server.Requests.All;
        Assert.AreEqual($"127.0.0.1:{server.Port}", requests[0].Field("Host"));
        Assert.AreEqual(HttpClientOptions.DefaultUserAgent, requests[0].Field("User-Agent"));
        Assert.AreEqual("GET /path?query HTTP/1.1", requests[1].Line);
        Assert.AreEqual("virtual.test", requests[1].Field("Host"));
        Assert.AreEqual("Own/1", requests[1].Field("User-Agent"));
    }

    [TestMethod]
    public void The_user_of_a_URL_is_not_told_to_a_server_that_does_not_ask_and_goes_before_the_clients_own()
    {
        _client.Credentials = new HttpCredentials("other", "other") { InsecureAllowBasicWithoutTls = true };
        using var server = new ScriptedHttpServer(connection =>
        {
            Assert.IsNull(connection.Answer(Response("open")).Field("Authorization"));
            connection.Answer(Response(string.Empty, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\""));
            connection.Answer(Response("in"));
        });
        string url = $"http://user:p%40ss@127.0.0.1:{server.Port}/path";

        Assert.AreEqual("open", _client.GetString(url));
        Assert.AreEqual("in", _client.GetString(url));

        ScriptedRequest answered = server.Requests.All[2];
        Assert.AreEqual("Basic " + Convert.ToBase64String("user:p@ss"u8), answered.Field("Authorization"));
        Assert.AreEqual("/path", answered.Target);
        Assert.AreEqual($"127.0.0.1:{server.Port}", answered.Field("Host"));
    }

    [TestMethod]
    public void Requests_for_more_than_a_thousand_answers_use_one_connection()
    {
        const int Count = 1_200;
        using var server = new ScriptedHttpServer(connection =>
        {
            for (int i = 0; i < Count; i++)
            {
                connection.Answer(Response("x"));
            }
        });

        for (int i = 0; i < Count; i++)
        {
            Assert.AreEqual("x", _client.GetString(server.Url()));
        }

        Assert.AreEqual(1, server.ConnectionCount);
    }
}
