using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Routing;

/// <summary>Which route a request has. A handler is here the text that names it.</summary>
[TestClass]
public class RouteTableTests
{
    [TestMethod]
    [DataRow("/", "/", true)]
    [DataRow("/", "/a", false)]
    [DataRow("/a", "/a", true)]
    [DataRow("/a", "/A", false)]
    [DataRow("/a", "/a/", false)]
    [DataRow("/a/", "/a", false)]
    [DataRow("/a/", "/a/", true)]
    [DataRow("/a", "/a/b", false)]
    [DataRow("/a/b", "/a", false)]
    [DataRow("/a/b", "/a/b", true)]
    [DataRow("/a/b", "//a/b", false)]
    [DataRow("/ü", "/%C3%BC", true)]
    [DataRow("/a+b", "/a+b", true)]
    [DataRow("/a", "/%61", true)]
    public void A_pattern_without_wildcard_fits_its_own_path_only(string pattern, string path, bool fits)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", pattern, "handler");

        Expect(table, "GET", path, fits ? RouteResult.Found : RouteResult.NotFound);
    }

    [TestMethod]
    [DataRow("/*", "/", "")]
    [DataRow("/*", "/a/b", "a/b")]
    [DataRow("*", "/a/b", "a/b")]
    [DataRow("/files/*", "/files/", "")]
    [DataRow("/files/*", "/files/a", "a")]
    [DataRow("/files/*", "/files/a/b/", "a/b/")]
    [DataRow("/files/*", "/files/a%20b/%C3%BC", "a b/ü")]
    [DataRow("/files/*", "/files/a%25b", "a%b")]
    [DataRow("/files/*", "/files/...", "...")]
    [DataRow("/files/*", "/files/.a/b..", ".a/b..")]
    [DataRow("/a/*/c", "/a/b/c", "b")]
    [DataRow("/a/*/c", "/a/%2a/c", "*")]
    [DataRow("/*/b", "/a/b", "a")]
    [DataRow("/*/", "/a/", "a")]
    public void A_wildcard_captures_what_stands_in_its_place(string pattern, string path, string captured)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", pattern, "handler");

        RouteMatch match = table.Match("GET", path);

        Assert.AreEqual((int)RouteResult.Found, (int)match.Result);
        Assert.AreEqual(1, match.Wildcards!.Length);
        Assert.AreEqual(captured, match.Wildcards[0]);
    }

    [TestMethod]
    [DataRow("/files/*", "/files")]
    [DataRow("/files/*", "/file/a")]
    [DataRow("/a/*/c", "/a//c")]
    [DataRow("/a/*/c", "/a/c")]
    [DataRow("/a/*/c", "/a/b/b/c")]
    [DataRow("/a/*/c", "/a/b")]
    [DataRow("/a/*/*", "/a//c")]
    [DataRow("/a/*/*", "/a/b")]
    public void A_wildcard_inside_is_one_segment_and_never_empty(string pattern, string path)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", pattern, "handler");

        Expect(table, "GET", path, RouteResult.NotFound);
    }

    [TestMethod]
    public void Wildcards_are_captured_in_their_order()
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/*/b/*/*", "handler");

        string[] captured = table.Match("GET", "/a/b/c/d/e").Wildcards!;

        Assert.AreEqual(3, captured.Length);
        Assert.AreEqual("a", captured[0]);
        Assert.AreEqual("c", captured[1]);
        Assert.AreEqual("d/e", captured[2]);
    }

    [TestMethod]
    public void A_route_without_wildcards_captures_none()
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/a", "handler");

        Assert.IsNull(table.Match("GET", "/a").Wildcards);
    }

    [TestMethod]
    [DataRow("/a/b/c", "/a/b/c")]
    [DataRow("/a/b/d", "/a/b/*")]
    [DataRow("/a/x/c", "/a/*/c")]
    [DataRow("/a/x/d", "/a/*/*")]
    [DataRow("/a/x/d/e", "/a/*/*")]
    [DataRow("/a/x", "/a/*")]
    [DataRow("/a/", "/a/*")]
    [DataRow("/a", "/*")]
    [DataRow("/x/b/c", "/*/b/c")]
    [DataRow("/x/b", "/*")]
    [DataRow("/", "/")]
    public void The_most_specific_route_wins_in_whatever_order_they_came(string path, string pattern)
    {
        string[] patterns = { "/a/b/c", "/a/b/*", "/a/*/c", "/a/*/*", "/a/*", "/*/b/c", "/*", "/" };
        for (int first = 0; first < patterns.Length; first++)
        {
            HttpRouteTable forwards = new HttpRouteTable();
            HttpRouteTable backwards = new HttpRouteTable();
            for (int i = 0; i < patterns.Length; i++)
            {
                int next = (first + i) % patterns.Length;
                forwards.Add("GET", patterns[next], patterns[next]);
                next = (first + patterns.Length - i) % patterns.Length;
                backwards.Add("GET", patterns[next], patterns[next]);
            }

            Assert.AreEqual(pattern, forwards.Match("GET", path).Handler as string);
            Assert.AreEqual(pattern, backwards.Match("GET", path).Handler as string);
        }
    }

    [TestMethod]
    [DataRow("POST", "/a", "/*")]
    [DataRow("PUT", "/a", "any")]
    [DataRow("GET", "/b", "any")]
    public void A_more_specific_route_of_another_method_is_passed_by(string method, string path, string handler)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/a", "/a");
        table.Add("POST", "/*", "/*");
        table.Add("*", "/*", "any");

        Assert.AreEqual(handler, table.Match(method, path).Handler as string);
    }

    [TestMethod]
    public void A_bad_path_has_no_route_whatever_the_pattern()
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("*", "*", "handler");

        Expect(table, "GET", string.Empty, RouteResult.BadPath);
        Expect(table, "OPTIONS", "*", RouteResult.BadPath);
        Expect(table, "GET", "a", RouteResult.BadPath);
    }

    [TestMethod]
    [DataRow("/.")]
    [DataRow("/..")]
    [DataRow("/../a")]
    [DataRow("/a/../b")]
    [DataRow("/a/./b")]
    [DataRow("/a/..")]
    [DataRow("/%2e")]
    [DataRow("/%2E%2e/a")]
    [DataRow("/a/.%2e/b")]
    [DataRow("/a/%2E./b")]
    [DataRow("/a%2Fb")]
    [DataRow("/..%2fa")]
    [DataRow("/%2f")]
    [DataRow("/a\\b")]
    [DataRow("/..\\a")]
    [DataRow("/a%5Cb")]
    [DataRow("/..%5c..%5cb")]
    [DataRow("/a%00b")]
    [DataRow("/%00")]
    [DataRow("/a%00.txt/b")]
    [DataRow("/%")]
    [DataRow("/%4")]
    [DataRow("/%zz")]
    [DataRow("/a%2")]
    [DataRow("/%ff")]
    [DataRow("/%c0%ae%c0%ae/a")]
    [DataRow("/%ed%a0%80")]
    public void A_path_that_could_lead_a_handler_elsewhere_is_bad(string path)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/*", "handler");
        table.Add("GET", "/*/b", "handler");

        Expect(table, "GET", path, RouteResult.BadPath);
    }

    [TestMethod]
    public void Without_routes_nothing_is_found()
    {
        HttpRouteTable table = new HttpRouteTable();

        Expect(table, "GET", "/", RouteResult.NotFound);
        Assert.AreEqual(0, table.Count);
    }

    [TestMethod]
    public void Count_and_handlers_tell_of_all_routes()
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/*", "rest");
        table.Add("GET", "/a", "a");

        Assert.AreEqual(2, table.Count);
        Assert.AreEqual("a", (string)table.GetHandler(0));
        Assert.AreEqual("rest", (string)table.GetHandler(1));
    }

    private static void Expect(HttpRouteTable table, string method, string path, RouteResult expected)
    {
        RouteMatch match = table.Match(method, path);

        Assert.AreEqual((int)expected, (int)match.Result, path);
        Assert.AreEqual(expected == RouteResult.Found, match.Handler is not null, path);
    }

    [TestMethod]
    [DataRow("/files//a")]
    [DataRow("/files//")]
    [DataRow("/files/a//b")]
    [DataRow("//a")]
    public void Two_slashes_are_nothing_that_a_rest_stands_for(string path)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/files/*", "files");
        table.Add("GET", "/*", "all");

        Assert.AreEqual((int)RouteResult.NotFound, (int)table.Match("GET", path).Result);
    }
}
