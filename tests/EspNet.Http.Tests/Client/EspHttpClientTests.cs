using System.IO;
using System.Text;
using EspNet.Sockets;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Client;

/// <summary>The client over a network in memory: on the PC, in the emulator and on a board alike.</summary>
[TestClass]
public class EspHttpClientTests
{
    private const string HeaderEnd = "\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [TestMethod]
    public void A_GET_says_what_it_must_and_brings_the_body()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, Ok);

        Assert.AreEqual("ok", server.Client.GetString("http://host/a?b=c"));

        Assert.AreEqual("GET /a?b=c HTTP/1.1\r\nHost: host\r\nUser-Agent: EspNet\r\nAccept-Encoding: identity\r\n\r\n", server.Received);
    }

    [TestMethod]
    public void Requests_share_a_connection()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, Ok, Ok, Ok);

        server.Client.GetString("http://host/1");
        server.Client.GetString("http://host/2");
        server.Client.GetString("http://host/3");

        Assert.AreEqual(1, server.Connections);
    }

    [TestMethod]
    public void A_GET_on_a_connection_that_the_server_closes_instead_of_answering_goes_over_a_new_one()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, Ok, string.Empty, Ok);

        server.Client.GetString("http://host/1");
        Assert.AreEqual("ok", server.Client.GetString("http://host/2"));

        Assert.AreEqual(2, server.Connections);
    }

    [TestMethod]
    public void An_upload_is_written_piece_by_piece_and_framed_by_the_library()
    {
        using MemoryServer server = new MemoryServer("\r\n0\r\n\r\n", Ok);
        using HttpUpload upload = server.Client.Open(new HttpRequest("POST", "http://host/log"));

        upload.Write("Hello");
        upload.Write(" World!");
        using HttpResponse response = upload.Finish();

        Assert.AreEqual("ok", response.ReadString());
        Assert.AreEqual(12, (int)upload.Sent);
        Assert.EndsWith("Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7\r\n World!\r\n0\r\n\r\n", server.Received);
    }

    [TestMethod]
    public void A_chunked_response_is_read_as_one_body()
    {
        using MemoryServer server = new MemoryServer(
            HeaderEnd,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7;x=y\r\n World!\r\n0\r\nX-Sum: 12\r\n\r\n");
        using HttpResponse response = server.Client.Get("http://host/");

        Assert.AreEqual("Hello World!", response.ReadString());
        Assert.AreEqual("12", response.Trailers!.Get("x-sum"));
    }

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")]
    public void A_body_that_is_cut_off_is_an_error(string answer)
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, answer, string.Empty);
        server.Client.Options.ReadTimeout = 300;
        using HttpResponse response = server.Client.Get("http://host/");
        HttpError error = HttpError.InvalidUrl;
        try
        {
            response.ReadBytes();
        }
        catch (HttpException e)
        {
            error = e.Error;
        }

        Assert.AreEqual((int)HttpError.Timeout, (int)error);
    }

    [TestMethod]
    public void The_rest_of_a_body_that_was_read_in_part_counts_as_the_rest()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678");
        server.Client.Options.MaximumContentSize = 4;
        using HttpResponse response = server.Client.Get("http://host/");
        byte[] first = new byte[5];
        for (int read = 0; read < first.Length;)
        {
            read += response.Read(first, read, first.Length - read);
        }

        Assert.AreEqual("678", response.ReadString());
    }

    [TestMethod]
    public void A_redirect_is_followed_and_the_response_says_where_to()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", Ok);
        using HttpResponse response = server.Client.Get("http://host/a");

        Assert.AreEqual("http://host/b", response.Url.ToString());
        Assert.AreEqual(200, response.StatusCode);
        Assert.AreEqual(1, server.Connections);
    }

    [TestMethod]
    public void A_download_goes_into_a_stream()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd, "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n0123456789");
        using MemoryStream destination = new MemoryStream();
        HttpDownloadOptions options = new HttpDownloadOptions
        {
            ExpectedSha256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
        };

        HttpDownloadResult result = server.Client.Download("http://host/", destination, options);

        byte[] content = destination.ToArray();
        Assert.AreEqual("0123456789", Encoding.UTF8.GetString(content, 0, content.Length));
        Assert.AreEqual(10, (int)result.Length);
        Assert.AreEqual("\"v1\"", result.Validator);
    }

    [TestMethod]
    public void A_server_that_cannot_be_reached_is_an_error_of_the_transport()
    {
        using MemoryServer server = new MemoryServer(HeaderEnd);
        HttpException? failure = null;
        try
        {
            server.Client.Get("http://host:81/");
        }
        catch (HttpException e)
        {
            failure = e;
        }

        Assert.AreEqual((int)HttpError.Transport, (int)failure!.Error);
        Assert.AreEqual((int)TransportError.Refused, (int)((TransportException)failure.InnerException!).Error);
    }
}
