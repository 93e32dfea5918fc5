using EspNet.Http;
using EspNet.Http.Protocol;
using EspNet.Interop.Tests.Http.Support;

namespace EspNet.Interop.Tests.Http;

/// <summary>Answers that are wrong, late or too large, from a server on a real connection.</summary>
[TestClass]
public sealed class BrokenAnswerTests : IDisposable
{
    private const int Short = 100;

    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", DisplayName = "Content-Length")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", DisplayName = "chunked, without a last chunk")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nhello", DisplayName = "chunked, within a chunk")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", DisplayName = "chunked, without the end of the trailers")]
    public void A_body_that_is_cut_off_is_never_taken_for_a_complete_one(string answer)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(answer);
            connection.Close();
        });
        using HttpResponse response = _client.Get(server.Url());
        byte[] buffer = new byte[100];

        Assert.AreEqual(5, response.Read(buffer, 0, buffer.Length));
        Client.Fails(HttpError.IncompleteMessage, () => response.Read(buffer, 0, buffer.Length));
    }

    [TestMethod]
    public void A_body_without_a_length_ends_with_its_connection()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\n\r\nto the end");
            connection.Close();
        });

        using HttpResponse response = _client.Get(server.Url());

        Assert.AreEqual(-1, response.ContentLength);
        Assert.AreEqual("to the end", response.ReadString());
    }

    [TestMethod]
    public void A_reset_within_the_body_is_a_failure_of_the_transport_even_where_the_end_of_the_connection_ends_the_body()
    {
        using var isRead = new ManualResetEventSlim();
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\n\r\nhello");
            Assert.IsTrue(isRead.Wait(Patience.Milliseconds));
            connection.Reset();
        });
        using HttpResponse response = _client.Get(server.Url());
        byte[] buffer = new byte[100];
        Assert.AreEqual(5, response.Read(buffer, 0, buffer.Length));

        isRead.Set();

        Client.Fails(HttpError.Transport, () => response.Read(buffer, 0, buffer.Length));
    }

    [TestMethod]
    [DataRow("", DisplayName = "nothing")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Le", DisplayName = "half a header")]
    public void A_connection_that_ends_before_the_header_does_has_brought_no_answer(string answer)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(answer);
            connection.Close();
        });

        Client.Fails(HttpError.IncompleteMessage, () => _client.Get(server.Url()));
    }

    [TestMethod]
    [DataRow("SSH-2.0-OpenSSH_9.2\r\n\r\n", HttpProtocolError.BadStatusLine)]
    [DataRow("HTTP/2.0 200 OK\r\n\r\n", HttpProtocolError.UnsupportedVersion)]
    [DataRow("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", HttpProtocolError.BadFieldName)]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", HttpProtocolError.BadContentLength)]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", HttpProtocolError.AmbiguousLength)]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", HttpProtocolError.UnsupportedTransferCoding)]
    public void What_is_not_HTTP_is_refused_and_the_connection_closed(string answer, HttpProtocolError expected)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(answer);
            connection.AwaitEnd();
        });

        HttpException failure = Client.Fails(HttpError.Protocol, () => _client.Get(server.Url()));

        Assert.AreEqual(expected, failure.ProtocolError);
        server.Ended.Await(1);
    }

    [TestMethod]
    [DataRow("xyz\r\n", HttpError.Protocol, HttpProtocolError.BadChunkSize)]
    [DataRow("1\r\nab", HttpError.Protocol, HttpProtocolError.BadChunkEnd)]
    [DataRow("FFFFFFFFFF\r\n", HttpError.TooLarge, HttpProtocolError.ChunkTooLarge)]
    public void A_chunk_that_is_wrong_is_refused_and_the_connection_closed(string chunk, HttpError error, HttpProtocolError expected)
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
            connection.AwaitEnd();
        });
        using HttpResponse response = _client.Get(server.Url());

        HttpException failure = Client.Fails(error, () => response.ReadString());

        Assert.AreEqual(expected, failure.ProtocolError);
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_limit_that_a_server_passes_is_named_and_the_connection_closed()
    {
        using var server = new ScriptedHttpServer(
            connection =>
            {
                connection.Answer("HTTP/1.1 200 " + new string('x', 2000));
                connection.AwaitEnd();
            },
            connection =>
            {
                connection.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + new string('x', 2000));
                connection.AwaitEnd();
            });

        HttpException line = Client.Fails(HttpError.TooLarge, () => _client.Get(server.Url()));
        HttpException trailers = Client.Fails(HttpError.TooLarge, () => _client.GetString(server.Url()));

        StringAssert.Contains(line.Message, nameof(HttpLimits.MaximumStartLine));
        StringAssert.Contains(trailers.Message, nameof(HttpLimits.MaximumTrailerSize));
        server.Ended.Await(2);
    }

    [TestMethod]
    public void A_text_larger_than_the_options_allow_is_refused_whether_its_length_is_announced_or_not()
    {
        _client.Options.MaximumContentSize = 5;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(ScriptedHttpServer.Response("12345"));
            connection.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n0\r\n\r\n");
            connection.Answer(ScriptedHttpServer.Response("123456"));
        });

        Assert.AreEqual("12345", _client.GetString(server.Url()));
        HttpException chunked = Client.Fails(HttpError.TooLarge, () => _client.GetString(server.Url()));
        HttpException announced = Client.Fails(HttpError.TooLarge, () => _client.GetString(server.Url()));

        StringAssert.Contains(chunked.Message, nameof(HttpClientOptions.MaximumContentSize));
        StringAssert.Contains(announced.Message, nameof(HttpClientOptions.MaximumContentSize));
    }

    [TestMethod]
    public void A_server_that_does_not_answer_ends_the_patience_of_HeaderTimeout()
    {
        _client.Options.HeaderTimeout = Short;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            connection.AwaitEnd();
        });

        HttpException failure = Client.Fails(HttpError.Timeout, () => _client.Get(server.Url()));

        StringAssert.Contains(failure.Message, nameof(HttpClientOptions.HeaderTimeout));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_header_that_comes_byte_by_byte_is_an_answer()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            connection.Trickle(ScriptedHttpServer.Response("slow", "200 OK", "X-Slow: yes"), 2);
        });

        using HttpResponse response = _client.Get(server.Url());

        Assert.AreEqual("yes", response.Fields.Get("X-Slow"));
        Assert.AreEqual("slow", response.ReadString());
    }

    [TestMethod]
    public void HeaderTimeout_is_for_the_whole_header_and_not_for_each_byte()
    {
        _client.Options.HeaderTimeout = 300;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            connection.Trickle("HTTP/1.1 200 OK\r\nX-Endless: " + new string('x', 2000), 50);
        });

        Client.Fails(HttpError.Timeout, () => _client.Get(server.Url()));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_body_that_stalls_ends_the_patience_of_ReadTimeout()
    {
        _client.Options.ReadTimeout = Short;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            connection.AwaitEnd();
        });
        using HttpResponse response = _client.Get(server.Url());

        HttpException failure = Client.Fails(HttpError.Timeout, () => response.ReadString());

        StringAssert.Contains(failure.Message, nameof(HttpClientOptions.ReadTimeout));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_body_that_comes_for_ever_ends_with_TotalTimeout()
    {
        _client.Options.TotalTimeout = 300;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer("HTTP/1.1 200 OK\r\n\r\n");
            connection.Trickle(new string('x', 2000), 20);
        });
        using HttpResponse response = _client.Get(server.Url());

        HttpException failure = Client.Fails(HttpError.Timeout, () => response.ReadString());

        StringAssert.Contains(failure.Message, nameof(HttpClientOptions.TotalTimeout));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void TotalTimeout_ends_the_wait_for_a_header_and_that_for_a_connection()
    {
        _client.Options.TotalTimeout = Short;
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.ReadRequest();
            connection.AwaitEnd();
        });
        using var hole = new Sockets.BlackHole();

        HttpException header = Client.Fails(HttpError.Timeout, () => _client.Get(server.Url()));
        HttpException connect = Client.Fails(HttpError.Timeout, () => _client.Get($"http://127.0.0.1:{hole.Port}/"));

        StringAssert.Contains(header.Message, nameof(HttpClientOptions.TotalTimeout));
        StringAssert.Contains(connect.Message, nameof(HttpClientOptions.TotalTimeout));
    }

    [TestMethod]
    public void A_connection_that_is_not_made_in_time_or_refused_says_so()
    {
        _client.Options.ConnectTimeout = Short;
        using var hole = new Sockets.BlackHole();

        HttpException late = Client.Fails(HttpError.Transport, () => _client.Get($"http://127.0.0.1:{hole.Port}/"));
        HttpException refused = Client.Fails(HttpError.Transport, () => _client.Get($"http://127.0.0.1:{Sockets.Loopback.FreePort()}/"));

        Assert.AreEqual(EspNet.Sockets.TransportError.TimedOut, ((EspNet.Sockets.TransportException)late.InnerException!).Error);
        Assert.AreEqual(EspNet.Sockets.TransportError.Refused, ((EspNet.Sockets.TransportException)refused.InnerException!).Error);
    }

    [TestMethod]
    public void The_time_for_the_whole_ends_a_body_that_goes_on_and_on()
    {
        using var server = new EspHttpServer(new HttpServerOptions(0));
        server.Route("POST", "/", (request, _) =>
        {
            byte[] buffer = new byte[4096];
            while (request.Read(buffer, 0, buffer.Length) > 0)
            {
                // Takes everything.
            }
        });
        server.Start();
        using var client = new EspHttpClient(new HttpClientOptions { TotalTimeout = 300 });
        var request = new HttpRequest("POST", $"http://127.0.0.1:{server.Port}/");
        byte[] piece = new byte[1024];
        request.SetBody(
            body =>
            {
                while (true)
                {
                    body.Write(piece, 0, piece.Length);
                }
            },
            -1);

        HttpException failure = Assert.ThrowsExactly<HttpException>(() => client.Send(request));

        Assert.AreEqual(HttpError.Timeout, failure.Error);
        Assert.Contains("TotalTimeout", failure.Message);
    }
}
