using System;
using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Routing;

/// <summary>What can be a route.</summary>
[TestClass]
public class RoutePatternTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("a")]
    [DataRow("a/b")]
    [DataRow("**")]
    [DataRow("*/a")]
    [DataRow("/a?b")]
    [DataRow("/a#b")]
    [DataRow("/a b")]
    [DataRow("/a%20b")]
    [DataRow("/a*")]
    [DataRow("/*a")]
    [DataRow("/a/*.html")]
    [DataRow("/**")]
    [DataRow("/a/b*/c")]
    public void A_bad_pattern_is_refused(string pattern)
    {
        HttpRouteTable table = new HttpRouteTable();

        Assert.ThrowsException(typeof(ArgumentException), () => table.Add("GET", pattern, "handler"));
        Assert.AreEqual(0, table.Count);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("GET POST")]
    [DataRow("GET,POST")]
    [DataRow("GÉT")]
    [DataRow("GET\r\n")]
    public void A_method_is_a_token_or_a_star(string method)
    {
        HttpRouteTable table = new HttpRouteTable();

        Assert.ThrowsException(typeof(ArgumentException), () => table.Add(method, "/a", "handler"));
        Assert.AreEqual(0, table.Count);
    }

    [TestMethod]
    [DataRow("GET", "/a", "GET", "/a")]
    [DataRow("*", "/a", "*", "/a")]
    [DataRow("GET", "*", "GET", "/*")]
    [DataRow("GET", "/a/*/c", "GET", "/a/*/c")]
    public void The_same_route_twice_is_refused(string method, string pattern, string otherMethod, string otherPattern)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add("GET", "/z/z", "before");
        table.Add(method, pattern, "handler");
        table.Add("GET", "/", "behind");

        Assert.ThrowsException(typeof(ArgumentException), () => table.Add(otherMethod, otherPattern, "other"));
        Assert.AreEqual(3, table.Count);
    }

    [TestMethod]
    [DataRow("GET", "/a", "PUT", "/a")]
    [DataRow("GET", "/a", "*", "/a")]
    [DataRow("GET", "/a", "GET", "/a/")]
    [DataRow("GET", "/a", "GET", "/A")]
    [DataRow("GET", "/a/*", "GET", "/*/a")]
    public void Routes_that_differ_go_together(string method, string pattern, string otherMethod, string otherPattern)
    {
        HttpRouteTable table = new HttpRouteTable();
        table.Add(method, pattern, "handler");
        table.Add(otherMethod, otherPattern, "other");

        Assert.AreEqual(2, table.Count);
    }
}
