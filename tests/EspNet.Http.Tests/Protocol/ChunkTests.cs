using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9112, section 7.1.</summary>
[TestClass]
public class ChunkTests
{
    [TestMethod]
    [DataRow("0\r\n\r\n", "")]
    [DataRow("000\r\n\r\n", "")]
    [DataRow("1\r\na\r\n0\r\n\r\n", "a")]
    [DataRow("5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n", "hello world")]
    [DataRow("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [DataRow("a\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [DataRow("f\r\n0123456789abcde\r\n0\r\n\r\n", "0123456789abcde")]
    [DataRow("F\r\n0123456789abcde\r\n0\r\n\r\n", "0123456789abcde")]
    [DataRow("1b\r\nabcdefghijklmnopqrstuvwxyz0\r\n0\r\n\r\n", "abcdefghijklmnopqrstuvwxyz0")]
    [DataRow("0000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello")]
    [DataRow("2\r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    [DataRow("5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n")]
    public void Chunks_become_one_body(string chunks, string body) =>
        Expect.Chunks(chunks, body.Length > 0 ? " \"" + body + "\" keep" : " keep");

    [TestMethod]
    [DataRow(";a")]
    [DataRow(";a=b")]
    [DataRow(" ; a = b")]
    [DataRow("\t \t;a;b=\"c\"")]
    [DataRow(";a=\"b;c\\\"d,0\"")]
    [DataRow(";")]
    [DataRow(";a=\tb")]
    [DataRow(";a=é")]
    public void Extensions_are_read_over(string extension)
    {
        Expect.Chunks("5" + extension + "\r\nhello\r\n0\r\n\r\n", " \"hello\" keep");
        Expect.Chunks("5\r\nhello\r\n0" + extension + "\r\n\r\n", " \"hello\" keep");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" 5")]
    [DataRow("5 ")]
    [DataRow("5\t")]
    [DataRow("5 5")]
    [DataRow("+5")]
    [DataRow("-5")]
    [DataRow("-1")]
    [DataRow("0x5")]
    [DataRow("5x")]
    [DataRow("5h")]
    [DataRow("g")]
    [DataRow("G")]
    [DataRow("/")]
    [DataRow(":")]
    [DataRow("@")]
    [DataRow("`")]
    [DataRow("5:")]
    [DataRow("5,")]
    [DataRow("5.0")]
    [DataRow("5\"")]
    [DataRow(";a")]
    [DataRow("\r")]
    [DataRow("5\r")]
    [DataRow("5{00}")]
    [DataRow("{FF}")]
    [DataRow("{C1}")]
    [DataRow("٥")]
    [DataRow("5 a")]
    public void A_size_that_is_not_hexadecimal_is_refused(string line) =>
        Expect.Chunks(line + "\r\nhello\r\n0\r\n\r\n", " !" + (int)HttpProtocolError.BadChunkSize);

    [TestMethod]
    [DataRow(";{00}")]
    [DataRow(";a={01}")]
    [DataRow(";{1F}a")]
    [DataRow(";a{7F}")]
    [DataRow(";a\r")]
    [DataRow(";a\rb")]
    public void A_control_character_in_an_extension_is_refused(string extension) =>
        Expect.Chunks("5" + extension + "\r\nhello\r\n0\r\n\r\n", " !" + (int)HttpProtocolError.BadChunkExtension);

    [TestMethod]
    [DataRow("\n")]
    [DataRow("5\nhello\r\n0\r\n\r\n")]
    [DataRow("5;a\nhello\r\n0\r\n\r\n")]
    [DataRow("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")]
    public void A_line_feed_alone_does_not_end_the_line(string chunks) =>
        Expect.Chunks(chunks, " !" + (int)HttpProtocolError.BareLineBreak);

    [TestMethod]
    [DataRow("hello0\r\n\r\n")]
    [DataRow("hello\n0\r\n\r\n")]
    [DataRow("hello\r0\r\n\r\n")]
    [DataRow("hello\r\r\n0\r\n\r\n")]
    [DataRow("hello!\r\n0\r\n\r\n")]
    [DataRow("hello \r\n0\r\n\r\n")]
    [DataRow("hello{00}\r\n0\r\n\r\n")]
    public void Data_that_no_line_break_follows_is_refused(string rest) =>
        Expect.Chunks("5\r\n" + rest, " \"hello\" !" + (int)HttpProtocolError.BadChunkEnd);

    [TestMethod]
    [DataRow("80000000")]
    [DataRow("ffffffff")]
    [DataRow("100000000")]
    [DataRow("100000005")]
    [DataRow("fffffffffffffffb")]
    [DataRow("10000000000000005")]
    [DataRow("80000000x")]
    public void A_size_that_cannot_be_counted_is_refused(string size) =>
        Expect.Chunks(size + "\r\nhello\r\n0\r\n\r\n", " !" + (int)HttpProtocolError.ChunkTooLarge);

    [TestMethod]
    public void The_largest_size_can_be_counted() =>
        Expect.Chunks("7fffffff\r\nhello", " \"hello\"...");

    [TestMethod]
    [DataRow("", "...")]
    [DataRow("5", "...")]
    [DataRow("5\r", "...")]
    [DataRow("5\r\n", "...")]
    [DataRow("5\r\nhell", " \"hell\"...")]
    [DataRow("5\r\nhello", " \"hello\"...")]
    [DataRow("5\r\nhello\r", " \"hello\"...")]
    [DataRow("5\r\nhello\r\n", " \"hello\"...")]
    [DataRow("5\r\nhello\r\n0", " \"hello\"...")]
    [DataRow("5\r\nhello\r\n0\r\n", " \"hello\"...")]
    [DataRow("5\r\nhello\r\n0\r\n\r", " \"hello\"...")]
    [DataRow("5\r\nhello\r\n0\r\nA: b\r\n", " \"hello\"...")]
    public void A_body_is_whole_with_the_last_line_break_only(string chunks, string summary) =>
        Expect.Chunks(chunks, summary);

    [TestMethod]
    public void Pipelined_messages_follow_at_once()
    {
        string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        string counted = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nho";
        string first = "POST / 1 (Host: a)(Transfer-Encoding: chunked) \"hi\" keep";
        string second = "POST / 1 (Host: a)(Content-Length: 2) \"ho\" keep";

        Expect.Request(chunked + counted + chunked + counted, first + " " + second + " " + first + " " + second);
        Expect.Request(chunked + chunked + "x", first + " " + first + "...");
    }
}
