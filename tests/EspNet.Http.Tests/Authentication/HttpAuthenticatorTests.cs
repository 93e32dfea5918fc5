using System;
using EspNet.Http.Authentication;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Authentication;

/// <summary>Which challenge is answered, and when no more.</summary>
[TestClass]
public class HttpAuthenticatorTests
{
    private const string Basic = "Basic realm=a";
    private const string Md5 = "Digest realm=a, nonce=md5, qop=auth";
    private const string Sha256 = "Digest realm=a, nonce=sha, qop=auth, algorithm=SHA-256";
    private const string BasicAnswer = "Basic dXNlcjpwYXNz";

    [TestMethod]
    public void Without_a_challenge_there_is_no_answer() => Assert.IsNull(Create().GetAuthorization("GET", "/"));

    [TestMethod]
    public void A_challenge_is_answered_now_and_for_the_requests_that_follow()
    {
        HttpAuthenticator authenticator = Create();

        Assert.IsTrue(Answer(authenticator, Md5, false, 0));
        Assert.Contains("nc=00000001", authenticator.GetAuthorization("GET", "/")!);
        Assert.Contains("nc=00000002", authenticator.GetAuthorization("GET", "/")!);
    }

    [TestMethod]
    [DataRow(Basic + ", " + Md5 + ", " + Sha256, null, "nonce=\"sha\"")]
    [DataRow(Sha256 + ", " + Md5 + ", " + Basic, null, "nonce=\"sha\"")]
    [DataRow(Md5, Sha256, "nonce=\"sha\"")]
    [DataRow(Sha256, Md5, "nonce=\"sha\"")]
    [DataRow(Basic, Md5, "nonce=\"md5\"")]
    [DataRow(Md5, Basic, "nonce=\"md5\"")]
    [DataRow(Md5, "Digest realm=a, nonce=second, qop=auth", "nonce=\"md5\"")]
    [DataRow("Digest realm=a, nonce=n, algorithm=SHA-512-256", Md5, "nonce=\"md5\"")]
    [DataRow("Negotiate, NTLM", Md5, "nonce=\"md5\"")]
    [DataRow("Digest realm=a, nonce=n, algorithm=SHA-512-256", Basic, BasicAnswer)]
    [DataRow("Negotiate", "bAsIc realm=a", BasicAnswer)]
    public void The_strongest_scheme_wins_wherever_it_stands(string first, string? second, string answer)
    {
        HttpAuthenticator authenticator = Create();
        string[] fields = second is null ? new[] { first } : new[] { first, second };

        Assert.IsTrue(authenticator.TryAnswer(fields, true, 0));
        Assert.Contains(answer, authenticator.GetAuthorization("GET", "/")!);
    }

    [TestMethod]
    public void What_is_not_known_is_not_answered()
    {
        HttpAuthenticator authenticator = Create();

        Assert.IsFalse(authenticator.TryAnswer(new string[0], true, 0));
        Assert.IsFalse(Answer(authenticator, "Negotiate", true, 0));
        Assert.IsFalse(Answer(authenticator, "Bearer realm=a", true, 0));
        Assert.IsFalse(Answer(authenticator, "Digest realm=a, nonce=b, algorithm=SHA-512-256", true, 0));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void A_refused_digest_is_not_answered_again()
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Md5, false, 0);

        Assert.IsFalse(Answer(authenticator, Md5, false, 1));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    [DataRow("stale=true")]
    [DataRow("stale=TRUE")]
    [DataRow("stale=\"true\"")]
    public void A_nonce_that_is_too_old_is_replaced_once(string stale)
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Md5, false, 0);
        authenticator.GetAuthorization("GET", "/");

        Assert.IsTrue(Answer(authenticator, "Digest realm=a, nonce=new, qop=auth, " + stale, false, 1));
        string answer = authenticator.GetAuthorization("GET", "/")!;
        Assert.Contains("nonce=\"new\"", answer);
        Assert.Contains("nc=00000001", answer);
        Assert.IsFalse(Answer(authenticator, "Digest realm=a, nonce=newer, qop=auth, " + stale, false, 2));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void Stale_counts_for_the_challenge_that_is_answered()
    {
        HttpAuthenticator authenticator = Create();

        Assert.IsFalse(authenticator.TryAnswer(new[] { Md5 + ", stale=true", Sha256 }, false, 1));
        Assert.IsFalse(authenticator.TryAnswer(new[] { Sha256, Md5 + ", stale=true" }, false, 1));
        Assert.IsTrue(authenticator.TryAnswer(new[] { Md5, Sha256 + ", stale=true" }, false, 1));
        Assert.IsFalse(Answer(authenticator, Md5 + ", stale=false", false, 1));
    }

    [TestMethod]
    public void A_nonce_of_an_earlier_exchange_may_be_replaced_without_being_called_old()
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Md5, false, 0);
        authenticator.GetAuthorization("GET", "/");

        Assert.IsTrue(Answer(authenticator, "Digest realm=a, nonce=next, qop=auth", false, 0));
        Assert.Contains("nonce=\"next\"", authenticator.GetAuthorization("GET", "/")!);
    }

    [TestMethod]
    public void Basic_is_refused_without_TLS()
    {
        HttpAuthenticator authenticator = Create();

        Refusal.Is(HttpError.AuthenticationRefused, "InsecureAllowBasicWithoutTls", () => Answer(authenticator, Basic, false, 0));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void Basic_is_answered_without_TLS_when_that_is_allowed()
    {
        HttpCredentials credentials = new HttpCredentials("user", "pass") { InsecureAllowBasicWithoutTls = true };
        HttpAuthenticator authenticator = new HttpAuthenticator(credentials, new Random(1));

        Assert.IsTrue(Answer(authenticator, Basic, false, 0));
        Assert.AreEqual(BasicAnswer, authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void Basic_is_answered_over_TLS_once()
    {
        HttpAuthenticator authenticator = Create();

        Assert.IsTrue(Answer(authenticator, Basic, true, 0));
        Assert.AreEqual(BasicAnswer, authenticator.GetAuthorization("GET", "/"));
        Assert.AreEqual(BasicAnswer, authenticator.GetAuthorization("POST", "/a"));
        Assert.IsFalse(Answer(authenticator, Basic, true, 1));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void A_digest_without_TLS_needs_no_permission()
    {
        HttpAuthenticator authenticator = Create();

        Assert.IsTrue(authenticator.TryAnswer(new[] { Basic, Sha256 }, false, 0));
        Assert.StartsWith("Digest ", authenticator.GetAuthorization("GET", "/")!);
    }

    [TestMethod]
    public void A_server_that_goes_over_to_Basic_is_answered_with_Basic()
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Md5, true, 0);

        Assert.IsTrue(Answer(authenticator, Basic, true, 0));
        Assert.AreEqual(BasicAnswer, authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    public void A_server_that_goes_over_to_Digest_is_answered_with_Digest()
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Basic, true, 0);

        Assert.IsTrue(Answer(authenticator, Sha256, true, 0));
        Assert.StartsWith("Digest ", authenticator.GetAuthorization("GET", "/")!);
    }

    [TestMethod]
    public void A_digest_that_was_refused_is_not_followed_by_the_password()
    {
        HttpAuthenticator authenticator = Create();
        Answer(authenticator, Basic, true, 0);
        Answer(authenticator, Md5, true, 0);

        Assert.IsFalse(Answer(authenticator, Md5, true, 1));
        Assert.IsNull(authenticator.GetAuthorization("GET", "/"));
    }

    [TestMethod]
    [DataRow("a\r\nb")]
    [DataRow("a\n")]
    [DataRow("\u0001")]
    [DataRow("a\u007f")]
    public void Credentials_cannot_bring_in_a_field_of_their_own(string text)
    {
        Refusal.Is(HttpError.InvalidMessage, "no control characters", () => new HttpCredentials(text, "a").UserName.ToString());
        Refusal.Is(HttpError.InvalidMessage, "no control characters", () => new HttpCredentials("a", text).UserName.ToString());
    }

    private static HttpAuthenticator Create() => new HttpAuthenticator(new HttpCredentials("user", "pass"), new Random(1));

    private static bool Answer(HttpAuthenticator authenticator, string field, bool isSecure, int answers) =>
        authenticator.TryAnswer(new[] { field }, isSecure, answers);
}
