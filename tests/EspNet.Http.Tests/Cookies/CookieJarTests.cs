using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Cookies;

/// <summary>What a jar keeps, how long, and in which order.</summary>
[TestClass]
public class CookieJarTests
{
    private const string Url = "https://host/";

    [TestMethod]
    [DataRow("a=b", "a=b")]
    [DataRow(" a = b c ; x", "a=b c")]
    [DataRow("a=", "a=")]
    [DataRow("a=b=c", "a=b=c")]
    [DataRow("a=\"b\"", "a=\"b\"")]
    [DataRow("A=B;", "A=B")]
    public void Name_and_value_are_kept_as_they_came(string field, string header)
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, field);

        Assert.AreEqual(header, rig.Get(Url));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a")]
    [DataRow("=b")]
    [DataRow("  =b")]
    [DataRow("a; b=c")]
    [DataRow(";a=b")]
    public void Without_a_name_it_is_no_cookie(string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, field);

        Assert.AreEqual(0, rig.Jar.Count);
        Assert.AreEqual(0, rig.Jar.Refused);
    }

    [TestMethod]
    [DataRow("a=b; Max-Age=60")]
    [DataRow("a=b; max-age = 60 ")]
    [DataRow("a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT")]
    [DataRow("a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60")]
    [DataRow("a=b; Max-Age=60; Expires=Fri, 01 Jan 2027 00:00:00 GMT")]
    [DataRow("a=b; Max-Age=5; Max-Age=60")]
    [DataRow("a=b; Max-Age=60; Max-Age=x")]
    [DataRow("a=b; Expires=Thu, 01 Jan 2026 00:01:00 GMT")]
    [DataRow("a=b; Max-Age=x; Expires=Thu, 01 Jan 2026 00:01:00 GMT")]
    [DataRow("a=b; Expires=Thu, 01 Jan 2026 00:01:00 GMT; Max-Age=")]
    public void A_minute_is_over_after_a_minute(string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, field);
        rig.Now = CookieRig.Start + 59_999;
        Assert.AreEqual("a=b", rig.Get(Url));
        rig.Now = CookieRig.Start + 60_000;

        Assert.IsNull(rig.Get(Url));
        Assert.AreEqual(0, rig.Jar.Count);
    }

    [TestMethod]
    [DataRow("a=b")]
    [DataRow("a=b; Max-Age=")]
    [DataRow("a=b; Max-Age=-")]
    [DataRow("a=b; Max-Age=+60")]
    [DataRow("a=b; Max-Age=6 0")]
    [DataRow("a=b; Max-Age=60s")]
    [DataRow("a=b; Max-Age=--1")]
    [DataRow("a=b; Expires=0")]
    [DataRow("a=b; Expires=")]
    [DataRow("a=b; Expires=Thu, 01 Jan 1970")]
    [DataRow("a=b; Max-Age=99999999999999999999999999")]
    public void What_says_no_age_ends_with_the_session(string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, field);
        rig.Now += 10L * 365 * 24 * 3600 * 1000;

        Assert.AreEqual("a=b", rig.Get(Url));
    }

    [TestMethod]
    [DataRow("a=; Max-Age=0")]
    [DataRow("a=; Max-Age=00")]
    [DataRow("a=; Max-Age=-1")]
    [DataRow("a=; Max-Age=-99999999999999999999999999")]
    [DataRow("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT")]
    [DataRow("a=; Expires=Wed, 31 Dec 2025 23:59:59 GMT")]
    [DataRow("a=; Expires=Thu, 01 Jan 2026 00:00:00 GMT")]
    [DataRow("a=; Max-Age=0; Expires=Fri, 01 Jan 2027 00:00:00 GMT")]
    public void What_has_expired_deletes_and_is_not_kept(string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, field);
        Assert.AreEqual(0, rig.Jar.Count);

        rig.Set(Url, "a=b");
        rig.Set(Url, "c=d");
        rig.Set(Url, field);

        Assert.AreEqual("c=d", rig.Get(Url));
        Assert.AreEqual(1, rig.Jar.Count);
    }

    [TestMethod]
    public void Without_a_set_clock_a_date_to_come_cannot_be_compared()
    {
        CookieRig rig = new CookieRig { UtcNow = new DateTime(1970, 1, 1, 0, 5, 0) };
        rig.Set(Url, "a=b; Expires=Thu, 01 Jan 2026 00:00:00 GMT");
        rig.Set(Url, "c=d; Expires=Wed, 01 Jan 2020 00:00:00 GMT");
        rig.Now += 100L * 365 * 24 * 3600 * 1000;

        Assert.AreEqual("a=b; c=d", rig.Get(Url));
    }

    [TestMethod]
    [DataRow("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT")]
    [DataRow("a=; Expires=Thu, 01 Jan 1970 01:00:00 GMT")]
    [DataRow("a=; Expires=Tue, 31 Dec 2019 23:59:59 GMT")]
    [DataRow("a=; Max-Age=0")]
    public void Without_a_set_clock_a_date_long_ago_deletes(string field)
    {
        CookieRig rig = new CookieRig { UtcNow = new DateTime(1970, 1, 1, 0, 5, 0) };
        rig.Set(Url, "a=b");
        rig.Set(Url, field);

        Assert.AreEqual(0, rig.Jar.Count);
    }

    [TestMethod]
    public void Without_a_set_clock_a_maximum_age_counts_as_ever()
    {
        CookieRig rig = new CookieRig { UtcNow = new DateTime(1970, 1, 1) };
        rig.Set(Url, "a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        Assert.AreEqual("a=b", rig.Get(Url));
        rig.Now += 60_000;

        Assert.IsNull(rig.Get(Url));
    }

    [TestMethod]
    public void A_new_value_takes_the_place_of_the_old_one()
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, "a=1");
        rig.Set(Url, "b=2");
        rig.Set(Url, "a=3; HttpOnly");

        Assert.AreEqual("a=3; b=2", rig.Get(Url));
        Assert.AreEqual(2, rig.Jar.Count);
    }

    [TestMethod]
    public void The_place_is_kept_although_older_ones_expire_at_that_moment()
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, "x=0; Max-Age=1");
        rig.Set(Url, "a=1");
        rig.Set(Url, "y=0; Max-Age=1");
        rig.Set(Url, "b=2");
        rig.Now += 1000;
        rig.Set(Url, "a=3");

        Assert.AreEqual("a=3; b=2", rig.Get(Url));
        Assert.AreEqual(2, rig.Jar.Count);
    }

    [TestMethod]
    public void A_new_age_replaces_the_old_one()
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, "a=1; Max-Age=1");
        rig.Set(Url, "a=2");
        rig.Now += 2000;

        Assert.AreEqual("a=2", rig.Get(Url));
    }

    [TestMethod]
    [DataRow("http://www.example.org/", "A=2")]
    [DataRow("http://www.example.org/", "a=2; Path=/x")]
    [DataRow("http://www.example.org/", "a=2; Domain=example.org")]
    [DataRow("http://example.org/", "a=2")]
    public void Another_name_domain_or_path_is_another_cookie(string from, string field)
    {
        CookieRig rig = new CookieRig();
        rig.Set("http://www.example.org/", "a=1; Path=/");
        rig.Set(from, field);

        Assert.AreEqual(2, rig.Jar.Count);
    }

    [TestMethod]
    public void Longer_paths_come_first_and_then_older_cookies()
    {
        CookieRig rig = new CookieRig();
        rig.Set("http://host/", "a=1; Path=/");
        rig.Set("http://host/", "b=2; Path=/x/y");
        rig.Set("http://host/", "c=3; Path=/x");
        rig.Set("http://host/", "d=4; Path=/");
        rig.Set("http://host/", "e=5; Path=/x/y");
        rig.Set("http://host/", "f=6; Path=/z");

        Assert.AreEqual("b=2; e=5; c=3; a=1; d=4", rig.Get("http://host/x/y"));
        Assert.AreEqual("a=1; d=4", rig.Get("http://host/"));
    }

    [TestMethod]
    public void One_cookie_too_many_drives_the_oldest_out()
    {
        CookieRig rig = new CookieRig(2);
        rig.Set(Url, "a=1");
        rig.Set(Url, "b=2");
        rig.Set(Url, "c=3");
        Assert.AreEqual("b=2; c=3", rig.Get(Url));

        rig.Set(Url, "b=4");
        Assert.AreEqual("b=4; c=3", rig.Get(Url));

        rig.Set(Url, "d=5; Max-Age=0");
        Assert.AreEqual("b=4; c=3", rig.Get(Url));
        Assert.AreEqual(0, rig.Jar.Refused);
    }

    [TestMethod]
    public void An_expired_cookie_makes_room_before_an_older_one()
    {
        CookieRig rig = new CookieRig(2);
        rig.Set(Url, "a=1");
        rig.Set(Url, "b=2; Max-Age=1");
        rig.Now += 1000;
        rig.Set(Url, "c=3");

        Assert.AreEqual("a=1; c=3", rig.Get(Url));
    }

    [TestMethod]
    public void A_cookie_that_is_too_large_is_refused_and_counted()
    {
        CookieRig rig = new CookieRig(20, 16);
        rig.Set(Url, "a=12345678901234");
        Assert.AreEqual(1, rig.Jar.Count);
        rig.Set(Url, "b=123456789012345");
        rig.Set(Url, "c=1; HttpOnly    ");

        Assert.AreEqual("a=12345678901234", rig.Get(Url));
        Assert.AreEqual(2, rig.Jar.Refused);
    }

    [TestMethod]
    public void Clear_forgets_all()
    {
        CookieRig rig = new CookieRig();
        rig.Set(Url, "a=1");
        rig.Jar.Clear();

        Assert.AreEqual(0, rig.Jar.Count);
        Assert.IsNull(rig.Get(Url));
    }

    [TestMethod]
    public void Add_keeps_a_cookie_as_if_the_server_had_set_it()
    {
        HttpCookieJar jar = new HttpCookieJar();
        jar.Add(HttpUrl.Parse("https://www.example.org/a/b"), new HttpCookie("a", "b") { Domain = "example.org", IsSecure = true });
        jar.Add(HttpUrl.Parse("http://host/"), new HttpCookie("c", "d") { IsSecure = true });
        jar.Add(HttpUrl.Parse("http://host/"), new HttpCookie("e", "f") { MaxAge = 0 });

        Assert.AreEqual(1, jar.Count);
        Assert.AreEqual("a=b", jar.GetHeader("example.org", "/a", true, 0));
        Assert.IsNull(jar.GetHeader("example.org", "/", true, 0));
        Assert.IsNull(jar.GetHeader("example.org", "/a", false, 0));
    }

    [TestMethod]
    public void Bounds_and_arguments_are_checked()
    {
        HttpCookieJar jar = new HttpCookieJar(1000, 8192);

        Assert.AreEqual(0, jar.Count);
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpCookieJar(0, 1024).Clear());
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpCookieJar(1001, 1024).Clear());
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpCookieJar(20, 15).Clear());
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpCookieJar(20, 8193).Clear());
        Assert.ThrowsException(typeof(ArgumentNullException), () => jar.Add(null!, new HttpCookie("a", "b")));
        Assert.ThrowsException(typeof(ArgumentNullException), () => jar.Add(HttpUrl.Parse(Url), null!));
    }

    [TestMethod]
    public void A_jar_keeps_20_cookies_of_1024_characters_without_other_bounds()
    {
        HttpCookieJar jar = new HttpCookieJar();
        HttpUrl url = HttpUrl.Parse(Url);
        for (int i = 0; i < 21; i++)
        {
            jar.Add(url, new HttpCookie("a" + i.ToString(), "b"));
        }

        Assert.AreEqual(20, jar.Count);
        jar.Store("host", "/", true, "a=" + new string('b', 1022), new DateTime(2026, 1, 1), 0);
        Assert.AreEqual(0, jar.Refused);
        jar.Store("host", "/", true, "a=" + new string('b', 1023), new DateTime(2026, 1, 1), 0);
        Assert.AreEqual(1, jar.Refused);
    }

    [TestMethod]
    public void A_request_gets_no_more_cookies_than_fit()
    {
        HttpCookieJar jar = new HttpCookieJar();
        HttpUrl url = HttpUrl.Parse("http://host/a/b");
        for (int i = 0; i < 9; i++)
        {
            jar.Add(url, new HttpCookie("c" + i, new string('x', 900)) { Path = "/" });
        }

        jar.Add(url, new HttpCookie("near", "y") { Path = "/a" });

        string header = jar.GetHeader("host", "/a/b", false, EspNet.Sockets.MonotonicClock.Milliseconds)!;
        Assert.StartsWith("near=y; c0=", header);
        Assert.IsTrue(header.Length <= HttpCookieJar.MaximumFieldSize);
        Assert.AreEqual(10, jar.Count);
    }
}
