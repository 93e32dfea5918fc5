using EspNet.Http;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>The server and the client that everybody has.</summary>
[TestClass]
public sealed class CurlTests : HttpServerTest
{
    private const string Status = "%{http_code}";

    [TestMethod]
    [DataRow("GET")]
    [DataRow("POST")]
    [DataRow("PUT")]
    [DataRow("DELETE")]
    [DataRow("PATCH")]
    public void Each_method_reaches_its_own_route(string method)
    {
        foreach (string each in new[] { "GET", "POST", "PUT", "DELETE", "PATCH" })
        {
            Route(each, "/thing", (request, response) => response.Send($"{each} as {request.Method} {request.ReadString()}"));
        }

        Start();

        string answer = method == "GET"
            ? Curl.Run(Url("/thing"))
            : Curl.Run("-X", method, "-d", "body", Url("/thing"));

        Assert.AreEqual($"{method} as {method} {(method == "GET" ? string.Empty : "body")}", answer);
    }

    [TestMethod]
    public void HEAD_gets_the_fields_of_GET_without_its_body_and_the_connection_goes_on()
    {
        Start();

        string answer = Curl.Run("-I", Url("/hello"), "--next", "-sS", "-w", "|%{num_connects}", Url("/hello"));

        StringAssert.StartsWith(answer, "HTTP/1.1 200 OK\r\n");
        StringAssert.Contains(answer, "Content-Length: 5\r\n");
        StringAssert.EndsWith(answer, "\r\n\r\nhello|0");
    }

    [TestMethod]
    public void Several_URLs_of_one_call_share_a_connection()
    {
        Start();

        string answer = Curl.Run("-w", " %{http_code} %{num_connects}\n", Url("/hello"), Url("/missing"), Url("/hello"), Url("/hello?again"));

        Assert.AreEqual("hello 200 1\n404 Not Found\n 404 0\nhello 200 0\nhello 200 0\n", answer);
    }

    [TestMethod]
    public void A_client_of_HTTP_1_0_gets_a_long_body_that_ends_with_the_connection()
    {
        string text = new('x', 100_000);
        Route("GET", "/long", (_, response) => response.Write(text));
        Start();

        string answer = Curl.Run("--http1.0", "-i", Url("/long"));

        StringAssert.StartsWith(answer, "HTTP/1.1 200 OK\r\n");
        StringAssert.Contains(answer, "Connection: close\r\n");
        Assert.IsFalse(answer.Contains("chunked", StringComparison.Ordinal));
        StringAssert.EndsWith(answer, "\r\n\r\n" + text);
    }

    [TestMethod]
    public void Chunked_responses_are_decoded_and_have_no_trailers()
    {
        string text = new('y', 3000);
        Route("GET", "/chunks", (_, response) =>
        {
            response.Write("first");
            response.Flush();
            response.Write(text);
            response.Flush();
            response.Flush();
            response.Write("last");
        });
        Start();

        string decoded = Curl.Run("-w", "|%{num_connects}", Url("/chunks"), Url("/chunks"));
        string raw = Curl.Run("--raw", "-i", Url("/chunks"));

        Assert.AreEqual($"first{text}last|1first{text}last|0", decoded);
        StringAssert.Contains(raw, "Transfer-Encoding: chunked\r\n");
        Assert.IsFalse(raw.Contains("Trailer", StringComparison.OrdinalIgnoreCase));
        StringAssert.Contains(raw, "\r\n\r\n5\r\nfirst\r\n");
        StringAssert.EndsWith(raw, "4\r\nlast\r\n0\r\n\r\n");
    }

    [TestMethod]
    public void A_range_is_ignored_and_all_of_it_answered()
    {
        Server.RouteFiles("/files/*", (_, _) => new HttpFile("0123456789"u8.ToArray(), "text/plain"));
        Start();

        string answer = Curl.Run("-r", "2-4", "-w", Status, Url("/files/ten"));

        Assert.AreEqual("0123456789200", answer);
    }

    [TestMethod]
    public void Basic_authentication_lets_in_who_knows_the_password_and_nobody_else()
    {
        Route("GET", "/secret", (request, response) => response.Send("for " + request.UserName)).Authentication =
            new HttpBasicAuthentication("the door", "frodo", "speak: friend") { InsecureAllowWithoutTls = true };
        Start();

        string without = Curl.Run("-i", Url("/secret"));

        StringAssert.StartsWith(without, "HTTP/1.1 401 ");
        StringAssert.Contains(without, "WWW-Authenticate: Basic realm=\"the door\", charset=\"UTF-8\"\r\n");
        Assert.AreEqual("for frodo200", Curl.Run("-u", "frodo:speak: friend", "-w", Status, Url("/secret")));
        Assert.AreEqual("for frodo200", Curl.Run("--anyauth", "-u", "frodo:speak: friend", "-w", Status, Url("/secret")));
        StringAssert.EndsWith(Curl.Run("-u", "frodo:speak: fiend", "-w", Status, Url("/secret")), "401");
        StringAssert.EndsWith(Curl.Run("-u", "sam:speak: friend", "-w", Status, Url("/secret")), "401");
        Assert.AreEqual("hello", Curl.Run(Url("/hello")));
    }

    [TestMethod]
    public void A_cookie_that_was_set_comes_back()
    {
        Route("GET", "/login", (_, response) =>
        {
            response.SetCookie(new HttpCookie("session", "abc123") { Path = "/" });
            response.SetCookie(new HttpCookie("theme", "dark") { MaxAge = 3600 });
            response.StatusCode = 204;
        });
        Route("GET", "/who", (request, response) => response.Send($"{request.GetCookie("session")} {request.GetCookie("theme")} {request.GetCookie("other") ?? "none"}"));
        Start();
        string jar = PathOf("jar");

        Curl.Run("-c", jar, Url("/login"));

        Assert.AreEqual("abc123 dark none", Curl.Run("-b", jar, Url("/who")));
        StringAssert.Contains(File.ReadAllText(jar), "#HttpOnly_127.0.0.1");
    }

    [TestMethod]
    public void Redirects_are_followed()
    {
        Route("GET", "/old", (_, response) => response.Redirect("/older", 301));
        Route("GET", "/older", (_, response) => response.Redirect(Url("/hello")));
        Route("POST", "/form", (_, response) => response.Redirect("/hello", 303));
        Route("POST", "/moved", (_, response) => response.Redirect("/target", 307));
        Route("POST", "/target", (request, response) => response.Send("got " + request.ReadString()));
        Start();

        Assert.AreEqual("hello 2", Curl.Run("-L", "-w", " %{num_redirects}", Url("/old")));
        Assert.AreEqual("hello 1", Curl.Run("-L", "-d", "a=b", "-w", " %{num_redirects}", Url("/form")));
        Assert.AreEqual("got a=b 1", Curl.Run("-L", "-d", "a=b", "-w", " %{num_redirects}", Url("/moved")));
    }

    [TestMethod]
    public void Forms_and_queries_arrive_decoded()
    {
        Route("POST", "/form", (request, response) => Describe(request.ReadForm(), response));
        Route("GET", "/query", (request, response) => Describe(request.Query, response));
        Route("GET", "/sensors/*/value", (request, response) => response.Send(request.Wildcards[0]));
        Start();
        string[] fields = ["--data-urlencode", "name=Jürgen & Söhne", "--data-urlencode", "sum=1+1=2", "-d", "empty=", "-d", "flag"];
        const string Expected = "name:Jürgen & Söhne;sum:1+1=2;empty:;flag:;";

        Assert.AreEqual(Expected, Curl.Run([.. fields, Url("/form")]));
        Assert.AreEqual(Expected, Curl.Run(["-G", .. fields, Url("/query")]));
        Assert.AreEqual("living room", Curl.Run(Url("/sensors/living%20room/value")));
        Assert.AreEqual("400", Curl.Run("-o", PathOf("out"), "-w", Status, "--path-as-is", Url("/sensors/../value")));
    }

    [TestMethod]
    public void A_file_that_is_compressed_ahead_goes_only_to_who_can_read_it()
    {
        byte[] page = Noise(3000);
        byte[] zipped = Zip(page);
        Server.RouteFiles("/files/*", (path, acceptsGzip) => path != "page" ? null
            : acceptsGzip ? new HttpFile(zipped, "text/html") { IsGzip = true }
            : new HttpFile(new MemoryStream(page), page.Length, "text/html"));
        Start();

        string header = Curl.Run("--compressed", "-D", "-", "-o", PathOf("unzipped"), Url("/files/page"));
        Curl.Run("-o", PathOf("plain"), Url("/files/page"));
        Curl.Run("-H", "Accept-Encoding: gzip", "-o", PathOf("zipped"), Url("/files/page"));

        StringAssert.Contains(header, "Content-Encoding: gzip\r\n");
        StringAssert.Contains(header, "Vary: Accept-Encoding\r\n");
        CollectionAssert.AreEqual(page, File.ReadAllBytes(PathOf("unzipped")));
        CollectionAssert.AreEqual(page, File.ReadAllBytes(PathOf("plain")));
        CollectionAssert.AreEqual(zipped, File.ReadAllBytes(PathOf("zipped")));
        StringAssert.EndsWith(Curl.Run("-w", Status, Url("/files/other")), "404");
    }

    [TestMethod]
    public void A_file_that_the_client_has_is_not_sent_again()
    {
        Server.RouteFiles("/files/*", (_, _) => new HttpFile("content"u8.ToArray(), "text/plain") { EntityTag = "\"v1\"", CacheControl = "max-age=60" });
        Start();
        string tag = PathOf("etag");

        Assert.AreEqual("content", Curl.Run("--etag-save", tag, Url("/files/x")));
        string again = Curl.Run("-i", "--etag-compare", tag, Url("/files/x"));

        StringAssert.StartsWith(again, "HTTP/1.1 304 ");
        StringAssert.Contains(again, "ETag: \"v1\"\r\n");
        StringAssert.EndsWith(again, "\r\n\r\n");
        Assert.AreEqual("content200", Curl.Run("-H", "If-None-Match: \"v2\"", "-w", Status, Url("/files/x")));
        Assert.AreEqual("304", Curl.Run("-H", "If-None-Match: \"v0\", W/\"v1\"", "-w", Status, Url("/files/x")));
        Assert.AreEqual("304", Curl.Run("-H", "If-None-Match: *", "-w", Status, Url("/files/x")));
    }

    [TestMethod]
    public void Https_is_verified_by_the_authority_and_kept_alive()
    {
        using TestAuthority authority = new();
        TestCertificate certificate = authority.Server("127.0.0.1");
        Options.Tls = new TlsOptions { Identity = TlsIdentity.FromPem(certificate.ChainPem, certificate.KeyPem) };
        Route("GET", "/secure", (request, response) => response.Send(request.IsSecure ? "secure" : "open")).Authentication =
            new HttpBasicAuthentication("realm", "user", "secret");
        Route("POST", "/echo", (request, response) => response.Send(request.ReadBytes()));
        Start();
        string url = $"https://127.0.0.1:{Server.Port}";

        string answer = Curl.Run("--cacert", authority.RootFile, "-u", "user:secret", "-w", " %{num_connects}\n", url + "/secure", url + "/secure", url + "/hello");
        string echo = Curl.Run("--cacert", authority.RootFile, "-d", new string('z', 8000), url + "/echo");

        Assert.AreEqual("secure 1\nsecure 0\nhello 0\n", answer);
        Assert.AreEqual(new string('z', 8000), echo);
        Assert.AreEqual(60, Curl.TryRun(url + "/hello").ExitCode, "Without the authority curl trusts nobody.");
        Assert.AreNotEqual(0, Curl.TryRun(Url("/hello")).ExitCode, "Nothing is answered without TLS.");
        Assert.AreEqual("hello", Curl.Run("--cacert", authority.RootFile, url + "/hello"));
    }

    [TestMethod]
    public void The_error_page_is_the_programs_own()
    {
        Server.ErrorPage = (request, response) => response.Send($"{{\"status\":{response.StatusCode},\"path\":\"{request.Path}\"}}", "application/json");
        Route("GET", "/teapot", (_, response) => response.StatusCode = 418);
        Route("GET", "/own", (_, response) =>
        {
            response.StatusCode = 400;
            response.Send("of the handler");
        });
        Route("GET", "/throws", (_, _) => throw new FormatException("of the handler"));
        Start();
        const string Format = " %{http_code} %{content_type}";

        Assert.AreEqual("{\"status\":404,\"path\":\"/missing\"} 404 application/json", Curl.Run("-w", Format, Url("/missing")));
        Assert.AreEqual("{\"status\":405,\"path\":\"/hello\"} 405 application/json", Curl.Run("-X", "DELETE", "-w", Format, Url("/hello")));
        Assert.AreEqual("{\"status\":418,\"path\":\"/teapot\"} 418 application/json", Curl.Run("-w", Format, Url("/teapot")));
        Assert.AreEqual("{\"status\":500,\"path\":\"/throws\"} 500 application/json", Curl.Run("-w", Format, Url("/throws")));
        Assert.AreEqual("of the handler 400 text/plain; charset=utf-8", Curl.Run("-w", Format, Url("/own")));
    }

    [TestMethod]
    public void What_a_handler_throws_is_500_and_reported_and_the_server_goes_on()
    {
        Route("GET", "/throws", (_, response) =>
        {
            response.Fields.Set("X-Half", "done");
            response.Write("forgotten");
            throw new FormatException("of the handler");
        });
        Route("GET", "/late", (_, response) =>
        {
            response.Write("sent");
            response.Flush();
            throw new FormatException("too late for a status");
        });
        Start();

        string answer = Curl.Run("-i", Url("/throws"), "-w", "%{num_connects}", Url("/hello"));
        Tool late = Curl.TryRun(Url("/late"));

        StringAssert.StartsWith(answer, "HTTP/1.1 500 ");
        StringAssert.Contains(answer, "500 Internal Server Error\n1HTTP/1.1 200 OK");
        StringAssert.EndsWith(answer, "hello0");
        Assert.IsFalse(answer.Contains("X-Half", StringComparison.Ordinal) || answer.Contains("forgotten", StringComparison.Ordinal));
        Assert.AreNotEqual(0, late.ExitCode, "A response that broke off must not look complete.");
        Assert.AreEqual("too late for a status", Failures.Await(2)[1].Message);
        GoesOn();
    }

    private static void Describe(HttpForm form, HttpServerResponse response)
    {
        for (int i = 0; i < form.Count; i++)
        {
            response.Write($"{form.GetName(i)}:{form.GetValue(i)};");
        }
    }

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionLevel.Optimal))
        {
            zip.Write(content);
        }

        return zipped.ToArray();
    }
}
