using EspNet.Http;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Handlers that do something wrong, or to whom something goes wrong that is not their client's doing.</summary>
[TestClass]
public sealed class HandlerFailureTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";

    [TestMethod]
    public void A_handler_whose_own_request_to_another_server_fails_is_a_500_and_reported()
    {
        using var other = new EspHttpServer(new HttpServerOptions(0));
        other.Start();
        int port = other.Port;
        other.Stop();
        using var client = new EspHttpClient();
        Route("GET", "/gateway", (_, response) => response.Send(client.GetString($"http://127.0.0.1:{port}/")));
        Start();

        RawResponse response = Connect().Ask($"GET /gateway HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(500, response.Status);
        Assert.AreEqual(HttpError.Transport, ((HttpException)Failures.Await(1)[0]).Error);
    }

    [TestMethod]
    public void A_handler_whose_own_request_times_out_or_brings_too_much_is_a_500_too()
    {
        Route("GET", "/late", (_, _) => throw new HttpException(HttpError.Timeout, "another server"));
        Route("GET", "/large", (_, _) => throw new HttpException(HttpError.TooLarge, "another server"));
        Start();
        RawClient client = Connect();

        Assert.AreEqual(500, client.Ask($"GET /late HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(500, client.Ask($"GET /large HTTP/1.1\r\n{Host}\r\n").Status);
        Failures.Await(2);
    }

    [TestMethod]
    public void A_body_that_is_larger_than_a_handler_collects_is_a_413_and_not_reported()
    {
        Options.MaximumContentSize = 4;
        Route("POST", "/small", (request, response) => response.Send(request.ReadString()));
        Start();
        RawClient client = Connect();

        Assert.AreEqual("1234", client.Ask($"POST /small HTTP/1.1\r\n{Host}Content-Length: 4\r\n\r\n1234").Body);
        Assert.AreEqual(413, client.Ask($"POST /small HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\n12345").Status);
        Assert.AreEqual(413, client.Ask($"POST /small HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n").Status);
        GoesOn();
        Assert.AreEqual(0, Failures.Count);
    }

    [TestMethod]
    public void The_rest_of_a_body_that_was_read_in_part_counts_as_the_rest()
    {
        Options.MaximumContentSize = 4;
        Route("POST", "/part", (request, response) =>
        {
            byte[] first = new byte[5];
            for (int read = 0; read < first.Length;)
            {
                read += request.Read(first, read, first.Length - read);
            }

            response.Send(request.ReadString());
        });
        Start();

        Assert.AreEqual("678", Connect().Ask($"POST /part HTTP/1.1\r\n{Host}Content-Length: 8\r\n\r\n12345678").Body);
    }

    [TestMethod]
    public void A_handler_that_writes_less_than_it_announced_is_reported_and_its_client_sees_that_something_is_missing()
    {
        Route("GET", "/short", (_, response) =>
        {
            response.ContentLength = 10;
            response.Write("12345");
        });
        Start();
        RawClient client = Connect();
        client.Send($"GET /short HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(HttpError.InvalidMessage, ((HttpException)Failures.Await(1)[0]).Error);
        GoesOn();
    }

    [TestMethod]
    public void A_handler_that_writes_more_than_it_announced_is_reported()
    {
        Route("GET", "/long", (_, response) =>
        {
            response.ContentLength = 10;
            response.Write(new string('x', 5000));
        });
        Start();
        Connect().Send($"GET /long HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(HttpError.InvalidMessage, ((HttpException)Failures.Await(1)[0]).Error);
        GoesOn();
    }

    [TestMethod]
    public void Fields_that_are_too_large_are_a_500()
    {
        Route("GET", "/fields", (_, response) =>
        {
            response.Fields.Set("X-Large", new string('x', 9000));
            response.Send("never");
        });
        Start();
        RawClient client = Connect();

        Assert.AreEqual(500, client.Ask($"GET /fields HTTP/1.1\r\n{Host}\r\n").Status);
        Failures.Await(1);
        GoesOn();
    }

    [TestMethod]
    public void An_error_page_that_fails_leaves_what_the_status_needs()
    {
        Server.Authentication = new HttpBasicAuthentication("here", "user", "secret") { InsecureAllowWithoutTls = true };
        Server.ErrorPage = (_, _) => throw new InvalidOperationException("no page");
        Route("GET", "/only-get", (_, response) => response.Send("got"));
        Start();
        RawClient client = Connect();

        RawResponse refused = client.Ask($"GET /only-get HTTP/1.1\r\n{Host}\r\n");
        RawResponse notAllowed = client.Ask($"PUT /only-get HTTP/1.1\r\n{Host}Content-Length: 0\r\n\r\n");

        Assert.AreEqual(401, refused.Status);
        StringAssert.Contains(refused.Field("WWW-Authenticate"), "here");
        Assert.AreEqual(405, notAllowed.Status);
        StringAssert.Contains(notAllowed.Field("Allow"), "GET");
        Failures.Await(2);
    }

    [TestMethod]
    public void A_query_or_form_with_too_many_names_is_a_413_and_not_reported()
    {
        Route("GET", "/query", (request, response) => response.Send(request.Query.Get("a") ?? "none"));
        Route("POST", "/form", (request, response) => response.Send(request.ReadForm().Get("a") ?? "none"));
        Start();
        RawClient client = Connect();
        string names = string.Join('&', Enumerable.Range(0, 65).Select(i => "a" + i));

        Assert.AreEqual(413, client.Ask($"GET /query?{names} HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(413, client.Ask($"POST /form HTTP/1.1\r\n{Host}Content-Length: {names.Length}\r\n\r\n{names}").Status);
        Assert.AreEqual(200, client.Ask($"GET /query?a=1 HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(0, Failures.Count);
    }

    [TestMethod]
    [DataRow("/files//etc/passwd")]
    [DataRow("/files/C:/x")]
    [DataRow("/files/a%3Ab")]
    [DataRow("/files/../x")]
    public void No_path_leads_a_provider_of_files_elsewhere(string path)
    {
        List<string> asked = [];
        Server.RouteFiles("/files/*", (file, _) =>
        {
            asked.Add(file);
            return new HttpFile([1], "a/b");
        });
        Start();
        RawClient client = Connect();

        RawResponse response = client.Ask($"GET {path} HTTP/1.1\r\n{Host}\r\n");

        Assert.IsTrue(response.Status is 400 or 404, response.Header);
        Assert.IsEmpty(asked);
    }

    [TestMethod]
    [DataRow("gzip", true)]
    [DataRow("br, gzip;q=0.5", true)]
    [DataRow("gzip;q=1.0", true)]
    [DataRow("gzip;q=0", false)]
    [DataRow("gzip; q=0.000, br", false)]
    [DataRow("identity", false)]
    [DataRow("xgzip", false)]
    public void A_file_that_is_compressed_is_for_who_accepts_that(string codings, bool accepts)
    {
        bool asked = !accepts;
        Server.RouteFiles("/files/*", (_, acceptsGzip) =>
        {
            asked = acceptsGzip;
            return new HttpFile([1], "a/b");
        });
        Start();

        Connect().Ask($"GET /files/x HTTP/1.1\r\n{Host}Accept-Encoding: {codings}\r\n\r\n");

        Assert.AreEqual(accepts, asked);
    }

    [TestMethod]
    public void HEAD_of_what_has_no_known_length_announces_none()
    {
        Server.RouteFiles("/files/*", (_, _) => new HttpFile(new MemoryStream(new byte[10]), -1, "a/b"));
        Start();

        RawResponse response = Connect().Ask($"HEAD /files/x HTTP/1.1\r\n{Host}\r\n", false);

        Assert.AreEqual(200, response.Status);
        Assert.IsNull(response.Field("Content-Length"));
    }

    [TestMethod]
    [DataRow("GET / HTTP/1.0\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo\r\nContent-Length: 1\r\n\r\n")]
    public void Another_protocol_is_not_for_HTTP_1_0_and_not_in_the_middle_of_a_body(string request)
    {
        Route("GET", "/", (_, response) => response.Send(response.Upgrade("echo") is null ? "no" : "yes"));
        Start();

        Assert.AreEqual("no", Connect().Ask(request).Body);
    }
}
