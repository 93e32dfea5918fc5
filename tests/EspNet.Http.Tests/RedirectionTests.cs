using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>Redirects (RFC 9110, section 15.4).</summary>
[TestClass]
public class RedirectionTests
{
    [TestMethod]
    [DataRow(200, false)]
    [DataRow(300, false)]
    [DataRow(301, true)]
    [DataRow(302, true)]
    [DataRow(303, true)]
    [DataRow(304, false)]
    [DataRow(305, false)]
    [DataRow(306, false)]
    [DataRow(307, true)]
    [DataRow(308, true)]
    [DataRow(309, false)]
    [DataRow(401, false)]
    public void Five_statuses_are_redirects(int status, bool isRedirect) => Assert.AreEqual(isRedirect, Redirection.IsRedirect(status));

    [TestMethod]
    [DataRow(301, "GET", "GET")]
    [DataRow(301, "HEAD", "HEAD")]
    [DataRow(301, "POST", "GET")]
    [DataRow(301, "PUT", "PUT")]
    [DataRow(302, "POST", "GET")]
    [DataRow(302, "DELETE", "DELETE")]
    [DataRow(303, "GET", "GET")]
    [DataRow(303, "HEAD", "HEAD")]
    [DataRow(303, "POST", "GET")]
    [DataRow(303, "PUT", "GET")]
    [DataRow(307, "POST", "POST")]
    [DataRow(307, "PUT", "PUT")]
    [DataRow(308, "POST", "POST")]
    [DataRow(308, "GET", "GET")]
    public void The_status_decides_what_becomes_of_the_method(int status, string method, string next) =>
        Assert.AreEqual(next, Redirection.GetMethod(status, method));

    [TestMethod]
    [DataRow("http://host/a/b", "c", "http://host/a/c")]
    [DataRow("http://host/a/b", "/c?d#e", "http://host/c?d")]
    [DataRow("http://host/a", "//other/c", "http://other/c")]
    [DataRow("http://host/a", "https://host/a", "https://host/a")]
    [DataRow("https://host/a", "https://other:8443/", "https://other:8443/")]
    [DataRow("https://host/a", "//other/", "https://other/")]
    [DataRow("http://host/a", "http://other/", "http://other/")]
    public void A_redirect_leads_to_what_the_location_means(string from, string location, string to) =>
        Assert.AreEqual(to, Redirection.GetUrl(HttpUrl.Parse(from), location).ToString());

    [TestMethod]
    [DataRow("http://host/a")]
    [DataRow("HTTP://other")]
    public void A_redirect_never_leads_from_https_to_http(string location)
    {
        HttpUrl from = HttpUrl.Parse("https://host/a");

        Refusal.Is(HttpError.RedirectRefused, "from https to http is never followed", () => Redirection.GetUrl(from, location));
    }

    [TestMethod]
    [DataRow("ftp://host/a", "is not http or https")]
    [DataRow("javascript:alert(1)", "is not http or https")]
    [DataRow("http:///", "no host")]
    [DataRow("/a\\b", "backslash")]
    public void What_is_no_URL_of_HTTP_is_not_followed(string location, string why)
    {
        HttpUrl from = HttpUrl.Parse("http://user:secret@host/a");

        Refusal.Is(HttpError.RedirectRefused, why, () => Redirection.GetUrl(from, location));
        Refusal.Is(HttpError.RedirectRefused, "http://host/a redirects to what cannot be followed", () => Redirection.GetUrl(from, location));
    }
}
