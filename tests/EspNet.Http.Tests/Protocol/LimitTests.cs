using System;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>Each limit exactly reached, and passed by one.</summary>
[TestClass]
public class LimitTests
{
    [TestMethod]
    [DataRow(64, 0)]
    [DataRow(65, (int)HttpProtocolError.StartLineTooLong)]
    [DataRow(500, (int)HttpProtocolError.StartLineTooLong)]
    public void A_request_line(int size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumStartLine = 64;
        string target = "/" + RigText.Repeat('a', size - 16);
        Check(error, "GET " + target + " 1 (Host: a) keep", rig.Read("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    [TestMethod]
    [DataRow(64, 0)]
    [DataRow(65, (int)HttpProtocolError.StartLineTooLong)]
    public void A_status_line(int size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumStartLine = 64;
        string reason = RigText.Repeat('a', size - 15);
        Check(error, "204 " + reason + " 1 keep", rig.Read("HTTP/1.1 204 " + reason + "\r\n\r\n"));
    }

    [TestMethod]
    public void A_line_that_never_ends_is_refused_before_it_is_longer_than_the_limit()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumStartLine = 64;
        Assert.AreEqual("...", rig.Read(RigText.Repeat('a', 63)));
        Assert.AreEqual("!" + (int)HttpProtocolError.StartLineTooLong, rig.Read(RigText.Repeat('a', 64)));
    }

    [TestMethod]
    public void Empty_lines_before_a_request_do_not_count()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumStartLine = 64;
        string target = "/" + RigText.Repeat('a', 64 - 16);
        Assert.AreEqual("GET " + target + " 1 (Host: a) keep", rig.Read("\r\n\r\nGET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    [TestMethod]
    [DataRow(128, 0)]
    [DataRow(129, (int)HttpProtocolError.HeaderTooLarge)]
    [DataRow(1000, (int)HttpProtocolError.HeaderTooLarge)]
    public void All_lines_before_a_body(int size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumHeaderSize = 128;
        string value = RigText.Repeat('b', size - 32);
        Check(error, "GET / 1 (Host: a)(A: " + value + ") keep", rig.Read("GET / HTTP/1.1\r\nHost: a\r\nA: " + value + "\r\n\r\n"));
    }

    [TestMethod]
    public void A_header_that_never_ends_is_refused_before_it_is_longer_than_the_limit()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumHeaderSize = 128;
        string text = "GET / HTTP/1.1\r\nHost: a\r\nA: ";
        Assert.AreEqual("...", rig.Read(text + RigText.Repeat('b', 127 - text.Length)));
        Assert.AreEqual("!" + (int)HttpProtocolError.HeaderTooLarge, rig.Read(text + RigText.Repeat('b', 128 - text.Length)));
    }

    [TestMethod]
    public void A_start_line_longer_than_all_lines_may_be_is_too_large_together()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Server);
        rig.Limits.MaximumHeaderSize = 128;
        Assert.AreEqual("!" + (int)HttpProtocolError.HeaderTooLarge, rig.Read("GET /" + RigText.Repeat('a', 200) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, (int)HttpProtocolError.TooManyFields)]
    [DataRow(9, (int)HttpProtocolError.TooManyFields)]
    public void Fields_before_and_after_a_body(int count, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumFields = 1;
        string lines = string.Empty;
        string fields = string.Empty;
        for (int i = 0; i < count; i++)
        {
            lines += "A:\r\n";
            fields += "(A: )";
        }

        Check(error, "204  1 " + fields + " keep", rig.Read("HTTP/1.1 204 \r\n" + lines + "\r\n"));
        string start = "200 OK 1 (Transfer-Encoding: chunked) ";
        string summary = rig.Read(Expect.ChunkedStart + "0\r\n" + lines + "\r\n");
        Assert.AreEqual(error == 0 ? start + "+" + fields + " keep" : start + "!" + error, summary);
    }

    [TestMethod]
    [DataRow(16, 0)]
    [DataRow(17, (int)HttpProtocolError.ChunkLineTooLong)]
    [DataRow(400, (int)HttpProtocolError.ChunkLineTooLong)]
    public void The_line_before_a_chunk(int size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumChunkLine = 16;
        string line = "2;" + RigText.Repeat('a', size - 4) + "\r\n";
        string summary = rig.Read(Expect.ChunkedStart + line + "hi\r\n0\r\n\r\n");
        Assert.AreEqual(Expect.ChunkedSummary + (error == 0 ? " \"hi\" keep" : " !" + error), summary);
    }

    [TestMethod]
    public void A_chunk_line_that_never_ends_is_refused_before_it_is_longer_than_the_limit()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumChunkLine = 16;
        Assert.AreEqual(Expect.ChunkedSummary + "...", rig.Read(Expect.ChunkedStart + RigText.Repeat('0', 15)));
        Assert.AreEqual(Expect.ChunkedSummary + " !" + (int)HttpProtocolError.ChunkLineTooLong, rig.Read(Expect.ChunkedStart + RigText.Repeat('0', 16)));
    }

    [TestMethod]
    [DataRow("1F", 0)]
    [DataRow("20", (int)HttpProtocolError.ChunkTooLarge)]
    [DataRow("20;a", (int)HttpProtocolError.ChunkTooLarge)]
    [DataRow("7fffffff", (int)HttpProtocolError.ChunkTooLarge)]
    public void A_chunk(string size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumChunkSize = 31;
        string body = RigText.Repeat('x', 31);
        string summary = rig.Read(Expect.ChunkedStart + size + "\r\n" + body + "\r\n" + "0\r\n\r\n");
        Assert.AreEqual(Expect.ChunkedSummary + (error == 0 ? " \"" + body + "\" keep" : " !" + error), summary);
    }

    [TestMethod]
    [DataRow(16, 0)]
    [DataRow(17, (int)HttpProtocolError.TrailerTooLarge)]
    [DataRow(400, (int)HttpProtocolError.TrailerTooLarge)]
    public void The_fields_after_the_last_chunk(int size, int error)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumTrailerSize = 16;
        string value = RigText.Repeat('b', size - 7);
        string summary = rig.Read(Expect.ChunkedStart + "0\r\nA: " + value + "\r\n\r\n");
        Assert.AreEqual(Expect.ChunkedSummary + (error == 0 ? " +(A: " + value + ") keep" : " !" + error), summary);
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(2, 3)]
    public void Interim_responses(int maximum, int count)
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumInterimResponses = maximum;
        string final = "HTTP/1.1 204 \r\n\r\n";
        string interim = string.Empty;
        string summary = string.Empty;
        for (int i = 1; i < count; i++)
        {
            interim += "HTTP/1.1 102 \r\n\r\n";
            summary += "102  1 keep ";
        }

        // They are counted for each final response anew.
        Assert.AreEqual(
            summary + "204  1 keep " + summary + "204  1 keep",
            rig.Read(interim + final + interim + final));
        Assert.AreEqual(
            summary.TrimEnd() + "!" + (int)HttpProtocolError.TooManyInterimResponses,
            rig.Read(interim + "HTTP/1.1 199 \r\n\r\n" + final));
    }

    [TestMethod]
    public void An_upgrade_is_no_interim_response()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        rig.Limits.MaximumInterimResponses = 0;
        Assert.AreEqual("101  1 upgraded", rig.Read("HTTP/1.1 101 \r\n\r\n"));
    }

    [TestMethod]
    public void The_defaults_are_those_of_the_constants()
    {
        HttpLimits limits = new HttpLimits();

        Assert.AreEqual(1024, limits.MaximumStartLine);
        Assert.AreEqual(4096, limits.MaximumHeaderSize);
        Assert.AreEqual(64, limits.MaximumFields);
        Assert.AreEqual(256, limits.MaximumChunkLine);
        Assert.AreEqual(int.MaxValue, limits.MaximumChunkSize);
        Assert.AreEqual(1024, limits.MaximumTrailerSize);
        Assert.AreEqual(8, limits.MaximumInterimResponses);
    }

    [TestMethod]
    public void Every_limit_has_a_range()
    {
        HttpLimits limits = new HttpLimits();

        InRange(64, 8192, value => limits.MaximumStartLine = value);
        InRange(128, 65_536, value => limits.MaximumHeaderSize = value);
        InRange(1, 1024, value => limits.MaximumFields = value);
        InRange(16, 4096, value => limits.MaximumChunkLine = value);
        InRange(1, int.MaxValue, value => limits.MaximumChunkSize = value);
        InRange(16, 65_536, value => limits.MaximumTrailerSize = value);
        InRange(0, 100, value => limits.MaximumInterimResponses = value);
        Assert.AreEqual(8192 + 65_536 + 1024, limits.MaximumStartLine + limits.MaximumHeaderSize + limits.MaximumFields);
        Assert.AreEqual(4096 + 65_536 + 100, limits.MaximumChunkLine + limits.MaximumTrailerSize + limits.MaximumInterimResponses);
    }

    private delegate void Setter(int value);

    private static void InRange(int smallest, int largest, Setter set)
    {
        set(smallest);
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => set(smallest - 1));
        if (largest < int.MaxValue)
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => set(largest + 1));
        }

        set(largest);
    }

    private static void Check(int error, string good, string actual) =>
        Assert.AreEqual(error == 0 ? good : "!" + error, actual);
}
