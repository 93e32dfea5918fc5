using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EspNet.Bench.Web;
using EspNet.Http;

namespace EspNet.Interop.Tests.Http;

/// <summary>Programs written for System.Net.Http, on this engine.</summary>
[TestClass]
public sealed class MessageHandlerTests
{
    [TestMethod]
    public async Task A_content_without_a_length_is_sent_chunked_and_whole()
    {
        using BenchWebServer server = StartBench();
        using var client = new HttpClient(new EspNetMessageHandler());
        byte[] content = server.Image[..300_000];

        using HttpResponseMessage response = await client.PostAsync($"http://127.0.0.1:{server.Port}/upload", new UnknownLength(content));

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        WebUpload upload = server.Uploads.Single();
        Assert.IsTrue(upload.IsChunked);
        Assert.AreEqual(content.Length, upload.Bytes);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), upload.Sha256);
    }

    [TestMethod]
    public async Task A_content_with_a_length_is_sent_with_it_unless_chunked_is_asked_for()
    {
        using BenchWebServer server = StartBench();
        using var client = new HttpClient(new EspNetMessageHandler());
        string url = $"http://127.0.0.1:{server.Port}/upload";
        using var chunked = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("abc") };
        chunked.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage first = await client.PostAsync(url, new StringContent("abc"));
        using HttpResponseMessage second = await client.SendAsync(chunked);

        CollectionAssert.AreEqual(new[] { false, true }, server.Uploads.Select(one => one.IsChunked).ToArray());
        Assert.IsTrue(server.Uploads.All(one => one.Bytes == 3));
    }

    [TestMethod]
    public async Task A_content_of_1_MB_comes_while_it_is_read()
    {
        using BenchWebServer server = StartBench();
        using var client = new HttpClient(new EspNetMessageHandler());

        using HttpResponseMessage response = await client.GetAsync(
            $"http://127.0.0.1:{server.Port}/firmware", HttpCompletionOption.ResponseHeadersRead);
        using var received = new MemoryStream();
        await response.Content.CopyToAsync(received);

        Assert.AreEqual(server.Image.Length, response.Content.Headers.ContentLength);
        Assert.AreEqual(server.EntityTag, response.Headers.ETag!.Tag);
        CollectionAssert.AreEqual(server.Image, received.ToArray());
    }

    [TestMethod]
    public void A_body_that_is_cut_off_is_an_exception_of_the_stream()
    {
        using BenchWebServer server = StartBench();
        server.Faults.Cut(10_000, 1);
        using var client = new HttpClient(new EspNetMessageHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/firmware");
        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);

        IOException failure = Assert.ThrowsExactly<IOException>(() => response.Content.ReadAsStream().CopyTo(Stream.Null));

        Assert.IsInstanceOfType<HttpException>(failure.InnerException);
    }

    [TestMethod]
    public void Headers_go_both_ways()
    {
        using EspHttpServer server = StartServer();
        using var client = new HttpClient(new EspNetMessageHandler());
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Thermometer/1.0 (test)");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://127.0.0.1:{server.Port}/echo")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Sent", "here");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "token");

        using HttpResponseMessage response = client.Send(request);

        Assert.AreEqual("PUT|application/json; charset=utf-8|here|Bearer token|Thermometer/1.0 (test)|{}", ReadText(response));
        Assert.AreEqual("there", response.Headers.GetValues("X-Answered").Single());
        Assert.AreEqual("text/plain", response.Content.Headers.ContentType!.MediaType);
    }

    [TestMethod]
    public void Requests_share_a_connection_unless_it_is_to_be_closed()
    {
        using EspHttpServer server = StartServer();
        using var client = new HttpClient(new EspNetMessageHandler());
        string url = $"http://127.0.0.1:{server.Port}/connections";

        string[] kept = [GetText(client, url), GetText(client, url)];
        client.DefaultRequestHeaders.ConnectionClose = true;
        using HttpResponseMessage last = client.Send(new HttpRequestMessage(HttpMethod.Get, url));

        CollectionAssert.AreEqual(new[] { "1", "1" }, kept);
        Assert.IsTrue(last.Headers.ConnectionClose);
    }

    [TestMethod]
    public void The_request_tells_where_a_redirect_has_led()
    {
        using EspHttpServer server = StartServer();
        using var client = new HttpClient(new EspNetMessageHandler());

        using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/moved"));

        Assert.AreEqual("/connections", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [TestMethod]
    public async Task Cancelling_ends_a_request_that_waits_for_its_answer()
    {
        using EspHttpServer server = StartServer();
        using var client = new HttpClient(new EspNetMessageHandler());
        using var cancellation = new CancellationTokenSource();
        Task<HttpResponseMessage> request = client.GetAsync($"http://127.0.0.1:{server.Port}/slow", cancellation.Token);
        Assert.IsTrue(_isSlow!.Wait(TimeSpan.FromSeconds(20)));

        cancellation.Cancel();

        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => request);
        _isSlow.Release();
    }

    [TestMethod]
    public void A_server_that_is_not_there_is_the_exception_that_programs_expect()
    {
        int port;
        using (EspHttpServer server = StartServer())
        {
            port = server.Port;
        }

        using var client = new HttpClient(new EspNetMessageHandler());

        HttpRequestException failure = Assert.ThrowsExactly<HttpRequestException>(
            () => client.Send(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/")));

        Assert.AreEqual(HttpError.Transport, ((HttpException)failure.InnerException!).Error);
    }

    private static SlowHandler? _isSlow;

    private static BenchWebServer StartBench()
    {
        var server = new BenchWebServer();
        server.Start();
        return server;
    }

    private static EspHttpServer StartServer()
    {
        var server = new EspHttpServer(new HttpServerOptions(0));
        var slow = new SlowHandler();
        _isSlow = slow;
        server.Route("GET", "/slow", (_, _) => slow.Block());
        server.Route("GET", "/moved", (_, response) => response.Redirect("/connections"));
        server.Route("GET", "/connections", (_, response) => response.Send(server.ClientCount.ToString()));
        server.Route("PUT", "/echo", (request, response) =>
        {
            response.Fields.Set("X-Answered", "there");
            response.Send(string.Join(
                '|',
                request.Method,
                request.Fields.Get("Content-Type"),
                request.Fields.Get("X-Sent"),
                request.Fields.Get("Authorization"),
                request.Fields.Get("User-Agent"),
                request.ReadString()));
        });
        server.Start();
        return server;
    }

    private static string GetText(HttpClient client, string url)
    {
        using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, url));
        return ReadText(response);
    }

    private static string ReadText(HttpResponseMessage response)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    /// <summary>A handler that waits until it is told to go on.</summary>
    private sealed class SlowHandler
    {
        private readonly ManualResetEventSlim _entered = new();
        private readonly ManualResetEventSlim _released = new();

        public void Block()
        {
            _entered.Set();
            _released.Wait(TimeSpan.FromSeconds(20));
        }

        public bool Wait(TimeSpan time) => _entered.Wait(time);

        public void Release() => _released.Set();
    }

    /// <summary>A content that cannot say how long it is.</summary>
    private sealed class UnknownLength(byte[] content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(content, 0, content.Length);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
