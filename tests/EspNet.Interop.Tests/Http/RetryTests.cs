using System.Text;
using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Kept connections that the server has closed meanwhile (RFC 9112, section 9.3.1).</summary>
[TestClass]
public sealed class RetryTests : IDisposable
{
    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    [DataRow(false, DisplayName = "closed")]
    [DataRow(true, DisplayName = "reset")]
    public void A_GET_that_a_reused_connection_does_not_answer_is_sent_once_more_over_a_new_one(bool isReset)
    {
        using var server = new ScriptedHttpServer(AnswersOnce(isReset), connection => connection.Answer(Response("second")));
        Assert.AreEqual("first", _client.GetString(server.Url("/1")));

        Assert.AreEqual("second", _client.GetString(server.Url("/2")));

        CollectionAssert.AreEqual(new[] { "/1", "/2", "/2" }, server.Requests.All.Select(request => request.Target).ToArray());
        Assert.AreEqual(2, server.ConnectionCount);
    }

    [TestMethod]
    public void A_GET_is_repeated_over_a_new_connection_where_several_are_kept()
    {
        _client.Options.MaximumIdleConnections = 2;
        using var areBoth = new CountdownEvent(2);
        Action<ScriptedConnection> script = connection =>
        {
            connection.ReadRequest();
            areBoth.Signal();
            Assert.IsTrue(areBoth.Wait(Patience.Milliseconds));
            connection.Send(Response("first"));
            if (connection.AwaitRequest())
            {
                connection.Close();
            }
        };
        using var server = new ScriptedHttpServer(script, script, connection => connection.Answer(Response("new")));
        var other = new EspNet.Tests.Background(() => _client.GetString(server.Url()));
        _client.GetString(server.Url());
        other.Returns();

        Assert.AreEqual("new", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void A_GET_is_repeated_only_once()
    {
        using var server = new ScriptedHttpServer(
            AnswersOnce(),
            connection =>
            {
                connection.ReadRequest();
                connection.Close();
            });
        _client.GetString(server.Url("/1"));

        Client.Fails(HttpError.IncompleteMessage, () => _client.Get(server.Url("/2")));

        Assert.AreEqual(3, server.Requests.Count);
        Assert.AreEqual(2, server.ConnectionCount);
    }

    [TestMethod]
    public void A_POST_is_not_repeated_for_it_may_have_been_done()
    {
        using var server = new ScriptedHttpServer(AnswersOnce());
        _client.GetString(server.Url());

        Client.Fails(HttpError.IncompleteMessage, () => _client.Post(server.Url(), "once"));

        Assert.AreEqual(2, server.Requests.Count);
        Assert.AreEqual(1, server.ConnectionCount);
    }

    [TestMethod]
    public void A_PUT_is_repeated_with_its_body()
    {
        using var server = new ScriptedHttpServer(AnswersOnce(), connection => connection.Answer(Response("put")));
        _client.GetString(server.Url());

        using HttpResponse response = _client.Put(server.Url(), "content"u8.ToArray());

        Assert.AreEqual("put", response.ReadString());
        Assert.AreEqual("content", Encoding.UTF8.GetString(server.Requests.All[1].Body));
        Assert.AreEqual("content", Encoding.UTF8.GetString(server.Requests.All[2].Body));
    }

    [TestMethod]
    public void A_PUT_from_a_stream_that_cannot_go_back_is_not_repeated()
    {
        using var server = new ScriptedHttpServer(AnswersOnce());
        _client.GetString(server.Url());
        var request = new HttpRequest("PUT", server.Url());
        request.SetBody(new ForwardStream("content"u8.ToArray()), -1);

        Client.Fails(HttpError.IncompleteMessage, () => _client.Send(request));

        Assert.AreEqual(1, server.ConnectionCount);
    }

    [TestMethod]
    public void Nothing_is_repeated_after_a_new_connection_failed()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            connection.Close();
        });

        Client.Fails(HttpError.IncompleteMessage, () => _client.Get(server.Url()));

        Assert.AreEqual(1, server.ConnectionCount);
    }

    [TestMethod]
    public void Nothing_is_repeated_after_the_answer_has_begun()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("first"));
            connection.Answer("HTTP/1.1 2");
            connection.Close();
        });
        _client.GetString(server.Url());

        Client.Fails(HttpError.IncompleteMessage, () => _client.Get(server.Url()));

        Assert.AreEqual(1, server.ConnectionCount);
    }

    [TestMethod]
    public void A_connection_that_was_closed_before_the_request_is_replaced_for_a_POST_too()
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(Response("first"));
                connection.Close();
            },
            connection => connection.Answer(Response("posted")));
        _client.GetString(server.Url());
        server.Ended.Await(1);

        using HttpResponse response = _client.Post(server.Url(), "text");

        Assert.AreEqual("posted", response.ReadString());
        Assert.AreEqual(2, server.Requests.Count);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "with the answer before")]
    [DataRow(true, DisplayName = "later")]
    public void An_answer_that_nobody_asked_for_is_not_taken_for_that_to_the_next_request(bool isLate)
    {
        string unasked = Response("unasked");
        using var mayFollow = new ManualResetEventSlim();
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer(Response("first") + (isLate ? string.Empty : unasked));
                if (isLate)
                {
                    Assert.IsTrue(mayFollow.Wait(Patience.Milliseconds));
                    connection.Send(unasked);
                }
            },
            connection => connection.Answer(Response("second")));
        Assert.AreEqual("first", _client.GetString(server.Url()));
        mayFollow.Set();
        server.Ended.Await(1);

        Assert.AreEqual("second", _client.GetString(server.Url()));
    }

    private static Action<ScriptedConnection> AnswersOnce(bool isReset = false) => connection =>
    {
        connection.Answer(Response("first"));
        connection.ReadRequest();
        if (isReset)
        {
            connection.Reset();
        }
        else
        {
            connection.Close();
        }
    };
}
