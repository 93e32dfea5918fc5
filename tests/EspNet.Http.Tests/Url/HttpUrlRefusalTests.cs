using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Url;

/// <summary>What is no URL, or none for HTTP.</summary>
[TestClass]
public class HttpUrlRefusalTests
{
    [TestMethod]
    [DataRow("", "no scheme")]
    [DataRow("host", "no scheme")]
    [DataRow("host:80", "no scheme")]
    [DataRow("://host", "no scheme")]
    [DataRow("/a", "no scheme")]
    [DataRow("http:/host", "no scheme")]
    [DataRow("ftp://host", "The scheme \"ftp\" is not http or https.")]
    [DataRow("httpx://host", "is not http or https.")]
    [DataRow(" http://host", "is not http or https.")]
    [DataRow("/a?http://host", "is not http or https.")]
    public void Only_http_and_https_are_taken(string url, string why) => Refusal.Is(HttpError.InvalidUrl, why, () => HttpUrl.Parse(url));

    [TestMethod]
    [DataRow("http://")]
    [DataRow("http:///a")]
    [DataRow("http://?a")]
    [DataRow("http://#a")]
    [DataRow("http://:80")]
    [DataRow("http://user@")]
    [DataRow("http://user@:80/")]
    [DataRow("http://[]/")]
    public void A_host_is_needed(string url) => Refusal.Is(HttpError.InvalidUrl, "no host", () => HttpUrl.Parse(url));

    [TestMethod]
    [DataRow("http://a b/", "blank")]
    [DataRow("http://::1/", "more than one colon")]
    [DataRow("http://[::1", "no closing bracket")]
    [DataRow("http://[::1]a/", "Something other than a port")]
    [DataRow("http://[::1]a:80/", "Something other than a port")]
    [DataRow("http://bücher.example/", "its form for DNS")]
    [DataRow("http://a,b/", "what a name may not")]
    [DataRow("http://a<b/", "what a name may not")]
    [DataRow("http://a>b/", "what a name may not")]
    [DataRow("http://a\"b/", "what a name may not")]
    [DataRow("http://a{b/", "what a name may not")]
    [DataRow("http://a}b/", "what a name may not")]
    [DataRow("http://a|b/", "what a name may not")]
    [DataRow("http://a^b/", "what a name may not")]
    [DataRow("http://a`b/", "what a name may not")]
    public void A_host_that_cannot_be_one_is_refused(string url, string why) => Refusal.Is(HttpError.InvalidUrl, why, () => HttpUrl.Parse(url));

    [TestMethod]
    [DataRow("http://host:")]
    [DataRow("http://host:0")]
    [DataRow("http://host:65536")]
    [DataRow("http://host:4294967376")]
    [DataRow("http://host:+80")]
    [DataRow("http://host:8o/")]
    [DataRow("http://[::1]:x/")]
    public void A_port_is_a_number_from_1_to_65535(string url) =>
        Refusal.Is(HttpError.InvalidUrl, "is not a number from 1 to 65535", () => HttpUrl.Parse(url));

    [TestMethod]
    [DataRow("http://host/a\r\nb")]
    [DataRow("http://host/a\nb")]
    [DataRow("http://host/a\tb")]
    [DataRow("http://host/a\u0001b")]
    [DataRow("http://host/a\u007fb")]
    [DataRow("http://host\\a")]
    [DataRow("http://host/#\\")]
    public void Control_characters_and_backslashes_are_refused(string url)
    {
        HttpUrl from = HttpUrl.Parse("http://host");

        Refusal.Is(HttpError.InvalidUrl, "control character or a backslash", () => HttpUrl.Parse(url));
        Refusal.Is(HttpError.InvalidUrl, "control character or a backslash", () => from.Resolve(url));
    }

    [TestMethod]
    [DataRow("http://%zz@host")]
    [DataRow("http://a%4@host")]
    [DataRow("http://a:%@host")]
    [DataRow("http://%ff@host")]
    [DataRow("http://a:%c0%af@host")]
    [DataRow("http://a%00b@host")]
    public void A_user_that_is_not_encoded_as_it_should_be_is_refused(string url) =>
        Refusal.Is(HttpError.InvalidUrl, "not percent-encoded UTF-8", () => HttpUrl.Parse(url));

    [TestMethod]
    [DataRow("http://a%0D%0AX:%20b@host")]
    [DataRow("http://a%0ab@host")]
    [DataRow("http://a:b%0d@host")]
    [DataRow("http://a:%01@host")]
    [DataRow("http://a:%7F@host")]
    public void A_user_cannot_bring_in_a_field_of_its_own(string url) =>
        Refusal.Is(HttpError.InvalidUrl, "holds a control character", () => HttpUrl.Parse(url));

    [TestMethod]
    public void A_URL_may_have_2048_characters_and_no_more()
    {
        HttpUrl from = HttpUrl.Parse("http://host");
        string longest = "http://host/" + new string('a', HttpUrl.MaximumLength - "http://host/".Length);

        Assert.AreEqual(2048, longest.Length);
        Assert.AreEqual(longest, HttpUrl.Parse(longest).ToString());
        Assert.AreEqual(longest, from.Resolve(longest).ToString());
        Refusal.Is(HttpError.InvalidUrl, "longer than 2048", () => HttpUrl.Parse(longest + "a"));
        Refusal.Is(HttpError.InvalidUrl, "longer than 2048", () => from.Resolve(longest + "a"));
    }
}
