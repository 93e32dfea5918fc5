using EspNet.Bench.Web;
using EspNet.Http;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Http;

/// <summary>Downloads from a server that cuts the connection, over real sockets.</summary>
[TestClass]
public sealed class DownloadTests
{
    [TestMethod]
    public void A_firmware_of_1_MB_over_a_connection_cut_every_50_KB_arrives_byte_exact()
    {
        using BenchWebServer server = Start();
        server.Faults.Cut(50 * 1024, int.MaxValue);
        using var client = new EspHttpClient();
        using var received = new MemoryStream();

        HttpDownloadResult result = client.Download(Url(server), received, Quick());

        CollectionAssert.AreEqual(server.Image, received.ToArray());
        Assert.AreEqual(server.Image.Length, result.Length);
        Assert.AreEqual(21, result.Requests, "1,048,576 bytes in parts of 51,200 are 21 requests when none comes twice.");
        Assert.AreEqual(server.EntityTag, result.Validator);
    }

    [TestMethod]
    public void A_destination_that_only_takes_what_follows_gets_each_byte_once()
    {
        using BenchWebServer server = Start();
        server.Faults.Cut(400_000, 2);
        using var client = new EspHttpClient();
        using var received = new ForwardStream();
        HttpDownloadOptions options = Quick();
        options.ExpectedSha256 = server.ImageSha256.ToUpperInvariant();

        HttpDownloadResult result = client.Download(Url(server), received, options);

        CollectionAssert.AreEqual(server.Image, received.ToArray());
        Assert.AreEqual(server.ImageSha256, result.Sha256);
    }

    [TestMethod]
    public void An_image_that_is_not_the_expected_one_is_an_error()
    {
        using BenchWebServer server = Start();
        using var client = new EspHttpClient();
        HttpDownloadOptions options = Quick();
        options.ExpectedSha256 = new string('0', 64);

        HttpException failure = Assert.ThrowsExactly<HttpException>(() => client.Download(Url(server), new MemoryStream(), options));

        Assert.AreEqual(HttpError.DigestMismatch, failure.Error);
        Assert.Contains(server.ImageSha256, failure.Message);
    }

    [TestMethod]
    public void A_download_goes_on_where_another_program_run_left_it()
    {
        using BenchWebServer server = Start();
        using var client = new EspHttpClient();
        using var received = new MemoryStream();
        received.Write(server.Image, 0, 700_000);
        HttpDownloadOptions options = Quick();
        options.Received = 700_000;
        options.Validator = server.EntityTag;
        options.ExpectedSha256 = server.ImageSha256;
        long first = -1;
        options.Progress = (count, _) => first = first < 0 ? count : first;

        HttpDownloadResult result = client.Download(Url(server), received, options);

        Assert.AreEqual(1, result.Requests);
        Assert.IsGreaterThan(700_000, first);
        CollectionAssert.AreEqual(server.Image, received.ToArray());
    }

    [TestMethod]
    public void Progress_tells_what_is_there_and_what_there_will_be()
    {
        using BenchWebServer server = Start();
        server.Faults.Cut(300_000, 1);
        using var client = new EspHttpClient();
        var seen = new List<(long Received, long Total)>();
        HttpDownloadOptions options = Quick();
        options.Progress = (received, total) => seen.Add((received, total));

        client.Download(Url(server), new MemoryStream(), options);

        Assert.AreEqual((server.Image.Length, server.Image.Length), ((int)seen[^1].Received, (int)seen[^1].Total));
        Assert.IsTrue(seen.Zip(seen.Skip(1)).All(pair => pair.First.Received < pair.Second.Received), "It went back.");
        Assert.IsTrue(seen.TrueForAll(one => one.Total == server.Image.Length), "The whole was not known.");
    }

    [TestMethod]
    public void A_server_that_is_gone_is_asked_as_often_as_the_options_say()
    {
        int port;
        using (BenchWebServer server = Start())
        {
            port = server.Port;
        }

        using var client = new EspHttpClient();
        HttpDownloadOptions options = Quick();
        options.MaximumResumes = 3;

        HttpException failure = Assert.ThrowsExactly<HttpException>(
            () => client.Download($"http://127.0.0.1:{port}/firmware", new MemoryStream(), options));

        Assert.AreEqual(HttpError.Transport, failure.Error);
        Assert.AreEqual(TransportError.Refused, ((TransportException)failure.InnerException!).Error);
    }

    [TestMethod]
    [DataRow("request")]
    [DataRow("all")]
    [DataRow("client")]
    public void Cancelling_ends_the_pause_before_the_next_attempt(string what)
    {
        using BenchWebServer server = Start();
        server.Faults.Cut(100_000, int.MaxValue);
        using var client = new EspHttpClient();
        var request = new HttpRequest("GET", Url(server));
        using var cut = new ManualResetEventSlim();
        server.Logged += (_, line) =>
        {
            if (line.StartsWith("cut", StringComparison.Ordinal))
            {
                cut.Set();
            }
        };
        var options = new HttpDownloadOptions { Backoff = BackoffOptions.Fixed(600_000) };
        var download = Task.Run(() => client.Download(request, new MemoryStream(), options));
        Assert.IsTrue(cut.Wait(TimeSpan.FromSeconds(20)));

        switch (what)
        {
            case "request":
                request.Cancel();
                break;
            case "all":
                client.CancelAll();
                break;
            default:
                client.Dispose();
                break;
        }

        AggregateException failure = Assert.ThrowsExactly<AggregateException>(() => download.Wait(TimeSpan.FromSeconds(20)));
        Assert.AreEqual(HttpError.Cancelled, ((HttpException)failure.InnerException!).Error);
    }

    [TestMethod]
    public void A_server_that_begins_anew_each_time_is_not_asked_for_ever()
    {
        int version = 0;
        using var server = new EspHttpServer(new HttpServerOptions(0));
        server.Route("GET", "/changing", (_, response) =>
        {
            response.Fields.Set("ETag", $"\"v{version++}\"");
            response.ContentLength = 10_000;
            response.Write(new byte[5_000], 0, 5_000);
            throw new InvalidOperationException("cut");
        });
        server.RequestFailed += (_, _, _) => { };
        server.Start();
        using var client = new EspHttpClient();
        HttpDownloadOptions options = Quick();
        options.MaximumResumes = 5;

        HttpException failure = Assert.ThrowsExactly<HttpException>(
            () => client.Download($"http://127.0.0.1:{server.Port}/changing", new MemoryStream(), options));

        Assert.IsTrue(failure.Error is HttpError.Transport or HttpError.IncompleteMessage, failure.Message);
        Assert.AreEqual(6, version);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(204)]
    public void An_answer_without_the_content_is_not_taken_for_it(int status)
    {
        using var server = new EspHttpServer(new HttpServerOptions(0));
        server.Route("GET", "/none", (_, response) => response.StatusCode = status);
        server.Start();
        using var client = new EspHttpClient();
        using var received = new MemoryStream();

        HttpException failure = Assert.ThrowsExactly<HttpException>(
            () => client.Download($"http://127.0.0.1:{server.Port}/none", received, Quick()));

        Assert.AreEqual(HttpError.UnsuccessfulStatus, failure.Error);
        Assert.AreEqual(0, received.Length);
    }

    [TestMethod]
    public void A_server_that_is_in_trouble_for_a_while_is_asked_again()
    {
        int asked = 0;
        using var server = new EspHttpServer(new HttpServerOptions(0));
        server.Route("GET", "/busy", (_, response) =>
        {
            if (++asked < 3)
            {
                response.StatusCode = 520;
                response.Send("an error page");
                return;
            }

            response.Send("the content");
        });
        server.Start();
        using var client = new EspHttpClient();
        using var received = new MemoryStream();

        HttpDownloadResult result = client.Download($"http://127.0.0.1:{server.Port}/busy", received, Quick());

        Assert.AreEqual(3, result.Requests);
        Assert.AreEqual("the content", System.Text.Encoding.ASCII.GetString(received.ToArray()));
    }

    [TestMethod]
    public void A_destination_that_cannot_be_cut_off_begins_anew_when_what_comes_is_not_shorter()
    {
        Assert.AreEqual("AAAAAAAAAA", DownloadChanging(new NoSetLength(), "AAAAAAAAAA"));

        HttpException failure = Assert.ThrowsExactly<HttpException>(() => DownloadChanging(new NoSetLength(), "AA"));
        Assert.AreEqual(HttpError.ContentChanged, failure.Error);
    }

    [TestMethod]
    public void A_request_can_be_used_for_another_download_afterwards()
    {
        using BenchWebServer server = Start();
        server.Faults.Cut(500_000, 1);
        using var client = new EspHttpClient();
        var request = new HttpRequest("GET", Url(server));
        client.Download(request, new MemoryStream(), Quick());

        Assert.AreEqual(server.Image.Length, client.Download(request, new MemoryStream(), Quick()).Length);
    }

    [TestMethod]
    public void What_cannot_be_a_SHA_256_is_refused_before_anything_is_downloaded()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new HttpDownloadOptions { ExpectedSha256 = "abc" });
        Assert.ThrowsExactly<ArgumentException>(() => new HttpDownloadOptions { ExpectedSha256 = new string('x', 64) });
    }

    /// <summary>Five bytes of one version come, then another version.</summary>
    private static string DownloadChanging(MemoryStream destination, string second)
    {
        int asked = 0;
        using var server = new EspHttpServer(new HttpServerOptions(0));
        server.Route("GET", "/changing", (_, response) =>
        {
            response.Fields.Set("ETag", $"\"v{asked}\"");
            if (asked++ == 0)
            {
                response.ContentLength = 10;
                response.Write("BBBBB");
                response.Flush();
                throw new InvalidOperationException("cut");
            }

            response.Send(second);
        });
        server.RequestFailed += (_, _, _) => { };
        server.Start();
        using var client = new EspHttpClient();
        client.Download($"http://127.0.0.1:{server.Port}/changing", destination, Quick());
        return System.Text.Encoding.ASCII.GetString(destination.ToArray());
    }

    private static BenchWebServer Start()
    {
        var server = new BenchWebServer();
        server.Start();
        return server;
    }

    private static string Url(BenchWebServer server) => $"http://127.0.0.1:{server.Port}/firmware";

    private static HttpDownloadOptions Quick() => new() { Backoff = BackoffOptions.Fixed(1) };

    /// <summary>As the device's FileStream.</summary>
    private sealed class NoSetLength : MemoryStream
    {
        public override void SetLength(long value) => throw new NotImplementedException();
    }

    /// <summary>As flash: written from the beginning to the end.</summary>
    private sealed class ForwardStream : Stream
    {
        private readonly MemoryStream _content = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => _content.ToArray();

        public override void Write(byte[] buffer, int offset, int count) => _content.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
