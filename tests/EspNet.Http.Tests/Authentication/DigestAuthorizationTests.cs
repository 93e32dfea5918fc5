using System;
using EspNet.Http.Authentication;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Authentication;

/// <summary>Answers to Digest challenges (RFC 7616).</summary>
[TestClass]
public class DigestAuthorizationTests
{
    private const string Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string ClientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private const string Opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
    private const string Realm = "http-auth@example.org";
    private const string Start = "Digest username=\"Mufasa\", realm=\"" + Realm + "\", nonce=\"" + Nonce + "\", uri=\"/dir/index.html\"";

    /// <summary>Section 3.9.1, and the same with a second request and with the session's variants.</summary>
    [TestMethod]
    [DataRow("MD5", "8ca523f5e9506fed4657c9700eebdbec", "4b5d595ecf2db9df612ea5b45cd97101")]
    [DataRow(
        "SHA-256",
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        "8c8db27f49ff1c202f9fb49fa9d2e9eabf078dcc93db40dfd6527010091d1c8e")]
    [DataRow("MD5-sess", "e783283f46242139c486a698fec7211d", "6914b51e16f9459d9abc967ad41c4599")]
    [DataRow(
        "SHA-256-sess",
        "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
        "6bb0010aa4bdf46422a798c509ea32e256f27bd37de5cc3bdf8ed51e1d77d650")]
    public void The_examples_of_RFC_7616_are_answered_as_there(string algorithm, string first, string second)
    {
        DigestAuthorization digest = Create(
            "Digest realm=\"" + Realm + "\", qop=\"auth, auth-int\", algorithm=" + algorithm + ", nonce=\"" + Nonce + "\", opaque=\"" + Opaque + "\"");
        digest.ClientNonce = ClientNonce;
        string end = ", cnonce=\"" + ClientNonce + "\", algorithm=" + algorithm + ", opaque=\"" + Opaque + "\"";

        Assert.AreEqual(Start + ", response=\"" + first + "\", qop=auth, nc=00000001" + end, digest.Format("GET", "/dir/index.html"));
        Assert.AreEqual(Start + ", response=\"" + second + "\", qop=auth, nc=00000002" + end, digest.Format("GET", "/dir/index.html"));
    }

    /// <summary>Section 3.5 of RFC 2617.</summary>
    [TestMethod]
    public void The_example_of_RFC_2617_is_answered_as_there()
    {
        DigestAuthorization digest = Create(
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "Mufasa",
            "Circle Of Life");
        digest.ClientNonce = "0a4f113b";

        string answer = digest.Format("GET", "/dir/index.html");

        Assert.Contains("response=\"6629fae49393a05397450978507c4ef1\", qop=auth, nc=00000001, cnonce=\"0a4f113b\"", answer);
        Assert.DoesNotContains("algorithm", answer);
    }

    [TestMethod]
    public void Without_qop_the_answer_is_that_of_RFC_2069()
    {
        DigestAuthorization digest = Create(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "Mufasa",
            "Circle Of Life");
        string expected = "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            + "response=\"670fd8c2df070c60b045671b8b24ff02\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

        Assert.AreEqual(expected, digest.Format("GET", "/dir/index.html"));
        Assert.AreEqual(expected, digest.Format("GET", "/dir/index.html"));
    }

    [TestMethod]
    [DataRow("MD5", "7b2cc3b30e75b4777ea31027084363fd", "")]
    [DataRow("SHA-256", "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363", "")]
    [DataRow("MD5-sess", "37a7f42db2090a3fcac4e26e747d4fc8", ", cnonce=\"" + ClientNonce + "\"")]
    [DataRow("SHA-256-sess", "30bc0742357e535c85094121d22cf826b794be0667e19537beb7b28f2251c274", ", cnonce=\"" + ClientNonce + "\"")]
    public void Without_qop_only_a_session_tells_the_client_nonce(string algorithm, string response, string clientNonce)
    {
        DigestAuthorization digest = Create("Digest realm=\"" + Realm + "\", algorithm=" + algorithm + ", nonce=\"" + Nonce + "\"");
        digest.ClientNonce = ClientNonce;

        Assert.AreEqual(
            Start + ", response=\"" + response + "\"" + clientNonce + ", algorithm=" + algorithm,
            digest.Format("GET", "/dir/index.html"));
    }

    [TestMethod]
    public void Method_and_target_are_part_of_the_answer()
    {
        string challenge = "Digest realm=a, nonce=b";
        string get = Create(challenge).Format("GET", "/c");

        Assert.AreNotEqual(get, Create(challenge).Format("POST", "/c"));
        Assert.AreNotEqual(ResponseOf(get), ResponseOf(Create(challenge).Format("POST", "/c")));
        Assert.AreNotEqual(ResponseOf(get), ResponseOf(Create(challenge).Format("GET", "/d")));
        Assert.Contains("uri=\"/d?e\"", Create(challenge).Format("GET", "/d?e"));
    }

    [TestMethod]
    public void The_count_has_eight_hex_digits_and_counts_on()
    {
        DigestAuthorization digest = Create("Digest realm=a, nonce=b, qop=auth");
        for (int i = 1; i < 10; i++)
        {
            Assert.Contains("nc=0000000" + i.ToString() + ",", digest.Format("GET", "/"));
        }

        Assert.Contains("nc=0000000a,", digest.Format("GET", "/"));
    }

    [TestMethod]
    public void Text_is_hashed_as_UTF_8()
    {
        DigestAuthorization digest = Create("Digest realm=\"ö\", nonce=n, qop=auth, algorithm=SHA-256", "Jäsøn", "Secret, or not?");
        digest.ClientNonce = "c";

        Assert.AreEqual("12b62551e13a0841db1be34a00ca20476247f04bed1074327f1c5886beac164e", ResponseOf(digest.Format("GET", "/")));
    }

    [TestMethod]
    public void Quotes_and_backslashes_are_escaped_but_hashed_as_they_are()
    {
        DigestAuthorization digest = Create("Digest realm=\"r\\\"s\", nonce=n, qop=auth, algorithm=SHA-256", "a\"b\\c", "p");
        digest.ClientNonce = "c";

        string answer = digest.Format("GET", "/");

        Assert.StartsWith("Digest username=\"a\\\"b\\\\c\", realm=\"r\\\"s\", ", answer);
        Assert.AreEqual("1d7c4e9cb5a7507cc7df2ce4c344831f1cbc63b5575379ca418b7b3564311b1c", ResponseOf(answer));
    }

    [TestMethod]
    public void A_client_nonce_is_made_once_for_a_nonce_and_is_another_for_the_next_one()
    {
        Random random = new Random(1);
        string challenge = "Digest realm=a, nonce=b, qop=auth";
        DigestAuthorization digest = Create(challenge, "a", "b", random)!;
        DigestAuthorization other = Create(challenge, "a", "b", random)!;
        digest.Format("GET", "/");
        string clientNonce = digest.ClientNonce!;
        digest.Format("GET", "/");
        other.Format("GET", "/");

        Assert.AreEqual(24, clientNonce.Length);
        Assert.AreEqual(clientNonce, digest.ClientNonce);
        Assert.AreNotEqual(clientNonce, other.ClientNonce);
    }

    [TestMethod]
    [DataRow("Digest nonce=a")]
    [DataRow("Digest realm=a")]
    [DataRow("Digest realm=a, nonce=b, qop=auth-int")]
    [DataRow("Digest realm=a, nonce=b, qop=\"\"")]
    [DataRow("Digest realm=a, nonce=b, qop=authx")]
    [DataRow("Digest realm=a, nonce=b, algorithm=SHA-512-256")]
    [DataRow("Digest realm=a, nonce=b, algorithm=SHA-1")]
    [DataRow("Digest realm=a, nonce=b, algorithm=\"\"")]
    public void A_challenge_that_cannot_be_answered_is_passed_by(string challenge) =>
        Assert.IsNull(Create(challenge, "a", "b", new Random(1)));

    [TestMethod]
    [DataRow("Digest realm=a, nonce=b", 1)]
    [DataRow("Digest realm=a, nonce=b, algorithm=md5, qop=\"auth-int,auth\"", 1)]
    [DataRow("Digest realm=a, nonce=b, algorithm=\"MD5-SESS\", qop=AUTH", 1)]
    [DataRow("Digest realm=a, nonce=b, algorithm=sha-256, qop=\"auth-int, auth\"", 2)]
    [DataRow("Digest realm=a, nonce=b, algorithm=SHA-256-sess", 2)]
    public void SHA_256_is_stronger_than_MD5(string challenge, int strength) => Assert.AreEqual(strength, Create(challenge).Strength);

    private static string ResponseOf(string answer)
    {
        string rest = answer.Substring(answer.IndexOf("response=\"") + 10);
        return rest.Substring(0, rest.IndexOf('"'));
    }

    private static DigestAuthorization Create(string challenge, string userName = "Mufasa", string password = "Circle of Life") =>
        Create(challenge, userName, password, new Random(1))!;

    private static DigestAuthorization? Create(string challenge, string userName, string password, Random random) =>
        DigestAuthorization.Create((AuthChallenge)AuthChallenge.Parse(challenge)[0]!, new HttpCredentials(userName, password), random);
}
