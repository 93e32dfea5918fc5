using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Http;

/// <summary>https and passwords, with nginx.</summary>
[TestClass]
public sealed class NginxSecurityTests : IDisposable
{
    private const string Guarded = "location = /guarded { auth_basic realm; auth_basic_user_file root/users; try_files /file =404; }";

    private readonly EspHttpClient _client = new();
    private readonly TestAuthority _authority = new();

    public NginxSecurityTests() => _client.Options.Tls.CaCertificates = TlsCertificates.FromPem(_authority.RootPem);

    public void Dispose()
    {
        _client.Dispose();
        _authority.Dispose();
    }

    [TestMethod]
    public void Requests_over_https_use_one_connection()
    {
        using NginxServer server = Secure(NginxHttp.Counting);
        using HttpResponse first = _client.Get(server.Url(NginxServer.TextPath, true));
        Assert.AreEqual(NginxServer.Text, first.ReadString());

        using HttpResponse second = _client.Get(server.Url(NginxServer.TextPath, true));

        Assert.AreEqual(NginxServer.Text, second.ReadString());
        Assert.AreEqual(first.Connection(), second.Connection());
        Assert.AreEqual("2", second.Requests());
    }

    [TestMethod]
    public void Large_content_passes_both_ways_over_https()
    {
        byte[] content = new byte[200_000];
        new Random(2).NextBytes(content);
        _client.Options.MaximumContentSize = content.Length;
        using NginxServer server = Secure(NginxHttp.Storing);
        var request = new HttpRequest("PUT", server.Url("/put/file", true));
        request.SetBody(new ForwardStream(content), -1);

        Assert.AreEqual(string.Empty, _client.Send(request).EnsureSuccess().Drain());

        CollectionAssert.AreEqual(content, File.ReadAllBytes(Path.Combine(server.RootFolder, "put/file")));
        CollectionAssert.AreEqual(content, _client.GetBytes(server.Url("/put/file", true)));
    }

    [TestMethod]
    public void A_restart_of_nginx_between_two_requests_over_https_is_not_noticed_by_the_program()
    {
        using NginxServer server = Secure(string.Empty);
        _client.GetString(server.Url(NginxServer.TextPath, true));

        server.Restart();

        Assert.AreEqual(NginxServer.Text, _client.GetString(server.Url(NginxServer.TextPath, true)));
    }

    [TestMethod]
    public void A_server_that_is_not_trusted_gets_no_request_and_the_reason_is_typed()
    {
        using var other = new TestAuthority("Other");
        using NginxServer server = Secure(string.Empty);
        _client.Options.Tls.CaCertificates = TlsCertificates.FromPem(other.RootPem);

        HttpException failure = Client.Fails(HttpError.Transport, () => _client.Get(server.Url(NginxServer.TextPath, true)));

        Assert.AreEqual(TlsError.UnknownAuthority, ((TlsException)failure.InnerException!).TlsError);
        StringAssert.Contains(failure.Message, "CaCertificates");
        Assert.DoesNotContain(line => line.StartsWith("GET", StringComparison.Ordinal), server.Log.All);
    }

    [TestMethod]
    public void A_connection_to_a_name_is_not_used_for_another_name_of_the_same_server()
    {
        using NginxServer server = Secure(NginxHttp.Counting);
        _client.GetString(server.Url(NginxServer.TextPath, true));

        HttpException failure = Client.Fails(HttpError.Transport, () => _client.Get($"https://127.0.0.1:{server.Port}{NginxServer.TextPath}"));

        Assert.AreEqual(TlsError.WrongHost, ((TlsException)failure.InnerException!).TlsError);
    }

    [TestMethod]
    public void Without_a_password_the_answer_is_401()
    {
        using NginxServer server = WithUsers(NginxServer.Start(further: Guarded));

        using HttpResponse response = _client.Get(server.Url("/guarded"));

        Assert.AreEqual(401, response.StatusCode);
        Assert.AreEqual("Basic realm=\"realm\"", response.Fields.Get("WWW-Authenticate"));
    }

    [TestMethod]
    public void Basic_without_TLS_is_refused_unless_it_is_allowed()
    {
        using NginxServer server = WithUsers(NginxServer.Start(further: Guarded));
        _client.Credentials = new HttpCredentials("user", "pass-word");

        HttpException failure = Client.Fails(HttpError.AuthenticationRefused, () => _client.Get(server.Url("/guarded")));
        _client.Credentials.InsecureAllowBasicWithoutTls = true;

        StringAssert.Contains(failure.Message, nameof(HttpCredentials.InsecureAllowBasicWithoutTls));
        Assert.AreEqual("in", _client.GetString(server.Url("/guarded")));
    }

    [TestMethod]
    public void Basic_over_https_needs_no_permission_and_is_asked_for_once()
    {
        using NginxServer server = WithUsers(Secure(NginxHttp.Counting + Guarded));
        _client.Credentials = new HttpCredentials("user", "pass-word");
        using HttpResponse first = _client.Get(server.Url("/guarded", true));
        Assert.AreEqual("in", first.ReadString());

        using HttpResponse second = _client.Get(server.Url("/guarded", true));

        Assert.AreEqual("in", second.ReadString());
        Assert.AreEqual("2", first.Requests(), "The question and the answer.");
        Assert.AreEqual("3", second.Requests(), "The answer alone.");
    }

    [TestMethod]
    public void A_wrong_password_is_tried_once_and_a_right_one_gets_in_afterwards()
    {
        using NginxServer server = WithUsers(Secure(NginxHttp.Counting + Guarded));
        _client.Credentials = new HttpCredentials("user", "wrong");
        using HttpResponse refused = _client.Get(server.Url("/guarded", true));
        Assert.AreEqual(401, refused.StatusCode);
        Assert.AreEqual("2", refused.Requests());
        refused.Dispose();

        _client.Credentials = new HttpCredentials("user", "pass-word");

        Assert.AreEqual("in", _client.GetString(server.Url("/guarded", true)));
    }

    private static NginxServer WithUsers(NginxServer server)
    {
        File.WriteAllText(Path.Combine(server.RootFolder, "users"), "user:{PLAIN}pass-word\n");
        File.WriteAllText(Path.Combine(server.RootFolder, "file"), "in");
        return server;
    }

    private NginxServer Secure(string further) => NginxServer.Start(new ServerTls(_authority.Server("localhost")), further: further);
}
