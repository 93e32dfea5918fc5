using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Cookies;

/// <summary>Cookies as they are set, and found in a request.</summary>
[TestClass]
public class HttpCookieTests
{
    [TestMethod]
    public void A_cookie_is_hidden_from_scripts_and_from_other_sites_by_default() =>
        Assert.AreEqual("a=b; HttpOnly; SameSite=Lax", new HttpCookie("a", "b").ToString());

    [TestMethod]
    public void All_attributes_are_written()
    {
        HttpCookie cookie = new HttpCookie("a", "b")
        {
            Domain = "example.org",
            Path = "/c",
            MaxAge = 60,
            IsSecure = true,
            SameSite = "Strict",
        };

        Assert.AreEqual("a=b; Domain=example.org; Path=/c; Max-Age=60; Secure; HttpOnly; SameSite=Strict", cookie.ToString());
    }

    [TestMethod]
    public void What_is_switched_off_is_not_written()
    {
        HttpCookie cookie = new HttpCookie("a", string.Empty) { IsHttpOnly = false, SameSite = null, MaxAge = HttpCookie.Session };

        Assert.AreEqual("a=", cookie.ToString());
    }

    [TestMethod]
    public void A_maximum_age_of_0_is_written_because_it_deletes() =>
        Assert.Contains("; Max-Age=0;", new HttpCookie("a", "b") { MaxAge = 0 }.ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("a b")]
    [DataRow("a=b")]
    [DataRow("a;b")]
    [DataRow("ä")]
    [DataRow("a\r\n")]
    public void A_name_is_a_token(string name) =>
        Refusal.Is(HttpError.InvalidMessage, "cannot be the name of a cookie", () => new HttpCookie(name, "b").ToString());

    [TestMethod]
    [DataRow("a b")]
    [DataRow("a\tb")]
    [DataRow("\"a\"")]
    [DataRow("a,b")]
    [DataRow("a;b")]
    [DataRow("a\\b")]
    [DataRow("ä")]
    [DataRow("a\r\nb")]
    [DataRow("a\u0001b")]
    public void A_value_holds_no_separators(string value) =>
        Refusal.Is(HttpError.InvalidMessage, "The value of the cookie name", () => new HttpCookie("name", value).ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("a=b==")]
    [DataRow("!#$%&'()*+-./:<=>?@[]^_`{|}~")]
    public void A_value_may_hold_everything_else_of_ASCII(string value) =>
        Assert.StartsWith("name=" + value + "; ", new HttpCookie("name", value).ToString());

    [TestMethod]
    [DataRow("a;b")]
    [DataRow("a\r\nb")]
    [DataRow("a\u0001")]
    public void An_attribute_that_would_end_itself_is_refused(string value)
    {
        HttpCookie cookie = new HttpCookie("a", "b");

        Refusal.Is(HttpError.InvalidMessage, "The attribute Domain", () => cookie.Domain = value);
        Refusal.Is(HttpError.InvalidMessage, "The attribute Path", () => cookie.Path = value);
        Refusal.Is(HttpError.InvalidMessage, "The attribute SameSite", () => cookie.SameSite = value);
        Assert.AreEqual("a=b; HttpOnly; SameSite=Lax", cookie.ToString());
    }

    [TestMethod]
    public void Null_is_refused_by_name()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpCookie(null!, "b").ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpCookie("a", null!).ToString());
    }

    [TestMethod]
    [DataRow("a=b", "a", "b")]
    [DataRow("a=b; c=d", "c", "d")]
    [DataRow("a=b;c=d", "c", "d")]
    [DataRow("a = b ; c= d ", "a", "b")]
    [DataRow("a=b=c", "a", "b=c")]
    [DataRow("a=", "a", "")]
    [DataRow("a=\"b\"", "a", "b")]
    [DataRow("a=1; a=2", "a", "1")]
    [DataRow("ab=1; a=2", "a", "2")]
    [DataRow("x=a=1; a=2", "a", "2")]
    [DataRow("A=1", "a", null)]
    [DataRow("a", "a", null)]
    [DataRow("=a", "", null)]
    [DataRow("", "a", null)]
    public void A_cookie_is_found_by_its_name(string field, string name, string? value) => Assert.AreEqual(value, HttpCookie.Find(field, name));
}
