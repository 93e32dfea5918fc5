using System.Security.Cryptography;
using EspNet.Http;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>What curl uploads, and when it does not.</summary>
[TestClass]
public sealed class CurlUploadTests : HttpServerTest
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    // Longer than curl may take, so that it never sends a body without permission.
    private static readonly string[] s_withPermission = ["-H", "Expect: 100-continue", "--expect100-timeout", "60"];

    [TestMethod]
    public void Ten_megabytes_come_through_chunked_and_back()
    {
        byte[] content = Noise(TenMegabytes);
        Route("PUT", "/echo", (request, response) =>
        {
            Assert.AreEqual(-1L, request.ContentLength);
            byte[] piece = new byte[4096];
            for (int read = request.Read(piece, 0, piece.Length); read > 0; read = request.Read(piece, 0, piece.Length))
            {
                response.Write(piece, 0, read);
            }
        });
        Start();

        Curl.Run("-T", WriteFile("in", content), "-H", "Transfer-Encoding: chunked", "-o", PathOf("out"), Url("/echo"));

        CollectionAssert.AreEqual(content, File.ReadAllBytes(PathOf("out")));
    }

    [TestMethod]
    public void Ten_megabytes_come_through_with_their_length()
    {
        byte[] content = Noise(TenMegabytes);
        Route("POST", "/hash", (request, response) =>
            response.Send($"{request.ContentLength} {Convert.ToHexString(SHA256.HashData(request.Body))}"));
        Start();

        string answer = Curl.Run("--data-binary", "@" + WriteFile("in", content), Url("/hash"));

        Assert.AreEqual($"{TenMegabytes} {Convert.ToHexString(SHA256.HashData(content))}", answer);
    }

    [TestMethod]
    public void Ten_megabytes_go_down_with_their_length_and_chunked()
    {
        byte[] content = Noise(TenMegabytes);
        Route("GET", "/known", (_, response) => response.Send(content));
        Server.RouteFiles("/stream/*", (_, _) => new HttpFile(new MemoryStream(content), -1, "application/octet-stream"));
        Start();

        Curl.Run("-o", PathOf("known"), Url("/known"));
        Curl.Run("-o", PathOf("chunked"), Url("/stream/x"));

        CollectionAssert.AreEqual(content, File.ReadAllBytes(PathOf("known")));
        CollectionAssert.AreEqual(content, File.ReadAllBytes(PathOf("chunked")));
    }

    [TestMethod]
    public void A_client_that_waits_for_permission_gets_it_with_the_first_read()
    {
        Route("POST", "/take", (request, response) => response.Send("took " + request.ReadString()));
        Start();

        string answer = Curl.Run([.. s_withPermission, "-d", "it", "-i", "-w", " %{size_upload} %{num_connects}", Url("/take"), Url("/take")]);

        StringAssert.StartsWith(answer, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
        StringAssert.Contains(answer, "took it 2 1");
        StringAssert.EndsWith(answer, "took it 2 0");
    }

    [TestMethod]
    public void A_client_that_is_refused_early_sends_no_body()
    {
        bool wasAsked = false;
        Route("PUT", "/take", (request, response) =>
        {
            wasAsked = true;
            response.StatusCode = request.ContentLength > 1000 ? 413 : 204;
        });
        Start();

        string answer = Curl.Run([.. s_withPermission, "-T", WriteFile("in", Noise(TenMegabytes)), "-i", "-w", "|%{size_upload}", Url("/take")]);

        Assert.IsTrue(wasAsked);
        StringAssert.StartsWith(answer, "HTTP/1.1 413 ");
        StringAssert.Contains(answer, "Connection: close\r\n");
        StringAssert.EndsWith(answer, "|0");
        GoesOn();
    }

    [TestMethod]
    public void A_body_larger_than_may_be_collected_is_413_before_it_was_read()
    {
        Options.MaximumContentSize = 1000;
        Route("POST", "/take", (request, response) => response.Send(request.ReadBytes()));
        Start();

        string answer = Curl.Run([.. s_withPermission, "-d", new string('x', 1001), "-w", "|%{http_code} %{size_upload}", Url("/take")]);

        StringAssert.EndsWith(answer, "|413 0");
        Assert.AreEqual(new string('x', 1000), Curl.Run("-d", new string('x', 1000), Url("/take")));
        Assert.AreEqual(0, Failures.Count, "It is the client's fault, not the handler's.");
    }
}
