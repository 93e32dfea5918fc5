using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Routing;

/// <summary>The forms of a target (RFC 9112, section 3.2).</summary>
[TestClass]
public class RequestTargetTests
{
    [TestMethod]
    [DataRow("/", "/", "")]
    [DataRow("/a/b", "/a/b", "")]
    [DataRow("/a?b=c", "/a", "b=c")]
    [DataRow("/a?", "/a", "")]
    [DataRow("/?a?b/c", "/", "a?b/c")]
    [DataRow("/a%3Fb", "/a%3Fb", "")]
    [DataRow("/a?u=http://b/c", "/a", "u=http://b/c")]
    [DataRow("//host/a", "//host/a", "")]
    public void The_origin_form_is_path_and_query(string target, string path, string query) => Expect(target, path, query);

    [TestMethod]
    [DataRow("http://host", "/", "")]
    [DataRow("http://host/", "/", "")]
    [DataRow("http://host/a/b?c/d", "/a/b", "c/d")]
    [DataRow("https://host:8443/a", "/a", "")]
    [DataRow("http://host?a", "/", "a")]
    [DataRow("http://host?a=/b", "/", "a=/b")]
    [DataRow("http://host/a?u=http://b/c", "/a", "u=http://b/c")]
    public void The_absolute_form_loses_scheme_and_host(string target, string path, string query) => Expect(target, path, query);

    [TestMethod]
    [DataRow("*", "*", "")]
    [DataRow("host:80", "host:80", "")]
    [DataRow("", "", "")]
    public void Other_forms_are_no_path(string target, string path, string query) => Expect(target, path, query);

    private static void Expect(string target, string expectedPath, string expectedQuery)
    {
        string path;
        string query;
        RequestTarget.Split(target, out path, out query);

        Assert.AreEqual(expectedPath, path);
        Assert.AreEqual(expectedQuery, query);
    }
}
