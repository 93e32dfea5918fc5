using System.Text;
using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Digest authentication, with the answer recomputed on the server's side.</summary>
[TestClass]
public sealed class DigestTests : IDisposable
{
    private const string Unauthorized = "401 Unauthorized";

    private readonly EspHttpClient _client = new() { Credentials = new HttpCredentials(DigestServer.User, DigestServer.Password) };

    public void Dispose() => _client.Dispose();

    [TestMethod]
    [DataRow("MD5", "auth")]
    [DataRow("MD5", null)]
    [DataRow("MD5-sess", "auth")]
    [DataRow("SHA-256", "auth")]
    [DataRow("SHA-256", "auth,auth-int")]
    [DataRow("SHA-256-sess", "auth")]
    public void A_challenge_is_answered_and_the_next_request_needs_none(string algorithm, string? qop)
    {
        var digest = new DigestServer(algorithm, qop);
        using var server = new ScriptedHttpServer(connection =>
        {
            Assert.IsNull(connection.Answer(Challenge(digest)).Field("Authorization"));
            digest.Verify(connection.Answer(Response("first")), 1);
            digest.Verify(connection.Answer(Response("second")), 2);
        });

        Assert.AreEqual("first", _client.GetString(server.Url("/dir/index.html?a=b")));
        Assert.AreEqual("second", _client.GetString(server.Url("/other")));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void The_body_is_sent_again_with_the_answer()
    {
        var digest = new DigestServer("SHA-256", "auth");
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Challenge(digest));
            digest.Verify(connection.Answer(Response("posted")), 1);
        });

        using HttpResponse response = _client.Post(server.Url(), "content");

        Assert.AreEqual("posted", response.ReadString());
        Assert.AreEqual("content", Encoding.UTF8.GetString(server.Requests.All[1].Body));
    }

    [TestMethod]
    public void SHA_256_is_preferred_to_MD5_and_MD5_to_Basic_in_whatever_order_they_come()
    {
        var strong = new DigestServer("SHA-256", "auth");
        var weak = new DigestServer("MD5", "auth");
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response(string.Empty, Unauthorized, "WWW-Authenticate: Basic realm=\"x\", " + weak.Challenge(), "WWW-Authenticate: " + strong.Challenge()));
            strong.Verify(connection.Answer(Response("in")), 1);
        });

        Assert.AreEqual("in", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void A_wrong_password_is_tried_once_and_the_refusal_returned()
    {
        var digest = new DigestServer("SHA-256", "auth");
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Challenge(digest));
            connection.Answer(Challenge(digest));
        });

        using HttpResponse response = _client.Get(server.Url());

        Assert.AreEqual(401, response.StatusCode);
        Assert.AreEqual(2, server.Requests.Count);
    }

    [TestMethod]
    public void A_nonce_that_has_become_too_old_is_replaced()
    {
        var digest = new DigestServer("MD5", "auth");
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Challenge(digest));
            digest.Verify(connection.Answer(Response("first")), 1);
            connection.ReadRequest();
            digest.Nonce = "new";
            connection.Send(Response(string.Empty, Unauthorized, "WWW-Authenticate: " + digest.Challenge(isStale: true)));
            digest.Verify(connection.Answer(Response("second")), 1);
        });

        Assert.AreEqual("first", _client.GetString(server.Url()));
        Assert.AreEqual("second", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void Basic_over_http_is_refused_and_the_password_not_sent()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response(string.Empty, Unauthorized, "WWW-Authenticate: Basic realm=\"x\""));
            connection.AwaitEnd();
        });

        Client.Fails(HttpError.AuthenticationRefused, () => _client.Get(server.Url()));

        Assert.AreEqual(1, server.Requests.Count);
        server.Ended.Await(1);
    }

    [TestMethod]
    public void Two_requests_that_are_asked_for_a_password_at_once_both_get_in()
    {
        _client.Credentials!.InsecureAllowBasicWithoutTls = true;
        using var areBoth = new CountdownEvent(2);
        Action<ScriptedConnection> script = connection =>
        {
            connection.ReadRequest();
            areBoth.Signal();
            Assert.IsTrue(areBoth.Wait(Patience.Milliseconds));
            connection.Send(Response(string.Empty, Unauthorized, "WWW-Authenticate: Basic realm=\"x\""));
            Assert.IsNotNull(connection.Answer(Response("in")).Field("Authorization"));
        };
        using var server = new ScriptedHttpServer(script, script);

        var other = new EspNet.Tests.Background(() => Assert.AreEqual("in", _client.GetString(server.Url())));

        Assert.AreEqual("in", _client.GetString(server.Url()));
        other.Returns();
    }

    private static string Challenge(DigestServer digest) => Response("who?", Unauthorized, "WWW-Authenticate: " + digest.Challenge());
}
