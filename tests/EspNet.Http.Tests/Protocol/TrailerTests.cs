using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9110, section 6.5, and RFC 9112, section 7.1.2.</summary>
[TestClass]
public class TrailerTests
{
    [TestMethod]
    [DataRow("A: b\r\n", "(A: b)")]
    [DataRow("A: b\r\nC:\t é \r\n", "(A: b)(C: é)")]
    [DataRow("Content-Length: 9\r\nTransfer-Encoding: x\r\nHost: /\r\n", "(Content-Length: 9)(Transfer-Encoding: x)(Host: /)")]
    public void Fields_after_the_last_chunk_are_kept_apart(string lines, string trailers) =>
        Expect.Chunks("2\r\nhi\r\n0\r\n" + lines + "\r\nHTTP/1.1 204 \r\n\r\n", " \"hi\" +" + trailers + " keep 204  1 keep");

    [TestMethod]
    [DataRow("A b\r\n\r\n", (int)HttpProtocolError.BadFieldName)]
    [DataRow(": b\r\n\r\n", (int)HttpProtocolError.BadFieldName)]
    [DataRow("A : b\r\n\r\n", (int)HttpProtocolError.BadFieldName)]
    [DataRow("{FF}: b\r\n\r\n", (int)HttpProtocolError.BadFieldName)]
    [DataRow("É: b\r\n\r\n", (int)HttpProtocolError.BadFieldName)]
    [DataRow("A: {00}\r\n\r\n", (int)HttpProtocolError.BadFieldValue)]
    [DataRow("A: {08}\r\n\r\n", (int)HttpProtocolError.BadFieldValue)]
    [DataRow("A: {7F}\r\n\r\n", (int)HttpProtocolError.BadFieldValue)]
    [DataRow(" A: b\r\n\r\n", (int)HttpProtocolError.LineFolding)]
    [DataRow("A: b\r\n\tc\r\n\r\n", (int)HttpProtocolError.LineFolding)]
    [DataRow("A: b\n\r\n", (int)HttpProtocolError.BareLineBreak)]
    [DataRow("A: b\rc\r\n\r\n", (int)HttpProtocolError.BareLineBreak)]
    [DataRow("\n", (int)HttpProtocolError.BareLineBreak)]
    [DataRow("A: b\r\n\n", (int)HttpProtocolError.BareLineBreak)]
    public void What_is_refused_before_a_body_is_refused_after_it(string lines, int error) =>
        Expect.Chunks("2\r\nhi\r\n0\r\n" + lines, " \"hi\" !" + error);

    [TestMethod]
    public void A_trailer_does_not_end_the_connection() =>
        Expect.Chunks("0\r\nConnection: close\r\n\r\n", " +(Connection: close) keep");

    [TestMethod]
    public void Trailers_are_there_when_the_body_is_complete_and_gone_with_the_next_message()
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + "1\r\nx\r\n0\r\nA: b\r\n\r\n", false);
        Assert.IsNull(reader.Trailers);

        Assert.AreEqual(1, reader.ReadBody(new byte[9], 0, 9));
        Assert.IsTrue(reader.IsComplete);
        Assert.AreEqual("b", reader.Trailers!.Get("a"));
        Assert.AreEqual(1, reader.Trailers.Count);
        Assert.IsNull(reader.Fields.Get("A"));
        Assert.AreEqual("chunked", reader.Fields.Get("Transfer-Encoding"));

        reader.Begin(false);
        Assert.IsNull(reader.Trailers);
    }
}
