using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Cookies;

/// <summary>Which requests carry a cookie (RFC 6265, sections 5.1.3, 5.1.4, 5.2 and 5.3).</summary>
[TestClass]
public class CookieScopeTests
{
    [TestMethod]
    [DataRow("http://host/", "http://host/", true)]
    [DataRow("http://HOST/", "http://Host/", true)]
    [DataRow("http://host:81/", "https://host:444/", true)]
    [DataRow("http://host/", "http://a.host/", false)]
    [DataRow("http://a.host/", "http://host/", false)]
    [DataRow("http://host/", "http://ahost/", false)]
    public void Without_a_domain_only_the_host_itself_gets_it(string from, string to, bool isSent) => Expect(from, "a=b", to, isSent);

    [TestMethod]
    [DataRow("http://example.org/", true)]
    [DataRow("http://www.example.org/", true)]
    [DataRow("http://a.b.example.org/", true)]
    [DataRow("http://badexample.org/", false)]
    [DataRow("http://example.org.evil/", false)]
    [DataRow("http://org/", false)]
    public void With_a_domain_all_below_it_get_it(string to, bool isSent)
    {
        Expect("http://www.example.org/", "a=b; Domain=example.org", to, isSent);
        Expect("http://www.example.org/", "a=b; domain = .EXAMPLE.org ", to, isSent);
        Expect("http://example.org/", "a=b; Domain=example.org", to, isSent);
    }

    [TestMethod]
    [DataRow("http://example.org/", "other.org")]
    [DataRow("http://example.org/", "www.example.org")]
    [DataRow("http://badexample.org/", "example.org")]
    [DataRow("http://example.org/", "org")]
    [DataRow("http://example.org/", ".org")]
    [DataRow("http://example.org/", "..org")]
    [DataRow("http://example.org/", ".")]
    [DataRow("http://example.org/", "example.org.")]
    [DataRow("http://example.org/", "ample.org")]
    [DataRow("http://192.168.4.1/", "168.4.1")]
    [DataRow("http://192.168.4.1/", "4.1")]
    public void A_domain_that_is_not_the_servers_own_is_refused(string from, string domain)
    {
        CookieRig rig = new CookieRig();
        rig.Set(from, "a=b; Domain=" + domain);

        Assert.AreEqual(0, rig.Jar.Count);
        Assert.IsNull(rig.Get(from));
    }

    [TestMethod]
    [DataRow("a=b; Domain=")]
    [DataRow("a=b; Domain")]
    public void An_empty_domain_is_none(string field)
    {
        Expect("http://example.org/", field, "http://example.org/", true);
        Expect("http://example.org/", field, "http://www.example.org/", false);
    }

    [TestMethod]
    [DataRow("192.168.4.1")]
    [DataRow("esp")]
    public void Nothing_lies_below_an_address_or_a_name_without_a_dot(string host)
    {
        Expect("http://" + host + "/", "a=b; Domain=" + host, "http://" + host + "/", true);
        Expect("http://" + host + "/", "a=b; Domain=" + host, "http://a." + host + "/", false);
    }

    [TestMethod]
    [DataRow("http://host/", "/", true)]
    [DataRow("http://host/", "/a/b", true)]
    [DataRow("http://host", "/a", true)]
    [DataRow("http://host/a", "/b", true)]
    [DataRow("http://host/a/b", "/a", true)]
    [DataRow("http://host/a/b", "/a/", true)]
    [DataRow("http://host/a/b", "/a/c", true)]
    [DataRow("http://host/a/b", "/ab", false)]
    [DataRow("http://host/a/b", "/", false)]
    [DataRow("http://host/a/b/", "/a/b/c", true)]
    [DataRow("http://host/a/b/", "/a/c", false)]
    [DataRow("http://host/a?b/c", "/d", true)]
    public void Without_a_path_the_folder_of_the_request_gets_it(string from, string path, bool isSent) =>
        Expect(from, "a=b", "http://host" + path, isSent);

    [TestMethod]
    [DataRow("/a", "/a", true)]
    [DataRow("/a", "/a/", true)]
    [DataRow("/a", "/a/b", true)]
    [DataRow("/a", "/a?b", true)]
    [DataRow("/a", "/ab", false)]
    [DataRow("/a", "/", false)]
    [DataRow("/a", "/A", false)]
    [DataRow("/a", "/b/a", false)]
    [DataRow("/a/", "/a/b", true)]
    [DataRow("/a/", "/a", false)]
    [DataRow("/", "/c", true)]
    public void With_a_path_all_below_it_get_it(string cookiePath, string path, bool isSent) =>
        Expect("http://host/x/y", "a=b; Path=" + cookiePath, "http://host" + path, isSent);

    [TestMethod]
    [DataRow("a=b; Path=")]
    [DataRow("a=b; Path")]
    [DataRow("a=b; Path=a")]
    [DataRow("a=b; Path=/; Path=a")]
    public void A_path_that_is_none_is_the_default_one(string field)
    {
        Expect("http://host/x/y", field, "http://host/x/z", true);
        Expect("http://host/x/y", field, "http://host/z", false);
    }

    [TestMethod]
    public void The_last_path_counts()
    {
        Expect("http://host/", "a=b; Path=/x; Path=/y", "http://host/y", true);
        Expect("http://host/", "a=b; Path=/x; Path=/y", "http://host/x", false);
    }

    [TestMethod]
    [DataRow("a=b; Secure", "https://host/", true)]
    [DataRow("a=b; secure=x", "https://host/", true)]
    [DataRow("a=b; Secure", "http://host/", false)]
    [DataRow("a=b; HttpOnly; SameSite=Lax; Unknown=1", "http://host/", true)]
    public void A_secure_cookie_goes_over_https_only(string field, string to, bool isSent) => Expect("https://host/", field, to, isSent);

    [TestMethod]
    public void A_secure_cookie_is_not_taken_from_http()
    {
        CookieRig rig = new CookieRig();
        rig.Set("http://host/", "a=b; Secure");

        Assert.AreEqual(0, rig.Jar.Count);
    }

    [TestMethod]
    [DataRow("__Secure-a=b; Secure", "https://host/", true)]
    [DataRow("__secure-a=b; Secure", "https://host/", true)]
    [DataRow("__Secure-a=b", "https://host/", false)]
    [DataRow("__SECURE-a=b", "https://host/", false)]
    [DataRow("__Secure-a=b; Secure", "http://host/", false)]
    [DataRow("a__Secure-=b", "https://host/", true)]
    [DataRow("__Host-a=b; Secure; Path=/", "https://host/", true)]
    [DataRow("__Host-a=b; Secure; Path=/", "https://host/x/y", true)]
    [DataRow("__Host-a=b; Secure", "https://host/", false)]
    [DataRow("__Host-a=b; Path=/", "https://host/", false)]
    [DataRow("__host-a=b; Path=/", "https://host/", false)]
    [DataRow("__Host-a=b; Secure; Path=/x", "https://host/", false)]
    [DataRow("__Host-a=b; Secure; Path=/; Path=/x", "https://host/", false)]
    [DataRow("__Host-a=b; Secure; Path=/; Domain=www.host.org", "https://www.host.org/", false)]
    [DataRow("__Host-a=b; Secure; Path=/; Domain=host.org", "https://www.host.org/", false)]
    public void A_prefix_promises_how_the_cookie_was_set(string field, string from, bool isTaken)
    {
        CookieRig rig = new CookieRig();
        rig.Set(from, field);

        Assert.AreEqual(isTaken ? 1 : 0, rig.Jar.Count);
    }

    [TestMethod]
    public void A_secure_cookie_is_not_replaced_over_http()
    {
        CookieRig rig = new CookieRig();
        rig.Set("https://www.example.org/", "a=secret; Secure; Domain=example.org; Path=/");
        rig.Set("http://www.example.org/", "a=forged; Domain=example.org; Path=/");
        rig.Set("http://www.example.org/", "a=forged; Path=/");
        rig.Set("http://www.example.org/", "a=forged; Path=/b");
        rig.Set("http://www.example.org/", "a=; Max-Age=0; Domain=example.org; Path=/");

        Assert.AreEqual("a=secret", rig.Get("https://www.example.org/b"));
    }

    [TestMethod]
    [DataRow("http://www.example.org/", "b=2; Path=/x")]
    [DataRow("http://www.example.org/", "a=2; Path=/")]
    [DataRow("http://www.example.org/", "a=2; Path=/xy")]
    [DataRow("http://other.org/", "a=2; Path=/x")]
    [DataRow("https://www.example.org/", "a=2; Path=/x/y")]
    public void A_secure_cookie_guards_only_its_own_name_path_and_domain(string from, string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set("https://www.example.org/", "a=1; Secure; Path=/x");
        rig.Set(from, field);

        Assert.AreEqual(2, rig.Jar.Count);
    }

    [TestMethod]
    public void A_secure_cookie_guards_domains_above_and_below_its_own()
    {
        CookieRig rig = new CookieRig();
        rig.Set("https://www.example.org/", "a=1; Secure; Path=/");
        rig.Set("https://www.example.com/", "a=1; Secure; Path=/; Domain=example.com");
        rig.Set("http://www.example.org/", "a=2; Domain=example.org");
        rig.Set("http://www.example.com/", "a=2");

        Assert.AreEqual(2, rig.Jar.Count);
    }

    [TestMethod]
    public void An_expired_secure_cookie_guards_nothing()
    {
        CookieRig rig = new CookieRig();
        rig.Set("https://host/", "a=1; Secure; Max-Age=1");
        rig.Now += 1000;
        rig.Set("http://host/", "a=2");

        Assert.AreEqual("a=2", rig.Get("http://host/"));
    }

    private static void Expect(string from, string field, string to, bool isSent)
    {
        CookieRig rig = new CookieRig();
        rig.Set(from, field);

        Assert.AreEqual(1, rig.Jar.Count);
        Assert.AreEqual(isSent ? "a=b" : null, rig.Get(to), to);
    }
}
