using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 6.</summary>
[TestClass]
public class BodyFramingTests
{
    private const string Request = "PUT / HTTP/1.1\r\nHost: a\r\n";

    [TestMethod]
    [DataRow("5", "hello")]
    [DataRow("05", "hello")]
    [DataRow("000000000000000005", "hello")]
    [DataRow(" \t5\t ", "hello")]
    [DataRow("5, 5", "hello")]
    [DataRow("5,5 ,\t05", "hello")]
    [DataRow("5\r\nContent-Length: 5", "hello")]
    [DataRow("5\r\nX: y\r\nCONTENT-LENGTH: 5, 5", "hello")]
    [DataRow("1", "h")]
    public void As_many_bytes_are_read_as_the_content_length_says(string length, string body)
    {
        string text = Request + "Content-Length:" + length + "\r\n\r\n";
        HttpReader reader = Server(text);
        Assert.AreEqual((long)body.Length, reader.ContentLength);
        Assert.IsFalse(reader.IsChunked);
        string summary = new ReaderRig(HttpRole.Server).Read(text + body + "rest");
        Assert.Contains(") \"" + body + "\" keep...", summary);
        summary = new ReaderRig(HttpRole.Client).Read("HTTP/1.1 200 OK\r\nContent-Length:" + length + "\r\n\r\n" + body + "HT");
        Assert.Contains(") \"" + body + "\" keep...", summary);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("+5")]
    [DataRow("-5")]
    [DataRow("5 5")]
    [DataRow("5;")]
    [DataRow("0x5")]
    [DataRow("a")]
    [DataRow("5a")]
    [DataRow("5.0")]
    [DataRow("1e3")]
    [DataRow("5,")]
    [DataRow(",5")]
    [DataRow("5,,5")]
    [DataRow(",")]
    [DataRow("5, 6")]
    [DataRow("5, 5, 6")]
    [DataRow("6, 5, 5")]
    [DataRow("5, x")]
    [DataRow("/")]
    [DataRow(":")]
    [DataRow("٥")]
    [DataRow("0000000000000000005")]
    [DataRow("1000000000000000000")]
    [DataRow("9223372036854775808")]
    [DataRow("18446744073709551621")]
    [DataRow("5\r\nContent-Length: 6")]
    [DataRow("5\r\nContent-Length: 5\r\nContent-Length: 6")]
    [DataRow("5\r\nContent-Length:")]
    [DataRow("\r\nContent-Length: 5")]
    [DataRow("5, 6\r\nContent-Length: 5")]
    public void A_content_length_that_is_no_single_number_is_refused(string length)
    {
        Expect.BadRequest(Request + "Content-Length: " + length + "\r\n\r\nhello", (int)HttpProtocolError.BadContentLength);
        Expect.BadResponse("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nhello", (int)HttpProtocolError.BadContentLength);
    }

    [TestMethod]
    public void The_largest_content_length_has_18_digits()
    {
        HttpReader reader = Server(Request + "Content-Length: 999999999999999999\r\n\r\n");

        Assert.AreEqual(999_999_999_999_999_999L, reader.ContentLength);
        Assert.IsFalse(reader.EndOfInput());
    }

    [TestMethod]
    public void A_length_of_0_is_a_body_without_bytes()
    {
        Expect.Request(Request + "Content-Length: 0\r\n\r\n", "PUT / 1 (Host: a)(Content-Length: 0) keep");
        Expect.Response("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK 1 (Content-Length: 0) keep");
    }

    [TestMethod]
    public void A_body_that_is_shorter_is_not_whole() =>
        Expect.Request(Request + "Content-Length: 5\r\n\r\nhell", "PUT / 1 (Host: a)(Content-Length: 5) \"hell\"...");

    [TestMethod]
    public void A_request_without_a_length_has_no_body()
    {
        Assert.AreEqual(0L, Server(Request + "\r\n").ContentLength);
        Expect.Request(Request + "\r\n" + Request + "\r\n", "PUT / 1 (Host: a) keep PUT / 1 (Host: a) keep");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("hello")]
    [DataRow("HTTP/1.1 200 OK\r\n\r\n")]
    public void A_response_without_a_length_goes_on_until_the_connection_ends(string body)
    {
        string text = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n";
        Assert.AreEqual(-1L, Client(text, false).ContentLength);
        Assert.IsFalse(Client(text, false).IsChunked);
        Assert.IsFalse(Client(text, false).KeepAlive);
        Expect.Response(text + body, "200 OK 1 (Connection: keep-alive)" + (body.Length > 0 ? " \"" + body + "\"" : string.Empty) + " close");
    }

    [TestMethod]
    [DataRow("chunked")]
    [DataRow("Chunked")]
    [DataRow("CHUNKED \t")]
    public void Chunked_is_read_in_any_case(string coding)
    {
        string field = "Transfer-Encoding: " + coding + "\r\n";
        string summary = "(Transfer-Encoding: " + coding.Trim() + ") \"hello\" keep";
        Expect.Request(Request + field + "\r\n5\r\nhello\r\n0\r\n\r\n", "PUT / 1 (Host: a)" + summary);
        Expect.Response("HTTP/1.1 200 OK\r\n" + field + "\r\n5\r\nhello\r\n0\r\n\r\n", "200 OK 1 " + summary);
        HttpReader reader = Server(Request + field + "\r\n");
        Assert.IsTrue(reader.IsChunked);
        Assert.AreEqual(-1L, reader.ContentLength);
    }

    [TestMethod]
    [DataRow("gzip")]
    [DataRow("gzip, chunked")]
    [DataRow("chunked, gzip")]
    [DataRow("chunked, chunked")]
    [DataRow("chunked,")]
    [DataRow(",chunked")]
    [DataRow("identity")]
    [DataRow("identity, chunked")]
    [DataRow("chunked;a=b")]
    [DataRow("chun\u212Aed")]
    [DataRow("xchunked")]
    [DataRow("chunkedx")]
    [DataRow("\"chunked\"")]
    [DataRow("")]
    [DataRow("chunked\r\nTransfer-Encoding: chunked")]
    [DataRow("chunked\r\nX: y\r\ntransfer-encoding: identity")]
    [DataRow("gzip\r\nTransfer-Encoding: chunked")]
    public void Every_other_coding_is_refused(string coding)
    {
        string field = "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n";
        Expect.BadRequest(Request + field, (int)HttpProtocolError.UnsupportedTransferCoding);
        Expect.BadResponse("HTTP/1.1 200 OK\r\n" + field, (int)HttpProtocolError.UnsupportedTransferCoding);
    }

    [TestMethod]
    public void Http_1_0_knows_no_transfer_coding()
    {
        Expect.BadRequest("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (int)HttpProtocolError.UnsupportedTransferCoding);
        Expect.BadResponse("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (int)HttpProtocolError.UnsupportedTransferCoding);
    }

    [TestMethod]
    [DataRow("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [DataRow("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [DataRow("Content-Length: x\r\nTransfer-Encoding: x")]
    [DataRow("Content-Length: 0\r\nA: b\r\nTransfer-Encoding: identity")]
    public void Both_ways_at_once_are_refused(string fields)
    {
        Expect.BadRequest(Request + fields + "\r\n\r\n0\r\n\r\n", (int)HttpProtocolError.AmbiguousLength);
        Expect.BadResponse("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n0\r\n\r\n", (int)HttpProtocolError.AmbiguousLength);
        Expect.BadResponse("HTTP/1.1 304 \r\n" + fields + "\r\n\r\n", (int)HttpProtocolError.AmbiguousLength);
    }

    [TestMethod]
    [DataRow("204", "Content-Length: 5")]
    [DataRow("304", "Content-Length: 5")]
    [DataRow("304", "Transfer-Encoding: chunked")]
    [DataRow("204", "A: b")]
    public void Some_responses_have_no_body_whatever_they_announce(string code, string field) =>
        Expect.Response(
            "HTTP/1.1 " + code + " \r\n" + field + "\r\n\r\nHTTP/1.1 205 \r\nContent-Length: 0\r\n\r\n",
            code + "  1 (" + field + ") keep 205  1 (Content-Length: 0) keep");

    [TestMethod]
    [DataRow("Content-Length: 5")]
    [DataRow("Transfer-Encoding: chunked")]
    [DataRow("A: b")]
    public void Nor_has_one_that_answers_head(string field)
    {
        string text = "HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n";
        ReaderRig rig = new ReaderRig(HttpRole.Client) { IsHead = true };
        Assert.AreEqual(
            "200 OK 1 (" + field + ") keep 200 OK 1 (Content-Length: 1) \"x\" keep",
            rig.Read(text + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    }

    [TestMethod]
    public void The_answer_to_head_tells_the_length_of_what_get_would_bring()
    {
        HttpReader reader = Client("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true);

        Assert.IsTrue(reader.IsComplete);
        Assert.AreEqual(5L, reader.ContentLength);
    }

    [TestMethod]
    public void An_interim_response_leaves_open_that_the_final_one_answers_head()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client) { IsHead = true };
        Assert.AreEqual(
            "103  1 (Link: x) keep 200  1 (Content-Length: 5) keep",
            rig.Read("HTTP/1.1 103 \r\nLink: x\r\n\r\nHTTP/1.1 200 \r\nContent-Length: 5\r\n\r\n"));
    }

    [TestMethod]
    [DataRow("HTTP/1.1 205 \r\n\r\nx", "205  1 \"x\" close")]
    [DataRow("HTTP/1.1 203 \r\n\r\nx", "203  1 \"x\" close")]
    [DataRow("HTTP/1.1 303 \r\n\r\nx", "303  1 \"x\" close")]
    [DataRow("HTTP/1.1 305 \r\n\r\nx", "305  1 \"x\" close")]
    [DataRow("HTTP/1.1 404 \r\n\r\nx", "404  1 \"x\" close")]
    public void Every_other_response_has_one(string text, string summary) => Expect.Response(text, summary);

    [TestMethod]
    public void After_101_everything_belongs_to_the_other_protocol()
    {
        Expect.Response("HTTP/1.1 101 \r\nUpgrade: x\r\n\r\nGET \n", "101  1 (Upgrade: x) upgraded ~5");
        HttpReader reader = Client("HTTP/1.1 101 \r\nContent-Length: 3\r\n\r\nabc", false);
        Assert.IsTrue(reader.IsUpgraded);
        Assert.IsFalse(reader.IsComplete);
        Assert.AreEqual(3, reader.Buffered);
        Assert.AreEqual(0, reader.ReadBody(new byte[3], 0, 3));
        Assert.AreEqual(0, reader.GetDirectCount(1000));
        Assert.IsFalse(reader.EndOfInput());
    }

    [TestMethod]
    public void Interim_responses_come_before_the_final_one() =>
        Expect.Response(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 199 x\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            "100 Continue 1 keep 199 x 1 (A: b) keep 200 OK 1 (Content-Length: 1) \"x\" keep");

    internal static HttpReader Server(string text) => Read(HttpRole.Server, text, false);

    internal static HttpReader Client(string text, bool isHead) => Read(HttpRole.Client, text, isHead);

    private static HttpReader Read(HttpRole role, string text, bool isHead)
    {
        byte[] bytes = RigText.Bytes(text);
        HttpReader reader = new HttpReader(role, new HttpLimits(), 1024);
        reader.Begin(isHead);
        System.Array.Copy(bytes, reader.Buffer, bytes.Length);
        reader.Advance(bytes.Length);
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        return reader;
    }
}
