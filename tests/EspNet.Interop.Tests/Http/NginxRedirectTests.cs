using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Http;

/// <summary>Redirects by nginx (RFC 9110, section 15.4).</summary>
[TestClass]
public sealed class NginxRedirectTests : IDisposable
{
    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    [DataRow(301, false)]
    [DataRow(302, true)]
    [DataRow(303, false)]
    [DataRow(307, true)]
    [DataRow(308, false)]
    public void A_GET_follows_over_the_same_connection(int status, bool isRelative)
    {
        using NginxServer server = NginxServer.Start(further: $$"""
            {{NginxHttp.Counting}}
            absolute_redirect {{(isRelative ? "off" : "on")}};
            location = /from { return {{status}} {{NginxServer.TextPath}}?a=b; }
            """);

        using HttpResponse response = _client.Get(server.Url("/from"));

        Assert.AreEqual(NginxServer.Text, response.ReadString());
        Assert.AreEqual(NginxServer.TextPath + "?a=b", response.Url.Target);
        Assert.AreEqual("2", response.Requests());
    }

    [TestMethod]
    [DataRow(301, "GET /echo-method  ")]
    [DataRow(302, "GET /echo-method  ")]
    [DataRow(303, "GET /echo-method  ")]
    [DataRow(307, "POST /echo-method 7 text/plain; charset=utf-8")]
    [DataRow(308, "POST /echo-method 7 text/plain; charset=utf-8")]
    public void A_POST_becomes_a_GET_without_a_body_or_stays_what_it_is(int status, string expected)
    {
        using NginxServer server = Redirecting(status);

        using HttpResponse response = _client.Post(server.Url("/from"), "content");

        Assert.AreEqual(expected, response.ReadString());
    }

    [TestMethod]
    [DataRow(301, "PUT /echo-method 7 application/octet-stream")]
    [DataRow(302, "PUT /echo-method 7 application/octet-stream")]
    [DataRow(303, "GET /echo-method  ")]
    public void A_PUT_becomes_a_GET_only_where_the_status_says_so(int status, string expected)
    {
        using NginxServer server = Redirecting(status);

        using HttpResponse response = _client.Put(server.Url("/from"), "content"u8.ToArray());

        Assert.AreEqual(expected, response.ReadString());
    }

    [TestMethod]
    public void A_body_that_is_kept_arrives_where_the_redirect_leads()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Storing + "location = /from { return 307 /put/file; }");
        var request = new HttpRequest("PUT", server.Url("/from"));
        request.SetBody(new MemoryStream("content"u8.ToArray()), -1);

        using HttpResponse response = _client.Send(request);

        Assert.AreEqual(201, response.StatusCode);
        Assert.AreEqual("content", File.ReadAllText(Path.Combine(server.RootFolder, "put/file")));
    }

    [TestMethod]
    public void A_body_that_can_be_sent_once_ends_at_a_redirect_that_keeps_it()
    {
        using NginxServer server = NginxServer.Start(further: "location = /from { return 307 /put/file; }");
        var request = new HttpRequest("PUT", server.Url("/from"));
        request.SetBody(new ForwardStream("content"u8.ToArray()), -1);

        HttpException failure = Client.Fails(HttpError.RedirectRefused, () => _client.Send(request));

        StringAssert.Contains(failure.Message, nameof(HttpRequest.ExpectContinue));
    }

    [TestMethod]
    public void A_loop_ends()
    {
        _client.Options.MaximumRedirects = 3;
        using NginxServer server = NginxServer.Start(further: "location /loop { return 302 /loop; }");

        HttpException failure = Client.Fails(HttpError.TooManyRedirects, () => _client.Get(server.Url("/loop")));

        StringAssert.Contains(failure.Message, nameof(HttpClientOptions.MaximumRedirects));
        string[] lines = server.Log.Await(4);
        Assert.HasCount(4, lines.Where(line => line.StartsWith("GET /loop 302", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void A_redirect_is_an_answer_like_others_where_none_is_to_be_followed()
    {
        _client.Options.MaximumRedirects = 0;
        using NginxServer server = NginxServer.Start(further: "location /from { return 302 /to; }");

        using HttpResponse response = _client.Get(server.Url("/from"));

        Assert.AreEqual(302, response.StatusCode);
        StringAssert.EndsWith(response.Fields.Get("Location"), "/to");
    }

    [TestMethod]
    [DataRow("ftp://127.0.0.1/")]
    [DataRow("http://")]
    public void A_redirect_to_what_is_not_a_web_server_is_refused(string target)
    {
        using NginxServer server = NginxServer.Start(further: $"location /from {{ return 302 {target}; }}");

        Client.Fails(HttpError.RedirectRefused, () => _client.Get(server.Url("/from")));
    }

    [TestMethod]
    public void A_redirect_from_https_to_http_is_refused_and_to_https_followed()
    {
        using var authority = new TestAuthority();
        using NginxServer open = NginxServer.Start();
        using NginxServer secure = NginxServer.Start(new ServerTls(authority.Server("localhost")), further: $$"""
            location = /down { return 302 {{open.Url(NginxServer.TextPath)}}; }
            location = /across { return 302 https://localhost:$server_port{{NginxServer.TextPath}}; }
            """);
        using NginxServer up = NginxServer.Start(further: $"location = /up {{ return 301 {secure.Url(NginxServer.TextPath, true)}; }}");
        _client.Options.Tls.CaCertificates = TlsCertificates.FromPem(authority.RootPem);

        HttpException failure = Client.Fails(HttpError.RedirectRefused, () => _client.Get(secure.Url("/down", true)));

        StringAssert.Contains(failure.Message, "https to http");
        Assert.AreEqual(NginxServer.Text, _client.GetString(secure.Url("/across", true)));
        Assert.AreEqual(NginxServer.Text, _client.GetString(up.Url("/up")));
    }

    [TestMethod]
    public void What_identifies_the_user_is_told_to_the_origin_and_to_nobody_it_redirects_to()
    {
        using NginxServer other = NginxServer.Start(further: NginxHttp.Echo);
        using NginxServer origin = NginxServer.Start(further: $$"""
            {{NginxHttp.Echo}}
            location = /inside { return 307 /echo; }
            location = /outside { return 307 {{other.Url("/echo")}}; }
            """);

        Assert.AreEqual("Bearer token|own=1", _client.Send(Identified(origin, "/inside")).Drain());
        Assert.AreEqual("|", _client.Send(Identified(origin, "/outside")).Drain());
    }

    [TestMethod]
    public void A_password_is_given_to_the_origin_and_to_nobody_it_redirects_to()
    {
        _client.Credentials = new HttpCredentials("user", "password") { InsecureAllowBasicWithoutTls = true };
        const string Guarded = "location = /guarded { auth_basic realm; auth_basic_user_file root/users; try_files /file =404; }";
        using NginxServer other = NginxServer.Start(further: Guarded);
        using NginxServer origin = NginxServer.Start(further: Guarded + $$"""
            location = /inside { return 302 /guarded; }
            location = /outside { return 302 {{other.Url("/guarded")}}; }
            """);
        foreach (NginxServer server in new[] { origin, other })
        {
            File.WriteAllText(Path.Combine(server.RootFolder, "users"), "user:{PLAIN}password\n");
            File.WriteAllText(Path.Combine(server.RootFolder, "file"), "in");
        }

        Assert.AreEqual("in", _client.Get(origin.Url("/inside")).Drain());
        using HttpResponse outside = _client.Get(origin.Url("/outside"));

        Assert.AreEqual(401, outside.StatusCode);
        Assert.AreEqual(other.Port, outside.Url.Port);
    }

    private static NginxServer Redirecting(int status) => NginxServer.Start(further: $$"""
        location = /from { return {{status}} /echo-method; }
        location = /echo-method { return 200 '$request_method $uri $http_content_length $http_content_type'; }
        """);

    private static HttpRequest Identified(NginxServer server, string path)
    {
        var request = new HttpRequest("GET", server.Url(path));
        request.Fields.Set("Authorization", "Bearer token");
        request.Fields.Set("Cookie", "own=1");
        return request;
    }
}
