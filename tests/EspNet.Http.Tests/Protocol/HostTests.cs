using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 3.2.</summary>
[TestClass]
public class HostTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("a.example:8080")]
    [DataRow("192.0.2.1")]
    [DataRow("[2001:db8::1]:80")]
    [DataRow("%41-_~!$&'()*+;=")]
    [DataRow("")]
    public void A_host_with_or_without_a_port_is_taken(string host) =>
        Expect.Request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "GET / 1 (Host: " + host + ") keep");

    [TestMethod]
    [DataRow("a b")]
    [DataRow("a\tb")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("a@b")]
    [DataRow("a?b")]
    [DataRow("a#b")]
    [DataRow("a,b")]
    [DataRow("a<b")]
    [DataRow("a>b")]
    [DataRow("a\"b")]
    [DataRow("a{7B}b")]
    [DataRow("a{7D}b")]
    [DataRow("a|b")]
    [DataRow("a^b")]
    [DataRow("a`b")]
    [DataRow("é.example")]
    [DataRow("a\u00A0b")]
    [DataRow("a{FF}b")]
    [DataRow("http://a")]
    public void Characters_that_no_host_has_are_refused(string host)
    {
        Expect.BadRequest("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", (int)HttpProtocolError.BadHost);
        Expect.BadRequest("GET / HTTP/1.0\r\nHost: " + host + "\r\n\r\n", (int)HttpProtocolError.BadHost);
    }

    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\n\r\n")]
    [DataRow("GET http://a/ HTTP/1.1\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nX-Host: a\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nhOST: b\r\n\r\n")]
    [DataRow("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n")]
    public void A_request_has_exactly_one_host(string text) =>
        Expect.BadRequest(text, (int)HttpProtocolError.BadHost);

    [TestMethod]
    public void Http_1_0_may_leave_it_out() =>
        Expect.Request("GET / HTTP/1.0\r\nA: b\r\n\r\n", "GET / 0 (A: b) close");

    [TestMethod]
    public void A_response_is_not_asked_for_it() =>
        Expect.Response("HTTP/1.1 204 \r\nHost: a/b\r\nHost: c\r\n\r\n", "204  1 (Host: a/b)(Host: c) keep");
}
