namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Requests that are damaged, ambiguous or too large: answered with the status for it, and never with more.</summary>
[TestClass]
public sealed class BadRequestTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";

    [TestMethod]
    [DataRow("GET /hello\r\n\r\n", DisplayName = "no version")]
    [DataRow("GET  /hello HTTP/1.1\r\n" + Host + "\r\n", DisplayName = "two blanks")]
    [DataRow(" GET /hello HTTP/1.1\r\n" + Host + "\r\n", DisplayName = "a blank before the method")]
    [DataRow("GET /hel lo HTTP/1.1\r\n" + Host + "\r\n", DisplayName = "a blank in the target")]
    [DataRow("G(T /hello HTTP/1.1\r\n" + Host + "\r\n", DisplayName = "a method that is no token")]
    [DataRow("GET /hello HTTP/1.1\n" + Host + "\r\n", DisplayName = "a bare line feed")]
    [DataRow("GET /hello HTTP/1.1\r\nHost : h\r\n\r\n", DisplayName = "a blank before the colon")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "X: a\r\n b\r\n\r\n", DisplayName = "a folded field")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "X: a\0b\r\n\r\n", DisplayName = "a NUL")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "X: a\rb\r\n\r\n", DisplayName = "a bare carriage return")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + ": x\r\n\r\n", DisplayName = "a field without a name")]
    [DataRow("GET /hello HTTP/1.1\r\n\r\n", DisplayName = "no Host")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Host: other\r\n\r\n", DisplayName = "two Hosts")]
    [DataRow("GET /hello HTTP/1.1\r\nHost: h h\r\n\r\n", DisplayName = "a Host with a blank")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", DisplayName = "both lengths")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Content-Length: 0\r\nContent-Length: 1\r\n\r\n", DisplayName = "two lengths")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Content-Length: +1\r\n\r\nx", DisplayName = "a length with a sign")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Content-Length: 0x1\r\n\r\nx", DisplayName = "a hexadecimal length")]
    [DataRow("GET /hello HTTP/1.1\r\n" + Host + "Content-Length: 99999999999999999999\r\n\r\nx", DisplayName = "a length that cannot be counted")]
    [DataRow("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\r\n\r\n", DisplayName = "a handshake of TLS")]
    public void What_is_damaged_or_ambiguous_is_400_and_the_connection_ends(string request) => IsRefused(400, request);

    [TestMethod]
    [DataRow("GET /hello HTTP/2.0\r\n" + Host + "\r\n")]
    [DataRow("GET /hello HTTP/0.9\r\n" + Host + "\r\n")]
    [DataRow("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void A_version_that_is_not_HTTP_1_is_505(string request) => IsRefused(505, request);

    [TestMethod]
    [DataRow("HTTP/1.1", "gzip")]
    [DataRow("HTTP/1.1", "gzip, chunked")]
    [DataRow("HTTP/1.1", "chunked, chunked")]
    [DataRow("HTTP/1.0", "chunked")]
    public void A_transfer_coding_other_than_chunked_is_501(string version, string coding) =>
        IsRefused(501, $"POST /hello {version}\r\n{Host}Transfer-Encoding: {coding}\r\n\r\n0\r\n\r\n");

    [TestMethod]
    public void A_request_line_that_is_too_long_is_414()
    {
        IsRefused(414, $"GET /{new string('x', 2000)} HTTP/1.1\r\n{Host}\r\n");
        IsRefused(414, new string('x', 2000));
    }

    [TestMethod]
    public void A_header_that_is_too_large_is_431()
    {
        IsRefused(431, $"GET /hello HTTP/1.1\r\n{Host}X: {new string('x', 3000)}\r\n\r\n");
        IsRefused(431, $"GET /hello HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Repeat("a: b\r\n", 64))}\r\n");
    }

    [TestMethod]
    public void A_header_that_never_ends_is_answered_as_soon_as_it_is_too_large()
    {
        Start();
        using RawClient client = Connect();
        client.Send($"GET /hello HTTP/1.1\r\n{Host}X: ");

        // The rest may meet a connection that has ended.
        byte[] piece = new byte[1000];
        Array.Fill(piece, (byte)'x');
        for (int i = 0; i < 100 && client.TrySend(piece); i++)
        {
        }

        Assert.AreEqual(431, client.Receive().Status);
        GoesOn();
    }

    [TestMethod]
    public void A_header_of_just_the_allowed_size_is_taken()
    {
        Start();
        string start = $"GET /hello HTTP/1.1\r\n{Host}X: ";
        string filler = new('x', Options.Limits.MaximumHeaderSize - start.Length - 4);

        Assert.AreEqual(200, Connect().Ask(start + filler + "\r\n\r\n").Status);
        Assert.AreEqual(431, Connect().Ask(start + filler + "x\r\n\r\n").Status);
    }

    [TestMethod]
    [DataRow("zz\r\n")]
    [DataRow("5 \r\nhello\r\n0\r\n\r\n")]
    [DataRow("5\r\nhello!\r\n0\r\n\r\n")]
    [DataRow("5;\x01\r\nhello\r\n0\r\n\r\n")]
    [DataRow("5\nhello\r\n0\r\n\r\n")]
    [DataRow("-1\r\n")]
    public void A_damaged_chunk_is_400_for_who_reads_it_and_the_connection_ends(string body)
    {
        Route("POST", "/echo", (request, response) => response.Send(request.ReadBytes()));

        IsRefused(400, $"POST /echo HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{body}");
        Assert.AreEqual(0, Failures.Count);
    }

    [TestMethod]
    [DataRow("1001\r\n")]
    [DataRow("fffffffffffffffff\r\n")]
    public void A_chunk_that_is_too_large_is_413_for_who_reads_it(string chunk)
    {
        Options.Limits.MaximumChunkSize = 0x1000;
        Route("POST", "/echo", (request, response) => response.Send(request.ReadBytes()));

        IsRefused(413, $"POST /echo HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{chunk}");
    }

    [TestMethod]
    public void A_damaged_chunk_that_nobody_reads_ends_the_connection_behind_the_response()
    {
        Route("POST", "/ignore", (_, response) => response.Send("ignored"));
        Start();
        RawClient client = Connect();

        RawResponse response = client.Ask($"POST /ignore HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\nzz\r\n");

        Assert.AreEqual("ignored", response.Body);
        client.AwaitEnd();
    }

    [TestMethod]
    public void Trailers_of_a_request_are_read_away()
    {
        Route("POST", "/echo", (request, response) => response.Send(request.ReadBytes()));
        Start();
        RawClient client = Connect();

        client.Send($"POST /echo HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nSum: 1\r\nMore: 2\r\n\r\nGET /hello HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual("hello", client.Receive().Body);
        Assert.AreEqual("hello", client.Receive().Body);
    }

    [TestMethod]
    public void A_target_in_absolute_form_finds_the_same_route()
    {
        Route("GET", "/query", (request, response) => response.Send($"{request.Path} {request.Query.Get("x")}"));
        Route("GET", "/", (_, response) => response.Send("root"));
        Start();
        RawClient client = Connect();

        Assert.AreEqual("/query 1", client.Ask($"GET http://h/query?x=1 HTTP/1.1\r\n{Host}\r\n").Body);
        Assert.AreEqual("root", client.Ask($"GET http://h HTTP/1.1\r\n{Host}\r\n").Body);
        Assert.AreEqual("hello", client.Ask($"GET https://h:81/hello HTTP/1.1\r\n{Host}\r\n").Body);
    }

    [TestMethod]
    public void OPTIONS_tells_the_methods_and_another_one_gets_405_with_them()
    {
        Route("POST", "/hello", (_, response) => response.StatusCode = 204);
        Start();
        RawClient client = Connect();

        RawResponse options = client.Ask($"OPTIONS /hello HTTP/1.1\r\n{Host}\r\n");
        RawResponse delete = client.Ask($"DELETE /hello HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(204, options.Status);
        Assert.AreEqual(405, delete.Status);
        foreach (string? allow in new[] { options.Field("Allow"), delete.Field("Allow") })
        {
            CollectionAssert.AreEquivalent(new[] { "GET", "HEAD", "POST" }, allow!.Split(", "));
        }

        Assert.AreEqual(404, client.Ask($"OPTIONS /missing HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(204, client.Ask($"OPTIONS * HTTP/1.1\r\n{Host}\r\n").Status, "RFC 9110, section 9.3.7: the server in general.");
        Assert.AreEqual(400, client.Ask($"GET * HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(400, client.Ask($"CONNECT h:80 HTTP/1.1\r\n{Host}\r\n").Status);
    }

    private void IsRefused(int status, string request)
    {
        if (!Server.IsRunning)
        {
            Start();
        }

        RawClient client = Connect();
        RawResponse response = client.Ask(request);

        Assert.AreEqual(status, response.Status, response.Header);
        StringAssert.StartsWith(response.Body, $"{status} ");
        Assert.AreEqual("close", response.Field("Connection"));
        client.AwaitEnd();
        GoesOn();
    }
}
