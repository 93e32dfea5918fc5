using System.IO.Compression;
using System.Text;
using EspNet.Http;
using EspNet.Http.Protocol;
using EspNet.Interop.Tests.Http.Support;

namespace EspNet.Interop.Tests.Http;

/// <summary>What nginx sends and what is sent to it.</summary>
[TestClass]
public sealed class NginxContentTests : IDisposable
{
    private const int Large = 300_000;

    private readonly EspHttpClient _client = new();
    private readonly byte[] _content = new byte[Large];

    public NginxContentTests() => new Random(1).NextBytes(_content);

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void A_file_of_many_buffers_arrives_whole_with_its_length()
    {
        using NginxServer server = NginxServer.Start();
        File.WriteAllBytes(Path.Combine(server.RootFolder, "file"), _content);

        using HttpResponse response = _client.Get(server.Url("/file"));

        Assert.AreEqual(Large, response.ContentLength);
        CollectionAssert.AreEqual(_content, ReadAll(response));
    }

    [TestMethod]
    public void A_chunked_answer_arrives_whole_and_the_connection_is_kept()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting + "ssi on; ssi_types *;");
        string page = string.Concat(Enumerable.Repeat("line <!--# echo var=\"uri\" -->\n", 5_000));
        File.WriteAllText(Path.Combine(server.RootFolder, "page"), page);
        using HttpResponse response = _client.Get(server.Url("/page"));

        Assert.AreEqual("chunked", response.Fields.Get("Transfer-Encoding"));
        Assert.AreEqual(-1, response.ContentLength);
        Assert.AreEqual(
            string.Concat(Enumerable.Repeat("line /page\n", 5_000)),
            Encoding.UTF8.GetString(ReadAll(response)));
        using HttpResponse next = _client.Get(server.Url(NginxServer.TextPath));
        Assert.AreEqual(response.Connection(), next.Connection());
    }

    [TestMethod]
    [DataRow("GET", "/file", 200, 5L, "hello")]
    [DataRow("HEAD", "/file", 200, 5L, "")]
    [DataRow("GET", "/empty", 200, 0L, "")]
    [DataRow("GET", "/no-content", 204, -2L, "")]
    [DataRow("HEAD", "/missing", 404, -2L, "")]
    [DataRow("GET", "/unavailable", 503, 3L, "not")]
    [DataRow("DELETE", "/file", 405, -2L, null)]
    [DataRow("OPTIONS", "/file", 405, -2L, null)]
    public void The_next_request_begins_where_this_answer_ends(string method, string path, int status, long length, string? body)
    {
        using NginxServer server = NginxServer.Start(further: $$"""
            {{NginxHttp.Counting}}
            location = /no-content { return 204; }
            location = /unavailable { return 503 'not'; }
            """);
        File.WriteAllText(Path.Combine(server.RootFolder, "file"), "hello");
        File.WriteAllText(Path.Combine(server.RootFolder, "empty"), string.Empty);
        using HttpResponse response = _client.Send(new HttpRequest(method, server.Url(path)));

        Assert.AreEqual(status, response.StatusCode);
        Assert.AreEqual(status < 300, response.IsSuccess);
        if (length != -2)
        {
            Assert.AreEqual(length, response.ContentLength);
        }

        string read = response.ReadString();
        Assert.AreEqual(body ?? read, read);
        using HttpResponse next = _client.Get(server.Url(NginxServer.TextPath));
        Assert.AreEqual(response.Connection(), next.Connection());
        Assert.AreEqual(NginxServer.Text, next.ReadString());
    }

    [TestMethod]
    public void A_file_that_has_not_changed_is_not_sent_again()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting);
        File.WriteAllText(Path.Combine(server.RootFolder, "file"), "hello");
        using HttpResponse first = _client.Get(server.Url("/file"));
        first.ReadString();
        var request = new HttpRequest("GET", server.Url("/file"));
        request.Fields.Set("If-None-Match", first.Fields.Get("ETag")!);

        using HttpResponse unchanged = _client.Send(request);

        Assert.AreEqual(304, unchanged.StatusCode);
        Assert.AreEqual(string.Empty, unchanged.ReadString());
        using HttpResponse next = _client.Get(server.Url("/file"));
        Assert.AreEqual(first.Connection(), next.Connection());
        Assert.AreEqual("hello", next.ReadString());
    }

    [TestMethod]
    public void A_status_without_success_is_an_exception_where_success_is_asked_for()
    {
        using NginxServer server = NginxServer.Start();

        HttpException failure = Client.Fails(HttpError.UnsuccessfulStatus, () => _client.GetString(server.Url("/missing")));

        StringAssert.Contains(failure.Message, "404");
    }

    [TestMethod]
    [DataRow(0L, 0L, "0")]
    [DataRow(3L, 5L, "345")]
    [DataRow(7L, -1L, "789")]
    [DataRow(8L, 100L, "89")]
    public void A_part_of_a_file_is_sent_alone(long first, long last, string expected)
    {
        using NginxServer server = WithDigits();
        HttpRequest request = Part(server, first, last);

        using HttpResponse response = _client.Send(request);

        Assert.AreEqual(206, response.StatusCode);
        StringAssert.StartsWith(response.Fields.Get("Content-Range"), $"bytes {first}-");
        Assert.AreEqual(expected, response.ReadString());
    }

    [TestMethod]
    public void A_part_behind_the_end_is_416()
    {
        using NginxServer server = WithDigits();

        using HttpResponse response = _client.Send(Part(server, 10, -1));

        Assert.AreEqual(416, response.StatusCode);
        Assert.AreEqual("bytes */10", response.Fields.Get("Content-Range"));
    }

    [TestMethod]
    public void A_part_is_sent_if_the_file_is_the_same_and_the_whole_otherwise()
    {
        using NginxServer server = WithDigits();
        using HttpResponse whole = _client.Get(server.Url("/digits"));
        HttpRequest same = Part(server, 5, -1);
        same.Fields.Set("If-Range", whole.Fields.Get("ETag")!);
        HttpRequest other = Part(server, 5, -1);
        other.Fields.Set("If-Range", "\"another\"");

        Assert.AreEqual("56789", _client.Send(same).Drain());
        Assert.AreEqual("0123456789", _client.Send(other).Drain());
    }

    [TestMethod]
    public void A_server_without_ranges_sends_the_whole_with_200()
    {
        using NginxServer server = WithDigits("max_ranges 0;");

        using HttpResponse response = _client.Send(Part(server, 5, -1));

        Assert.AreEqual(200, response.StatusCode);
        Assert.AreEqual("0123456789", response.ReadString());
    }

    [TestMethod]
    [DataRow("PUT", "/put/file", "put/file", false)]
    [DataRow("PUT", "/put/file", "put/file", true)]
    [DataRow("POST", "/post", "put/posted", false)]
    [DataRow("POST", "/post", "put/posted", true)]
    public void What_is_sent_arrives_byte_for_byte(string method, string path, string file, bool isChunked)
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting + NginxHttp.Storing);
        var request = new HttpRequest(method, server.Url(path));
        request.SetBody(new ForwardStream(_content), isChunked ? -1 : Large, "application/octet-stream");

        using HttpResponse response = _client.Send(request);

        Assert.AreEqual(201, response.StatusCode);
        CollectionAssert.AreEqual(_content, File.ReadAllBytes(Path.Combine(server.RootFolder, file)));
        response.ReadString();
        using HttpResponse next = _client.Get(server.Url(NginxServer.TextPath));
        Assert.AreEqual(response.Connection(), next.Connection());
    }

    [TestMethod]
    [DataRow(-1L, false)]
    [DataRow((long)Large, false)]
    [DataRow(-1L, true)]
    [DataRow((long)Large, true)]
    public void What_is_written_piece_by_piece_arrives_byte_for_byte(long length, bool expectsContinue)
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds; // nginx says to continue.
        using NginxServer server = NginxServer.Start(further: NginxHttp.Storing);
        using HttpUpload upload = _client.Open(new HttpRequest("PUT", server.Url("/put/file")) { ExpectContinue = expectsContinue }, length);
        for (int at = 0, size = 1; at < Large; at += size, size = Math.Min(size * 3, Large - at))
        {
            upload.Write(_content, at, size);
        }

        using HttpResponse response = upload.Finish();

        Assert.AreEqual(201, response.StatusCode);
        Assert.AreEqual(Large, upload.Sent);
        CollectionAssert.AreEqual(_content, File.ReadAllBytes(Path.Combine(server.RootFolder, "put/file")));
    }

    [TestMethod]
    public void A_body_larger_than_nginx_takes_is_refused_before_it_is_sent()
    {
        _client.Options.ContinueTimeout = Patience.Milliseconds;
        using NginxServer server = NginxServer.Start(further: "location /put/ { dav_methods PUT; client_max_body_size 1k; }");
        var request = new HttpRequest("PUT", server.Url("/put/file")) { ExpectContinue = true };
        request.SetBody(_content);

        using HttpResponse response = _client.Send(request);

        Assert.AreEqual(413, response.StatusCode);
        Assert.AreEqual(NginxServer.Text, _client.GetString(server.Url(NginxServer.TextPath)));
    }

    [TestMethod]
    public void Nothing_is_compressed_unless_the_program_asks_for_it_and_then_it_is_not_taken_for_text()
    {
        using NginxServer server = NginxServer.Start(further: "gzip on; gzip_types *; gzip_min_length 0; gzip_http_version 1.0;");
        string text = new('x', 5_000);
        File.WriteAllText(Path.Combine(server.RootFolder, "page.txt"), text);
        var compressed = new HttpRequest("GET", server.Url("/page.txt"));
        compressed.Fields.Set("Accept-Encoding", "gzip");

        Assert.AreEqual(text, _client.GetString(server.Url("/page.txt")));
        HttpException failure = Client.Fails(HttpError.UnsupportedContentEncoding, () => _client.Send(compressed).Drain());
        using HttpResponse response = _client.Send(compressed);

        StringAssert.Contains(failure.Message, "gzip");
        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(response.ReadBytes()), CompressionMode.Decompress));
        Assert.AreEqual(text, unpacked.ReadToEnd());
    }

    [TestMethod]
    [DataRow(5, 1500, HttpProtocolError.HeaderTooLarge, nameof(HttpLimits.MaximumHeaderSize))]
    [DataRow(70, 10, HttpProtocolError.TooManyFields, nameof(HttpLimits.MaximumFields))]
    public void A_header_larger_than_the_limits_is_refused_until_they_are_raised(int count, int size, HttpProtocolError expected, string limit)
    {
        string fields = string.Concat(Enumerable.Range(0, count).Select(i => $"add_header X-{i} {new string('x', size)};\n"));
        using NginxServer server = NginxServer.Start(further: fields);

        HttpException failure = Client.Fails(HttpError.TooLarge, () => _client.Get(server.Url(NginxServer.TextPath)));
        _client.Options.Limits.MaximumHeaderSize = 16_384;
        _client.Options.Limits.MaximumFields = 100;
        using HttpResponse response = _client.Get(server.Url(NginxServer.TextPath));

        Assert.AreEqual(expected, failure.ProtocolError);
        StringAssert.Contains(failure.Message, limit);
        Assert.AreEqual(new string('x', size), response.Fields.Get($"x-{count - 1}"));
        Assert.AreEqual(NginxServer.Text, response.ReadString());
    }

    private static NginxServer WithDigits(string further = "")
    {
        NginxServer server = NginxServer.Start(further: further);
        File.WriteAllText(Path.Combine(server.RootFolder, "digits"), "0123456789");
        return server;
    }

    private static HttpRequest Part(NginxServer server, long first, long last)
    {
        var request = new HttpRequest("GET", server.Url("/digits"));
        request.SetRange(first, last);
        return request;
    }

    private static byte[] ReadAll(HttpResponse response)
    {
        var content = new MemoryStream();
        response.Body.CopyTo(content);
        return content.ToArray();
    }
}
