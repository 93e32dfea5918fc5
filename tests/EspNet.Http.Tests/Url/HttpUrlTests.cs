using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Url;

/// <summary>What a URL is taken apart into.</summary>
[TestClass]
public class HttpUrlTests
{
    [TestMethod]
    [DataRow("http://host", "http", 80)]
    [DataRow("https://host", "https", 443)]
    [DataRow("HTTP://host", "http", 80)]
    [DataRow("hTTpS://host", "https", 443)]
    public void Each_scheme_has_its_port(string url, string scheme, int port)
    {
        HttpUrl parsed = HttpUrl.Parse(url);

        Assert.AreEqual(scheme, parsed.Scheme);
        Assert.AreEqual(scheme == "https", parsed.IsSecure);
        Assert.AreEqual("host", parsed.Host);
        Assert.AreEqual(port, parsed.Port);
        Assert.IsNull(parsed.UserName);
        Assert.IsNull(parsed.Password);
    }

    [TestMethod]
    [DataRow("http://host:1/", 1)]
    [DataRow("http://host:8080", 8080)]
    [DataRow("https://host:65535?a", 65535)]
    [DataRow("https://host:00443", 443)]
    [DataRow("http://[::1]:81", 81)]
    public void A_port_replaces_that_of_the_scheme(string url, int port) => Assert.AreEqual(port, HttpUrl.Parse(url).Port);

    [TestMethod]
    [DataRow("http://EXAMPLE.Org/A", "example.org")]
    [DataRow("http://192.168.4.1/", "192.168.4.1")]
    [DataRow("http://[2001:DB8::1]/", "2001:db8::1")]
    [DataRow("http://user:pass@[::1]:80", "::1")]
    [DataRow("http://a_b-c.d~e/", "a_b-c.d~e")]
    public void The_host_is_in_lower_case_and_without_brackets(string url, string host) => Assert.AreEqual(host, HttpUrl.Parse(url).Host);

    [TestMethod]
    [DataRow("http://host", "/")]
    [DataRow("http://host?a=b", "/?a=b")]
    [DataRow("http://host/", "/")]
    [DataRow("http://host/A/b.c", "/A/b.c")]
    [DataRow("http://host/a?b=c?d/e", "/a?b=c?d/e")]
    [DataRow("http://host/a?", "/a?")]
    [DataRow("http://host/a#b", "/a")]
    [DataRow("http://host/a?b#c?d/e#f", "/a?b")]
    [DataRow("http://host#a/b", "/")]
    [DataRow("http://host/a//b/", "/a//b/")]
    public void The_target_is_path_and_query_without_the_fragment(string url, string target) => Assert.AreEqual(target, HttpUrl.Parse(url).Target);

    [TestMethod]
    [DataRow("http://host/a b", "/a%20b")]
    [DataRow("http://host/a?b=c d", "/a?b=c%20d")]
    [DataRow("http://host/ü?ß", "/%C3%BC?%C3%9F")]
    [DataRow("http://host/\"<>^`{}", "/%22%3C%3E%5E%60%7B%7D")]
    [DataRow("http://host/a%20b%2f", "/a%20b%2f")]
    [DataRow("http://host/ %20%41", "/%20%20%41")]
    [DataRow("http://host/ -._~!$&'()*+,;=:@/?%[]|", "/%20-._~!$&'()*+,;=:@/?%[]|")]
    [DataRow("http://host/a|b[1]'", "/a|b[1]'")]
    public void What_a_request_line_cannot_hold_is_encoded_once(string url, string target) => Assert.AreEqual(target, HttpUrl.Parse(url).Target);

    [TestMethod]
    [DataRow("http://host/a/./b", "/a/b")]
    [DataRow("http://host/a/../b", "/b")]
    [DataRow("http://host/../../b", "/b")]
    [DataRow("http://host/a/b/..", "/a/")]
    [DataRow("http://host/a/.", "/a/")]
    [DataRow("http://host/..", "/")]
    [DataRow("http://host/.", "/")]
    [DataRow("http://host/a//../b", "/a/b")]
    [DataRow("http://host/a/..b/.c/d./e..", "/a/..b/.c/d./e..")]
    [DataRow("http://host/a/../b?c/../d", "/b?c/../d")]
    [DataRow("http://host/a?/../b", "/a?/../b")]
    [DataRow("http://host/mid/content=5/../6", "/mid/6")]
    public void Dot_segments_of_the_path_are_removed(string url, string target) => Assert.AreEqual(target, HttpUrl.Parse(url).Target);

    [TestMethod]
    [DataRow("http://host", "/")]
    [DataRow("http://host/a/b", "/a/b")]
    [DataRow("http://host/a?b?c", "/a")]
    public void The_path_is_the_target_without_the_query(string url, string path) => Assert.AreEqual(path, HttpUrl.Parse(url).Path);

    [TestMethod]
    [DataRow("http://user:pass@host", "user", "pass")]
    [DataRow("http://user@host", "user", null)]
    [DataRow("http://user:@host", "user", "")]
    [DataRow("http://:pass@host", "", "pass")]
    [DataRow("http://us%40er:p%3Aa%2Fss%25@host", "us@er", "p:a/ss%")]
    [DataRow("http://a@b:c:d@host", "a@b", "c:d")]
    [DataRow("http://%C3%BC:%E2%82%AC@host", "ü", "€")]
    [DataRow("http://a+b:c+d@host", "a+b", "c+d")]
    public void User_name_and_password_are_decoded(string url, string userName, string? password)
    {
        HttpUrl parsed = HttpUrl.Parse(url);

        Assert.AreEqual(userName, parsed.UserName);
        Assert.AreEqual(password, parsed.Password);
        Assert.AreEqual("host", parsed.Host);
    }

    [TestMethod]
    [DataRow("http://user:secret@host/a", "http://host/a")]
    [DataRow("https://secret@host:444?b#c", "https://host:444/?b")]
    [DataRow("HTTP://HOST:80/A", "http://host/A")]
    [DataRow("http://[::1]:8080/a", "http://[::1]:8080/a")]
    public void The_text_has_neither_user_nor_fragment(string url, string text) => Assert.AreEqual(text, HttpUrl.Parse(url).ToString());

    [TestMethod]
    [DataRow("http://host:80", "host")]
    [DataRow("https://host:443", "host")]
    [DataRow("http://host:443", "host:443")]
    [DataRow("https://host:80", "host:80")]
    [DataRow("http://user@HOST:8080/a", "host:8080")]
    [DataRow("http://[2001:db8::1]/", "[2001:db8::1]")]
    [DataRow("http://[2001:db8::1]:81/", "[2001:db8::1]:81")]
    [DataRow("http://[fe80::1%25wlan0]:81/", "[fe80::1]:81")]
    public void The_Host_field_has_the_port_that_is_not_usual_and_no_zone(string url, string field) =>
        Assert.AreEqual(field, HttpUrl.Parse(url).HostField);

    [TestMethod]
    [DataRow("http://host/a", "http://user@HOST:80/b?c", true)]
    [DataRow("https://host", "https://host:443", true)]
    [DataRow("http://host", "https://host", false)]
    [DataRow("http://host:443", "https://host:443", false)]
    [DataRow("http://host", "http://host:81", false)]
    [DataRow("http://host", "http://www.host", false)]
    public void An_origin_is_scheme_host_and_port(string one, string other, bool isSame)
    {
        Assert.AreEqual(isSame, HttpUrl.Parse(one).IsSameOrigin(HttpUrl.Parse(other)));
        Assert.AreEqual(isSame, HttpUrl.Parse(other).IsSameOrigin(HttpUrl.Parse(one)));
    }

    [TestMethod]
    public void Null_is_refused_by_name()
    {
        HttpUrl url = HttpUrl.Parse("http://host");

        Assert.ThrowsException(typeof(ArgumentNullException), () => HttpUrl.Parse(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => url.Resolve(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => url.IsSameOrigin(null!));
    }
}
