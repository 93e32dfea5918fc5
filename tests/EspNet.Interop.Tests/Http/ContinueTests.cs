using System.Text;
using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Expect: 100-continue, interim responses, and servers that answer before they have the body (RFC 9110, sections 10.1.1 and 15.2).</summary>
[TestClass]
public sealed class ContinueTests : IDisposable
{
    // Long for loopback: what is going to be sent has arrived by then.
    private const int Quiet = 50;

    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void The_body_is_sent_when_the_server_says_to_continue()
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using var server = new ScriptedHttpServer(connection =>
        {
            ScriptedRequest header = connection.ReadRequestHeader();
            Assert.AreEqual("100-continue", header.Field("Expect"));
            Assert.IsTrue(connection.IsSilent(Quiet), "The body was sent unasked.");
            connection.Send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Continue);
            Assert.AreEqual("content", Encoding.UTF8.GetString(connection.ReadBody(header)));
            connection.Send(Response("taken"));
            connection.Answer(Response("next"));
        });

        using HttpResponse response = _client.Send(Post(server));

        Assert.AreEqual("taken", response.ReadString());
        Assert.AreEqual("next", _client.GetString(server.Url()), "The connection is kept.");
    }

    [TestMethod]
    public void The_body_is_sent_when_the_server_says_nothing_within_ContinueTimeout()
    {
        _client.Options.ContinueTimeout = Quiet;
        using var server = new ScriptedHttpServer(connection =>
        {
            Assert.AreEqual("content", Encoding.UTF8.GetString(connection.ReadRequest().Body));
            connection.Send(Continue + Response("taken"));
        });

        using HttpResponse response = _client.Send(Post(server));

        Assert.AreEqual("taken", response.ReadString());
    }

    [TestMethod]
    [DataRow(401)]
    [DataRow(413)]
    [DataRow(503)]
    public void A_server_that_answers_instead_gets_no_body(int status)
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.ReadRequestHeader();
                connection.Send(Response("no", $"{status} No"));
                Assert.IsEmpty(connection.AwaitEnd(), "The server would take the body for a request.");
            },
            connection => connection.Answer(Response("next")));

        using (HttpResponse response = _client.Send(Post(server)))
        {
            Assert.AreEqual(status, response.StatusCode);
            Assert.AreEqual("no", response.ReadString());
        }

        Assert.AreEqual("next", _client.GetString(server.Url()));
        server.Ended.Await(2);
    }

    [TestMethod]
    public void A_server_that_does_not_do_it_gets_the_request_again_without()
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.ReadRequestHeader();
                connection.Send(Response(string.Empty, "417 Expectation Failed"));
                Assert.IsEmpty(connection.AwaitEnd());
            },
            connection => connection.Answer(Response("taken")));

        using HttpResponse response = _client.Send(Post(server));

        Assert.AreEqual("taken", response.ReadString());
        ScriptedRequest again = server.Requests.All[1];
        Assert.IsNull(again.Field("Expect"));
        Assert.AreEqual("content", Encoding.UTF8.GetString(again.Body));
    }

    [TestMethod]
    public void A_stream_that_can_be_read_once_follows_a_redirect_that_came_instead_of_100()
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.ReadRequestHeader();
                connection.Send(Response(string.Empty, "307 Temporary Redirect", "Location: /there"));
                Assert.IsEmpty(connection.AwaitEnd());
            },
            connection =>
            {
                ScriptedRequest header = connection.ReadRequestHeader();
                connection.Send(Continue);
                Assert.AreEqual("content", Encoding.UTF8.GetString(connection.ReadBody(header)));
                connection.Send(Response("taken"));
            });
        var request = new HttpRequest("POST", server.Url("/here")) { ExpectContinue = true };
        request.SetBody(new ForwardStream("content"u8.ToArray()), -1);

        using HttpResponse response = _client.Send(request);

        Assert.AreEqual("taken", response.ReadString());
        Assert.AreEqual("/there", response.Url.Path);
    }

    [TestMethod]
    public void An_upload_that_is_refused_before_its_first_byte_goes_nowhere()
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            connection.Send(Response("too large", "413 Content Too Large"));
            Assert.IsEmpty(connection.AwaitEnd());
        });
        using HttpUpload upload = _client.Open(new HttpRequest("POST", server.Url()) { ExpectContinue = true });

        upload.Write("content");
        using HttpResponse response = upload.Finish();

        Assert.IsTrue(upload.IsAnswered);
        Assert.AreEqual(0, upload.Sent);
        Assert.AreEqual(413, response.StatusCode);
        Assert.AreEqual("too large", response.ReadString());
        server.Ended.Await(1);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "stream")]
    [DataRow(true, DisplayName = "upload")]
    public void The_answer_of_a_server_that_closes_during_an_upload_is_worth_more_than_the_failed_write(bool isUpload)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            connection.Send(Response("too large", "413 Content Too Large", "Connection: close"));
            connection.Close();
        });

        using HttpResponse response = isUpload ? Upload(server) : _client.Send(LargePost(server));

        Assert.AreEqual(413, response.StatusCode);
        Assert.AreEqual("too large", response.ReadString());
    }

    [TestMethod]
    public void The_answer_of_a_server_that_stops_reading_is_worth_more_than_the_write_that_took_too_long()
    {
        _client.Options.Tcp.SendTimeout = 200;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            connection.Send(Response("too large", "413 Content Too Large"));
        });

        using HttpResponse response = _client.Send(LargePost(server));

        Assert.AreEqual(413, response.StatusCode);
        Assert.AreEqual("too large", response.ReadString());
    }

    [TestMethod]
    public void A_break_during_an_upload_without_an_answer_is_a_failure_of_the_transport()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequestHeader();
            connection.Reset();
        });

        Client.Fails(HttpError.Transport, () => _client.Send(LargePost(server)));
    }

    [TestMethod]
    public void Interim_responses_are_passed_over()
    {
        using var server = new ScriptedHttpServer(connection => connection.Answer(
            string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\nX: y\r\n\r\n", HttpLimits.DefaultMaximumInterimResponses)) + Response("final")));

        using HttpResponse response = _client.Get(server.Url());

        Assert.AreEqual(200, response.StatusCode);
        Assert.IsNull(response.Fields.Get("X"));
        Assert.AreEqual("final", response.ReadString());
    }

    [TestMethod]
    public void Interim_responses_without_end_are_refused()
    {
        using var server = new ScriptedHttpServer(connection => connection.Answer(
            string.Concat(Enumerable.Repeat(Continue, HttpLimits.DefaultMaximumInterimResponses + 1)) + Response("final")));

        HttpException failure = Client.Fails(HttpError.TooLarge, () => _client.Get(server.Url()));

        StringAssert.Contains(failure.Message, nameof(HttpLimits.MaximumInterimResponses));
    }

    private static HttpRequest Post(ScriptedHttpServer server)
    {
        var request = new HttpRequest("POST", server.Url()) { ExpectContinue = true };
        request.SetBody("content");
        return request;
    }

    /// <summary>More than the buffers between the two take.</summary>
    private static HttpRequest LargePost(ScriptedHttpServer server)
    {
        var request = new HttpRequest("POST", server.Url());
        request.SetBody(new ForwardStream(new byte[32 * 1024 * 1024]), -1);
        return request;
    }

    private HttpResponse Upload(ScriptedHttpServer server)
    {
        HttpUpload upload = _client.Open(new HttpRequest("POST", server.Url()));
        byte[] piece = new byte[65_536];
        for (int i = 0; i < 512 && !upload.IsAnswered; i++)
        {
            upload.Write(piece);
        }

        Assert.IsTrue(upload.IsAnswered);
        return upload.Finish();
    }
}
