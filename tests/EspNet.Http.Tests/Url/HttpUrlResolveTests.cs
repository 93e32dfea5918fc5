using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Url;

/// <summary>References (RFC 3986, section 5.4), without the fragments that a request never holds.</summary>
[TestClass]
public class HttpUrlResolveTests
{
    private const string From = "http://a/b/c/d;p?q";

    [TestMethod]
    [DataRow("g", "http://a/b/c/g")]
    [DataRow("./g", "http://a/b/c/g")]
    [DataRow("g/", "http://a/b/c/g/")]
    [DataRow("/g", "http://a/g")]
    [DataRow("//g", "http://g/")]
    [DataRow("?y", "http://a/b/c/d;p?y")]
    [DataRow("g?y", "http://a/b/c/g?y")]
    [DataRow("#s", "http://a/b/c/d;p?q")]
    [DataRow("g#s", "http://a/b/c/g")]
    [DataRow("g?y#s", "http://a/b/c/g?y")]
    [DataRow(";x", "http://a/b/c/;x")]
    [DataRow("g;x", "http://a/b/c/g;x")]
    [DataRow("g;x?y#s", "http://a/b/c/g;x?y")]
    [DataRow("", "http://a/b/c/d;p?q")]
    [DataRow(".", "http://a/b/c/")]
    [DataRow("./", "http://a/b/c/")]
    [DataRow("..", "http://a/b/")]
    [DataRow("../", "http://a/b/")]
    [DataRow("../g", "http://a/b/g")]
    [DataRow("../..", "http://a/")]
    [DataRow("../../", "http://a/")]
    [DataRow("../../g", "http://a/g")]
    public void Normal_examples_of_the_RFC(string reference, string url) =>
        Assert.AreEqual(url, HttpUrl.Parse(From).Resolve(reference).ToString());

    [TestMethod]
    [DataRow("../../../g", "http://a/g")]
    [DataRow("../../../../g", "http://a/g")]
    [DataRow("/./g", "http://a/g")]
    [DataRow("/../g", "http://a/g")]
    [DataRow("g.", "http://a/b/c/g.")]
    [DataRow(".g", "http://a/b/c/.g")]
    [DataRow("g..", "http://a/b/c/g..")]
    [DataRow("..g", "http://a/b/c/..g")]
    [DataRow("./../g", "http://a/b/g")]
    [DataRow("./g/.", "http://a/b/c/g/")]
    [DataRow("g/./h", "http://a/b/c/g/h")]
    [DataRow("g/../h", "http://a/b/c/h")]
    [DataRow("g;x=1/./y", "http://a/b/c/g;x=1/y")]
    [DataRow("g;x=1/../y", "http://a/b/c/y")]
    [DataRow("g?y/./x", "http://a/b/c/g?y/./x")]
    [DataRow("g?y/../x", "http://a/b/c/g?y/../x")]
    [DataRow("g#s/./x", "http://a/b/c/g")]
    [DataRow("g#s/../x", "http://a/b/c/g")]
    public void Abnormal_examples_of_the_RFC(string reference, string url) =>
        Assert.AreEqual(url, HttpUrl.Parse(From).Resolve(reference).ToString());

    [TestMethod]
    [DataRow("g:h", "The scheme \"g\" is not http or https.")]
    [DataRow("http:g", "no host")]
    [DataRow("http:", "no host")]
    [DataRow("https:/g", "no host")]
    [DataRow("javascript:alert(1)", "is not http or https.")]
    [DataRow("ftp://g/", "is not http or https.")]
    [DataRow("//", "no host")]
    [DataRow("///g", "no host")]
    public void What_leads_out_of_HTTP_or_nowhere_is_refused(string reference, string why)
    {
        HttpUrl from = HttpUrl.Parse(From);

        Refusal.Is(HttpError.InvalidUrl, why, () => from.Resolve(reference));
    }

    [TestMethod]
    [DataRow("https://g:8443/h?i#j", "https://g:8443/h?i")]
    [DataRow("HTTP://G", "http://g/")]
    [DataRow("//g:81?h", "http://g:81/?h")]
    [DataRow("g/h:i", "http://a/b/c/g/h:i")]
    [DataRow("./g:h", "http://a/b/c/g:h")]
    [DataRow("?a:b", "http://a/b/c/d;p?a:b")]
    [DataRow("/c:d", "http://a/c:d")]
    [DataRow("g?http://h/", "http://a/b/c/g?http://h/")]
    [DataRow("g h?ü", "http://a/b/c/g%20h?%C3%BC")]
    [DataRow("/g h", "http://a/g%20h")]
    [DataRow("? h", "http://a/b/c/d;p?%20h")]
    public void A_colon_means_a_scheme_only_before_slash_and_query(string reference, string url) =>
        Assert.AreEqual(url, HttpUrl.Parse(From).Resolve(reference).ToString());

    [TestMethod]
    public void A_reference_without_host_stays_with_host_port_and_scheme()
    {
        HttpUrl url = HttpUrl.Parse("https://user:pass@[::1]:8443/a/b").Resolve("../c");

        Assert.AreEqual("https://[::1]:8443/c", url.ToString());
        Assert.AreEqual("::1", url.Host);
        Assert.AreEqual(8443, url.Port);
        Assert.IsTrue(url.IsSecure);
    }

    [TestMethod]
    public void A_reference_to_a_host_keeps_the_scheme_and_loses_port_and_user()
    {
        HttpUrl url = HttpUrl.Parse("https://user:pass@host:8443/a").Resolve("//other");

        Assert.AreEqual("https://other/", url.ToString());
        Assert.AreEqual(443, url.Port);
        Assert.IsNull(url.UserName);
        Assert.IsNull(url.Password);
    }

    [TestMethod]
    public void A_reference_takes_no_user_from_where_it_stands()
    {
        HttpUrl url = HttpUrl.Parse("http://user:pass@host/a").Resolve("b");

        Assert.IsNull(url.UserName);
        Assert.IsNull(url.Password);
    }

    [TestMethod]
    public void A_query_is_no_folder()
    {
        HttpUrl url = HttpUrl.Parse("http://host/a/b?c/d/e");

        Assert.AreEqual("http://host/a/f", url.Resolve("f").ToString());
        Assert.AreEqual("http://host/a/b?g", url.Resolve("?g").ToString());
    }
}
