using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 9.3.</summary>
[TestClass]
public class KeepAliveTests
{
    [TestMethod]
    [DataRow("1.1", "A: b", true)]
    [DataRow("1.1", "Connection: keep-alive", true)]
    [DataRow("1.1", "Connection: close", false)]
    [DataRow("1.1", "connection: CLOSE", false)]
    [DataRow("1.1", "Connection: TE, close", false)]
    [DataRow("1.1", "Connection: TE\r\nConnection: close", false)]
    [DataRow("1.1", "Connection: disclose", true)]
    [DataRow("1.1", "X-Connection: close", true)]
    [DataRow("1.1", "Connection: close, keep-alive", false)]
    [DataRow("1.0", "A: b", false)]
    [DataRow("1.0", "Connection: keep-alive", true)]
    [DataRow("1.0", "Connection: Keep-Alive", true)]
    [DataRow("1.0", "Connection: TE\r\nConnection: keep-alive", true)]
    [DataRow("1.0", "Connection: \u212Aeep-alive", false)]
    [DataRow("1.0", "Connection: close, keep-alive", false)]
    [DataRow("1.0", "Connection: keep-alive\r\nConnection: close", false)]
    [DataRow("1.0", "Connection: close", false)]
    [DataRow("1.0", "Connection: keep-alive-not", false)]
    [DataRow("1.0", "Keep-Alive: timeout=5", false)]
    public void Version_and_connection_decide(string version, string fields, bool isKept)
    {
        HttpReader request = BodyFramingTests.Server("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n\r\n");
        HttpReader response = BodyFramingTests.Client("HTTP/" + version + " 200 OK\r\nContent-Length: 0\r\n" + fields + "\r\n\r\n", false);

        Assert.AreEqual(isKept, request.KeepAlive);
        Assert.AreEqual(isKept, response.KeepAlive);
        Assert.IsTrue(request.IsComplete);
    }

    [TestMethod]
    public void The_next_message_decides_anew() =>
        Expect.Request(
            "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
            "GET /1 0 (Connection: keep-alive) keep GET /2 0 close");

    [TestMethod]
    public void Nothing_is_kept_before_a_header_is_read()
    {
        HttpReader reader = BodyFramingTests.Server("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.IsTrue(reader.KeepAlive);

        reader.Begin(false);

        Assert.IsFalse(reader.KeepAlive);
    }
}
