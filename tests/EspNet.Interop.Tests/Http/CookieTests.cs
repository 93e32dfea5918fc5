using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Cookies from one answer to the next request (RFC 6265).</summary>
[TestClass]
public sealed class CookieTests : IDisposable
{
    private readonly EspHttpClient _client = new() { Cookies = new HttpCookieJar() };

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void A_cookie_is_told_back_where_its_path_says_until_it_is_taken_back()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("set", "200 OK", "Set-Cookie: a=1; Path=/in; HttpOnly", "Set-Cookie: b=2; Path=/; Max-Age=3600"));
            connection.Answer(Response("in"));
            connection.Answer(Response("out", "200 OK", "Set-Cookie: a=; Path=/in; Max-Age=0"));
            connection.Answer(Response("in"));
        });

        _client.GetString(server.Url("/"));
        _client.GetString(server.Url("/in/side"));
        _client.GetString(server.Url("/out"));
        _client.GetString(server.Url("/in/side"));

        CollectionAssert.AreEqual(new[] { null, "a=1; b=2", "b=2", "b=2" }, Cookies(server));
    }

    [TestMethod]
    public void A_cookie_for_https_alone_does_not_go_over_http()
    {
        _client.Cookies!.Add(HttpUrl.Parse("https://127.0.0.1/"), new HttpCookie("secret", "1") { IsSecure = true });
        using var server = new ScriptedHttpServer(connection => connection.Answer(Response("x")));

        _client.GetString(server.Url());

        CollectionAssert.AreEqual(new string?[] { null }, Cookies(server));
    }

    [TestMethod]
    public void The_requests_own_cookie_and_those_of_the_jar_stand_in_one_field()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("x", "200 OK", "Set-Cookie: kept=1"));
            connection.Answer(Response("x"));
        });
        _client.GetString(server.Url());
        var request = new HttpRequest("GET", server.Url());
        request.Fields.Set("Cookie", "own=2");

        _client.Send(request).Dispose();

        CollectionAssert.AreEqual(new[] { null, "own=2; kept=1" }, Cookies(server));
    }

    [TestMethod]
    public void A_cookie_that_comes_with_a_redirect_is_told_to_where_it_leads()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response(string.Empty, "302 Found", "Location: /home", "Set-Cookie: session=1"));
            connection.Answer(Response("home"));
        });

        Assert.AreEqual("home", _client.GetString(server.Url("/login")));

        CollectionAssert.AreEqual(new[] { null, "session=1" }, Cookies(server));
    }

    [TestMethod]
    public void A_cookie_that_comes_with_the_answer_to_an_upload_is_kept()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("x", "200 OK", "Set-Cookie: a=1"));
            connection.Answer(Response("x"));
        });
        using (HttpUpload upload = _client.Open(new HttpRequest("POST", server.Url())))
        {
            upload.Write("content");
            upload.Finish().Dispose();
        }

        _client.GetString(server.Url());

        CollectionAssert.AreEqual(new[] { null, "a=1" }, Cookies(server));
    }

    [TestMethod]
    public void A_jar_serves_several_clients_and_no_jar_keeps_nothing()
    {
        using var other = new EspHttpClient { Cookies = _client.Cookies };
        using var without = new EspHttpClient();
        using var server = new ScriptedHttpServer(
            connection => connection.Answer(Response("x", "200 OK", "Set-Cookie: a=1")),
            connection => connection.Answer(Response("x")),
            connection =>
            {
                connection.Answer(Response("x", "200 OK", "Set-Cookie: b=2"));
                connection.Answer(Response("x"));
            });

        _client.GetString(server.Url());
        other.GetString(server.Url());
        without.GetString(server.Url());
        without.GetString(server.Url());

        CollectionAssert.AreEqual(new[] { null, "a=1", null, null }, Cookies(server));
    }

    private static string?[] Cookies(ScriptedHttpServer server) => [.. server.Requests.All.Select(request => request.Field("Cookie"))];
}
