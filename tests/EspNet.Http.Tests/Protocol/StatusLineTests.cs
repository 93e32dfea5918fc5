using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 4.</summary>
[TestClass]
public class StatusLineTests
{
    private const string NoBody = "\r\nContent-Length: 0\r\n\r\n";
    private const string NoBodySummary = " (Content-Length: 0) ";

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK", "200 OK 1")]
    [DataRow("HTTP/1.1 200 ", "200  1")]
    [DataRow("HTTP/1.1 200", "200  1")]
    [DataRow("HTTP/1.1 404 Not Found", "404 Not Found 1")]
    [DataRow("HTTP/1.1 404 Not\tFound", "404 Not\tFound 1")]
    [DataRow("HTTP/1.1 200  OK ", "200  OK  1")]
    [DataRow("HTTP/1.1 200 Très bien", "200 Très bien 1")]
    [DataRow("HTTP/1.1 999 x", "999 x 1")]
    [DataRow("HTTP/1.2 200 OK", "200 OK 1")]
    public void A_version_a_code_and_a_reason_are_read(string line, string summary) =>
        Expect.Response(line + NoBody, summary + NoBodySummary + "keep");

    [TestMethod]
    public void A_response_of_http_1_0_is_the_last() =>
        Expect.Response("HTTP/1.0 200 OK" + NoBody + "x", "200 OK 0" + NoBodySummary + "close ~1");

    [TestMethod]
    [DataRow("")]
    [DataRow("HTTP/1.1")]
    [DataRow("HTTP/1.1 ")]
    [DataRow("HTTP/1.1 2")]
    [DataRow("HTTP/1.1 20")]
    [DataRow("HTTP/1.1 2000")]
    [DataRow("HTTP/1.1 200OK")]
    [DataRow("HTTP/1.1 200\tOK")]
    [DataRow("HTTP/1.1  200 OK")]
    [DataRow("HTTP/1.1\t200 OK")]
    [DataRow("HTTP/1.1 2x0 OK")]
    [DataRow("HTTP/1.1 20/ OK")]
    [DataRow("HTTP/1.1 20: OK")]
    [DataRow("HTTP/1.1 -20 OK")]
    [DataRow("HTTP/1.1 +20 OK")]
    [DataRow("HTTP/1.1 099 OK")]
    [DataRow("HTTP/1.1 000 OK")]
    [DataRow("HTTP/1.1 200 O{01}K")]
    [DataRow("HTTP/1.1 200 O{7F}K")]
    [DataRow(" HTTP/1.1 200 OK")]
    [DataRow("http/1.1 200 OK")]
    [DataRow("HTTP/1.x 200 OK")]
    [DataRow("HTTP/1. 200 OK")]
    [DataRow("HTTP/1 200 OK")]
    [DataRow("ICY 200 OK")]
    [DataRow("GET / HTTP/1.1")]
    public void Anything_else_is_refused(string line) =>
        Expect.BadResponse(line + NoBody, (int)HttpProtocolError.BadStatusLine);

    [TestMethod]
    [DataRow("HTTP/0.9 200 OK")]
    [DataRow("HTTP/2.0 200 OK")]
    public void Another_major_version_is_told_apart(string line) =>
        Expect.BadResponse(line + NoBody, (int)HttpProtocolError.UnsupportedVersion);

    [TestMethod]
    public void A_smallest_code_is_100_and_its_response_goes_on() =>
        Expect.Response("HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "100  1 keep 200  1 (Content-Length: 0) keep");

    [TestMethod]
    public void An_empty_line_before_a_response_is_refused() =>
        Expect.BadResponse("\r\nHTTP/1.1 200 OK" + NoBody, (int)HttpProtocolError.BadStatusLine);

    [TestMethod]
    [DataRow("HTTP/1.1 200 OK\rA: b\r\n\r\n")]
    [DataRow("HTTP/1.1 200 OK\nA: b\r\n\r\n")]
    [DataRow("HTTP/1.1 200 OK\r\r\nA: b\r\n\r\n")]
    [DataRow("HTTP/1.1 200 OK\r\nA: b\r\n\n")]
    public void A_bare_line_break_is_refused(string text) =>
        Expect.BadResponse(text, (int)HttpProtocolError.BareLineBreak);

    [TestMethod]
    public void Nul_is_refused_in_the_reason() =>
        Expect.BadResponse("HTTP/1.1 200 O{00}K" + NoBody, (int)HttpProtocolError.BadFieldValue);

    [TestMethod]
    public void A_response_that_does_not_come_to_its_end_is_not_whole()
    {
        Expect.Response("HTTP/1.1 200 OK\r\n", "...");
        Expect.Response(string.Empty, string.Empty);
    }

    [TestMethod]
    [DataRow("S")]
    [DataRow("\u0015")]
    [DataRow("\r")]
    [DataRow("h")]
    [DataRow(" ")]
    public void What_speaks_first_and_is_no_web_server_is_known_by_its_first_byte(string text) =>
        Expect.BadResponse(text, (int)HttpProtocolError.BadStatusLine);
}
