using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Routing;

/// <summary>Methods of routes: HEAD by GET, every method, and what is allowed.</summary>
[TestClass]
public class RouteMethodTests
{
    [TestMethod]
    [DataRow("GET", "get")]
    [DataRow("HEAD", "get")]
    [DataRow("POST", "post")]
    public void HEAD_is_answered_by_the_route_of_GET(string method, string handler)
    {
        HttpRouteTable table = Table("POST /a post", "GET /a get");

        Assert.AreEqual(handler, table.Match(method, "/a").Handler as string);
    }

    [TestMethod]
    public void A_route_of_HEAD_comes_before_that_of_GET()
    {
        Assert.AreEqual("head", Table("GET /a get", "HEAD /a head").Match("HEAD", "/a").Handler as string);
        Assert.AreEqual("head", Table("HEAD /a head", "GET /a get").Match("HEAD", "/a").Handler as string);
        Assert.AreEqual("get", Table("HEAD /a head", "GET /a get").Match("GET", "/a").Handler as string);
    }

    [TestMethod]
    public void HEAD_is_answered_by_the_route_that_answers_GET_and_not_by_a_wider_one()
    {
        HttpRouteTable table = Table("* /* all", "HEAD /* head", "GET /a get");

        Assert.AreEqual("get", table.Match("HEAD", "/a").Handler as string);
        Assert.AreEqual("head", table.Match("HEAD", "/b").Handler as string);
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("HEAD")]
    [DataRow("POST")]
    [DataRow("PROPFIND")]
    public void A_star_takes_every_method(string method) => Assert.AreEqual("all", Table("* /a all").Match(method, "/a").Handler as string);

    [TestMethod]
    public void A_method_that_is_written_out_comes_before_a_star_in_either_order()
    {
        Assert.AreEqual("get", Table("* /a all", "GET /a get").Match("GET", "/a").Handler as string);
        Assert.AreEqual("get", Table("GET /a get", "* /a all").Match("GET", "/a").Handler as string);
        Assert.AreEqual("get", Table("* /a all", "GET /a get").Match("HEAD", "/a").Handler as string);
        Assert.AreEqual("all", Table("* /a all", "GET /a get").Match("POST", "/a").Handler as string);
    }

    [TestMethod]
    public void Methods_are_compared_in_their_case() =>
        Assert.AreEqual((int)RouteResult.MethodNotAllowed, (int)Table("GET /a get").Match("get", "/a").Result);

    [TestMethod]
    [DataRow("POST", "GET /a", "PUT /a", "PUT, GET, HEAD")]
    [DataRow("POST", "GET /a", "HEAD /a", "HEAD, GET")]
    [DataRow("GET", "POST /a", "PUT /a", "POST, PUT")]
    [DataRow("GET", "HEAD /a", "PUT /a", "HEAD, PUT")]
    [DataRow("POST", "GET /a", "PUT /b", "GET, HEAD")]
    [DataRow("POST", "GET /a", "PUT /*", "GET, PUT, HEAD")]
    [DataRow("POST", "GET /a", "GET /*", "GET, HEAD")]
    [DataRow("POST", "PUT /a", "PUT /*", "PUT")]
    [DataRow("POST", "PUT /a", "PUTX /*", "PUT, PUTX")]
    [DataRow("POST", "PUTX /a", "PUT /*", "PUTX, PUT")]
    public void What_is_allowed_instead_is_said_once_each(string method, string first, string second, string allow)
    {
        RouteMatch match = Table(first + " 1", second + " 2").Match(method, "/a");

        Assert.AreEqual((int)RouteResult.MethodNotAllowed, (int)match.Result);
        Assert.AreEqual(allow, match.Allow);
        Assert.IsNull(match.Handler);
    }

    [TestMethod]
    public void What_is_found_or_not_there_tells_no_methods()
    {
        HttpRouteTable table = Table("GET /a get", "PUT /b put");

        Assert.IsNull(table.Match("GET", "/a").Allow);
        Assert.IsNull(table.Match("GET", "/c").Allow);
        Assert.IsNull(table.Match("GET", "/%00").Allow);
    }

    private static HttpRouteTable Table(string first, string? second = null, string? third = null)
    {
        HttpRouteTable table = new HttpRouteTable();
        Add(table, first);
        Add(table, second);
        Add(table, third);
        return table;
    }

    private static void Add(HttpRouteTable table, string? route)
    {
        if (route is not null)
        {
            string[] parts = route.Split(' ');
            table.Add(parts[0], parts[1], parts[2]);
        }
    }
}
