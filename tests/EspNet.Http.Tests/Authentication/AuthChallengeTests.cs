using System.Collections;
using System.Text;
using EspNet.Http.Authentication;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Authentication;

/// <summary>The WWW-Authenticate field (RFC 9110, section 11.6.1).</summary>
[TestClass]
public class AuthChallengeTests
{
    [TestMethod]
    [DataRow("Basic realm=\"a b\"", "basic", "realm", "a b")]
    [DataRow("BASIC REALM=a", "basic", "realm", "a")]
    [DataRow("Digest realm = \"a\" , nonce\t=\tb", "digest", "nonce", "b")]
    [DataRow("Digest realm=\"a\",nonce=\"b\"", "digest", "nonce", "b")]
    [DataRow("Digest realm=a,,nonce=b,", "digest", "nonce", "b")]
    [DataRow(" , Digest  realm=\"a\"", "digest", "realm", "a")]
    [DataRow("Digest qop=\"auth, auth-int\", nonce=b", "digest", "qop", "auth, auth-int")]
    [DataRow("Digest qop=\"auth, auth-int\", nonce=b", "digest", "nonce", "b")]
    [DataRow("Basic realm=\"a\\\"b\\\\c\\d\"", "basic", "realm", "a\"b\\cd")]
    [DataRow("Basic realm=\"\"", "basic", "realm", "")]
    [DataRow("Basic realm=", "basic", "realm", "")]
    [DataRow("Basic realm=\"a", "basic", "realm", "a")]
    [DataRow("Basic realm=\"a\\", "basic", "realm", "a\\")]
    [DataRow("Basic realm=\"a=b, Digest c\"", "basic", "realm", "a=b, Digest c")]
    [DataRow("Digest nonce=ab==", "digest", "nonce", "ab==")]
    [DataRow("Digest nonce=a, nonce=b", "digest", "nonce", "a")]
    public void A_challenge_has_a_scheme_and_parameters(string field, string scheme, string name, string value)
    {
        ArrayList challenges = AuthChallenge.Parse(field);

        Assert.AreEqual(1, challenges.Count);
        Assert.AreEqual(scheme, At(challenges, 0).Scheme);
        Assert.AreEqual(value, At(challenges, 0).Get(name));
    }

    [TestMethod]
    public void A_field_may_hold_several_challenges()
    {
        ArrayList challenges = AuthChallenge.Parse("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"");

        Assert.AreEqual(2, challenges.Count);
        Assert.AreEqual("newauth", At(challenges, 0).Scheme);
        Assert.AreEqual("apps", At(challenges, 0).Get("realm"));
        Assert.AreEqual("1", At(challenges, 0).Get("type"));
        Assert.AreEqual("Login to \"apps\"", At(challenges, 0).Get("title"));
        Assert.AreEqual("basic", At(challenges, 1).Scheme);
        Assert.AreEqual("simple", At(challenges, 1).Get("realm"));
        Assert.IsNull(At(challenges, 1).Get("title"));
    }

    [TestMethod]
    public void A_scheme_may_have_no_parameters_or_a_token_instead()
    {
        ArrayList challenges = AuthChallenge.Parse("Negotiate, Bearer abc==, Basic realm=a");

        Assert.AreEqual(3, challenges.Count);
        Assert.AreEqual("negotiate", At(challenges, 0).Scheme);
        Assert.IsNull(At(challenges, 0).Get("realm"));
        Assert.AreEqual("bearer", At(challenges, 1).Scheme);
        Assert.AreEqual("basic", At(challenges, 2).Scheme);
        Assert.AreEqual("a", At(challenges, 2).Get("realm"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ,, ")]
    [DataRow("\"Basic\"")]
    [DataRow("=a")]
    [DataRow("realm=a, nonce=b")]
    public void What_cannot_be_read_is_no_challenge(string field) => Assert.AreEqual(0, AuthChallenge.Parse(field).Count);

    [TestMethod]
    public void What_stands_before_the_unreadable_counts()
    {
        ArrayList challenges = AuthChallenge.Parse("Basic realm=a, \"b\" Digest realm=c");

        Assert.AreEqual(1, challenges.Count);
        Assert.AreEqual("a", At(challenges, 0).Get("realm"));
    }

    [TestMethod]
    public void Eight_challenges_are_looked_at()
    {
        ArrayList challenges = AuthChallenge.Parse("a, b, c, d, e, f, g, h x=1, i y=2");

        Assert.AreEqual(8, challenges.Count);
        Assert.AreEqual("1", At(challenges, 7).Get("x"));
        Assert.IsNull(At(challenges, 7).Get("y"));
    }

    [TestMethod]
    public void Sixteen_parameters_are_looked_at()
    {
        StringBuilder field = new StringBuilder("Digest p0=v0");
        for (int i = 1; i < 17; i++)
        {
            field.Append(", p" + i.ToString() + "=v" + i.ToString());
        }

        AuthChallenge challenge = At(AuthChallenge.Parse(field.ToString()), 0);

        Assert.AreEqual("v15", challenge.Get("p15"));
        Assert.IsNull(challenge.Get("p16"));
    }

    private static AuthChallenge At(ArrayList challenges, int index) => (AuthChallenge)challenges[index]!;
}
