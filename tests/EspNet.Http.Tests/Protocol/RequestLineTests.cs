using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 3.</summary>
[TestClass]
public class RequestLineTests
{
    [TestMethod]
    [DataRow("GET / HTTP/1.1", "GET / 1")]
    [DataRow("get / HTTP/1.1", "get / 1")]
    [DataRow("M-SEARCH * HTTP/1.1", "M-SEARCH * 1")]
    [DataRow("OPTIONS * HTTP/1.1", "OPTIONS * 1")]
    [DataRow("CONNECT a:443 HTTP/1.1", "CONNECT a:443 1")]
    [DataRow("GET http://a/b?c=d HTTP/1.1", "GET http://a/b?c=d 1")]
    [DataRow("!#$%&'*+-.^_`|~09azAZ /a HTTP/1.1", "!#$%&'*+-.^_`|~09azAZ /a 1")]
    [DataRow("GET /%20?a=b&c=;d HTTP/1.1", "GET /%20?a=b&c=;d 1")]
    [DataRow("GET / HTTP/1.9", "GET / 1")]
    public void A_method_a_target_and_a_version_are_read(string line, string summary) =>
        Expect.Request(line + "\r\nHost: a\r\n\r\n", summary + " (Host: a) keep");

    [TestMethod]
    public void A_request_of_http_1_0_needs_no_host_and_is_the_last() =>
        Expect.Request("GET / HTTP/1.0\r\n\r\nGET", "GET / 0 close ~3");

    [TestMethod]
    [DataRow("GET")]
    [DataRow("GET /")]
    [DataRow("GET / ")]
    [DataRow("GET HTTP/1.1")]
    [DataRow("GET  HTTP/1.1")]
    [DataRow("GET  / HTTP/1.1")]
    [DataRow("GET /  HTTP/1.1")]
    [DataRow("GET / HTTP/1.1 ")]
    [DataRow("GET / a HTTP/1.1")]
    [DataRow(" GET / HTTP/1.1")]
    [DataRow(" / HTTP/1.1")]
    [DataRow("GET\t/ HTTP/1.1")]
    [DataRow("GET /\tHTTP/1.1")]
    [DataRow("GET /a\tb HTTP/1.1")]
    [DataRow("GET /a#b HTTP/1.1")]
    [DataRow("G{01}T / HTTP/1.1")]
    [DataRow("GET /{01} HTTP/1.1")]
    [DataRow("GET /{7F} HTTP/1.1")]
    [DataRow("GET / HTTP/1.{0B}")]
    [DataRow("G(T / HTTP/1.1")]
    [DataRow("G:T / HTTP/1.1")]
    [DataRow("G@T / HTTP/1.1")]
    [DataRow("G\"T / HTTP/1.1")]
    [DataRow("G[]T / HTTP/1.1")]
    [DataRow("GÉT / HTTP/1.1")]
    [DataRow("GET /é HTTP/1.1")]
    [DataRow("G{FF}T / HTTP/1.1")]
    [DataRow("GET /{FF} HTTP/1.1")]
    [DataRow("GET /{C0}{AF} HTTP/1.1")]
    [DataRow("GET / http/1.1")]
    [DataRow("GET / HTTP/11")]
    [DataRow("GET / HTTP/1.")]
    [DataRow("GET / HTTP/1,1")]
    [DataRow("GET / HTTP/x.1")]
    [DataRow("GET / HTTP/1.x")]
    [DataRow("GET / HTTP/:.1")]
    [DataRow("GET / HTTP/1.:")]
    [DataRow("GET / HTTP/1./")]
    [DataRow("GET / HTTP/1.10")]
    [DataRow("GET / HTTP/10.1")]
    [DataRow("GET / HTTPS/1.1")]
    [DataRow("GET / XTTP/1.1")]
    [DataRow("HTTP/1.1 200 OK")]
    public void Anything_else_is_refused(string line) =>
        Expect.BadRequest(line + "\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BadRequestLine);

    [TestMethod]
    [DataRow("GET / HTTP/0.9")]
    [DataRow("GET / HTTP/2.0")]
    [DataRow("GET / HTTP/9.9")]
    [DataRow("PRI * HTTP/2.0")]
    public void Another_major_version_is_told_apart(string line) =>
        Expect.BadRequest(line + "\r\nHost: a\r\n\r\n", (int)HttpProtocolError.UnsupportedVersion);

    [TestMethod]
    public void A_carriage_return_in_the_line_does_not_end_it()
    {
        Expect.BadRequest("GET / HTTP/1.1\rHost: a\r\n\r\n", (int)HttpProtocolError.BareLineBreak);
        Expect.BadRequest("GET /\ra HTTP/1.1\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BareLineBreak);
        Expect.BadRequest("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BareLineBreak);
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow("GET / HTTP/1.1\nHost: a\r\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: a\n\r\n")]
    [DataRow("GET / HTTP/1.1\r\nHost: a\r\n\n")]
    [DataRow("\r\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    public void A_line_feed_alone_is_no_line_break(string text) =>
        Expect.BadRequest(text, (int)HttpProtocolError.BareLineBreak);

    [TestMethod]
    public void Up_to_four_empty_lines_before_a_request_are_read_over()
    {
        Expect.Request("\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1 (Host: a) keep");
        Expect.BadRequest("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BadRequestLine);
    }

    [TestMethod]
    public void Empty_lines_are_counted_anew_for_each_request() =>
        Expect.Request(
            "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / 1 (Host: a) keep GET / 1 (Host: a) keep");

    [TestMethod]
    public void Nul_is_refused_wherever_it_stands()
    {
        Expect.BadRequest("GET /{00} HTTP/1.1\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BadFieldValue);
        Expect.BadRequest("{00}GET / HTTP/1.1\r\nHost: a\r\n\r\n", (int)HttpProtocolError.BadFieldValue);
    }

    [TestMethod]
    public void A_request_that_does_not_come_to_its_end_is_not_whole()
    {
        Expect.Request("G", "...");
        Expect.Request("GET / HTTP/1.1\r\nHost: a\r\n\r", "...");
        Expect.Request("\r", "...");
        Expect.Request("\r\n", string.Empty);
        Expect.Request(string.Empty, string.Empty);
    }
}
