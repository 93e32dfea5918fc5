using System;
using System.Text;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

[TestClass]
public class WriterTests
{
    private delegate void Writing(HttpWriter writer);

    [TestMethod]
    public void A_request_is_written_byte_for_byte()
    {
        HttpWriter writer = new HttpWriter(256);
        HttpFields fields = new HttpFields();
        fields.Add("Accept", "*/*");
        fields.Add("X-Name", "Zürich €");
        fields.Add("X-Empty", string.Empty);

        writer.BeginRequest("POST", "/a?b=c");
        writer.AddField("Host", "a:80");
        writer.AddFields(fields);
        writer.AddContentLength(5_000_000_000L);
        writer.EndHeader();

        Assert.AreEqual(
            "POST /a?b=c HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\nX-Name: Zürich €\r\nX-Empty: \r\nContent-Length: 5000000000\r\n\r\n",
            Text(writer));
    }

    [TestMethod]
    public void A_response_is_written_byte_for_byte()
    {
        HttpWriter writer = new HttpWriter(256);

        writer.BeginResponse(200, "OK");
        writer.AddChunked();
        writer.EndHeader();
        Assert.AreEqual("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Text(writer));

        writer.Clear();
        Assert.AreEqual(0, writer.Count);
        writer.BeginResponse(100, string.Empty);
        writer.BeginResponse(999, "Très");
        Assert.AreEqual("HTTP/1.1 100 \r\nHTTP/1.1 999 Très\r\n", Text(writer));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("G T")]
    [DataRow("GET\r\n")]
    [DataRow("G/T")]
    [DataRow("GÉT")]
    public void A_method_is_a_token(string method) =>
        Refused(writer => writer.BeginRequest(method, "/"));

    [TestMethod]
    [DataRow("")]
    [DataRow("/a b")]
    [DataRow("/a\tb")]
    [DataRow("/a\rb")]
    [DataRow("/a\nb")]
    [DataRow("/a\r\nHost: b")]
    [DataRow("/a\x01")]
    [DataRow("/a\x7F")]
    [DataRow("/é")]
    [DataRow("/a#b")]
    public void A_target_is_what_a_reader_takes(string target) =>
        Refused(writer => writer.BeginRequest("GET", target));

    [TestMethod]
    [DataRow("O\rK")]
    [DataRow("O\nK")]
    [DataRow("O\x01K")]
    [DataRow("O\x7FK")]
    public void A_reason_has_no_control_characters(string reason) =>
        Refused(writer => writer.BeginResponse(200, reason));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(99)]
    [DataRow(1000)]
    public void A_status_code_has_three_digits(int code) =>
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpWriter(64).BeginResponse(code, "OK"));

    [TestMethod]
    public void Sizes_of_the_buffer_have_a_range()
    {
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Make(63));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Make(65_537));
        Assert.AreEqual(64, Make(64));
        Assert.AreEqual(65_536, Make(65_536));
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpWriter(64).AddFields(null!));
    }

    [TestMethod]
    public void The_buffer_grows_for_what_stands_before_a_body()
    {
        HttpWriter writer = new HttpWriter(64);
        string target = "/" + RigText.Repeat('a', 100);
        writer.BeginRequest("GET", target);
        writer.AddField("A", RigText.Repeat('€', 100));
        writer.EndHeader();

        Assert.AreEqual("GET " + target + " HTTP/1.1\r\nA: " + RigText.Repeat('€', 100) + "\r\n\r\n", Text(writer));
        Assert.AreEqual(512, writer.Buffer.Length);
    }

    [TestMethod]
    public void A_buffer_that_is_exactly_filled_does_not_grow()
    {
        HttpWriter writer = new HttpWriter(64);
        writer.BeginRequest("GET", "/" + RigText.Repeat('a', 64 - 18));
        writer.EndHeader();

        Assert.AreEqual(64, writer.Count);
        Assert.AreEqual(64, writer.Buffer.Length);
    }

    [TestMethod]
    [DataRow(64)]
    [DataRow(8192)]
    [DataRow(65_536)]
    public void What_stands_before_a_body_has_a_limit_whatever_the_buffers_size(int bufferSize)
    {
        HttpWriter writer = new HttpWriter(bufferSize);
        writer.BeginRequest("GET", "/" + RigText.Repeat('a', HttpWriter.MaximumHeaderSize - 18));
        writer.EndHeader();
        Assert.AreEqual(HttpWriter.MaximumHeaderSize, writer.Count);

        Refused(new HttpWriter(bufferSize), HeaderOfOneTooMany);
        Refused(new HttpWriter(bufferSize), HeaderOfManyBytes);
    }

    [TestMethod]
    public void What_was_written_before_does_not_count()
    {
        HttpWriter writer = new HttpWriter(16_384);
        byte[] data = new byte[16_384];
        Assert.IsTrue(writer.TryAppend(data, 0, 16_380));
        writer.BeginResponse(200, "OK");
        writer.EndHeader();
        Assert.AreEqual(16_380 + 19, writer.Count);

        writer.Clear();
        Assert.AreEqual(0, writer.Count);
        Assert.IsTrue(writer.AppendChunk(data, 0, 16_384) > 16_000);
        HttpFields trailers = new HttpFields();
        trailers.Add("A", RigText.Repeat('b', 8000));
        int count = writer.Count;
        while (writer.AppendChunk(data, 0, 16_384) > 0)
        {
            count = writer.Count;
        }

        writer.AppendLastChunk(trailers);
        Assert.AreEqual(count + 3 + 8005 + 2, writer.Count);
    }

    [TestMethod]
    public void A_piece_of_a_body_is_taken_whole_or_not_at_all()
    {
        HttpWriter writer = new HttpWriter(64);
        byte[] data = RigText.Bytes(RigText.Repeat('x', 100));

        Assert.IsFalse(writer.TryAppend(data, 0, 65));
        Assert.AreEqual(0, writer.Count);
        Assert.IsTrue(writer.TryAppend(data, 0, 60));
        Assert.IsFalse(writer.TryAppend(data, 0, 5));
        Assert.IsTrue(writer.TryAppend(RigText.Bytes("-1234-"), 1, 4));
        Assert.IsTrue(writer.TryAppend(data, 0, 0));
        Assert.AreEqual(RigText.Repeat('x', 60) + "1234", Text(writer));
        Assert.AreEqual(64, writer.Buffer.Length);
    }

    [TestMethod]
    [DataRow(1, "1\r\nx\r\n")]
    [DataRow(9, "9\r\nxxxxxxxxx\r\n")]
    [DataRow(10, "A\r\nxxxxxxxxxx\r\n")]
    [DataRow(15, "F\r\nxxxxxxxxxxxxxxx\r\n")]
    [DataRow(16, "10\r\nxxxxxxxxxxxxxxxx\r\n")]
    public void A_chunk_is_its_size_and_its_bytes(int count, string expected)
    {
        HttpWriter writer = new HttpWriter(64);

        Assert.AreEqual(count, writer.AppendChunk(RigText.Bytes("--" + RigText.Repeat('x', count)), 2, count));
        Assert.AreEqual(expected, Text(writer));
        writer.AppendLastChunk(null);
        Assert.AreEqual(expected + "0\r\n\r\n", Text(writer));
    }

    [TestMethod]
    [DataRow(255, "FF\r\n")]
    [DataRow(256, "100\r\n")]
    [DataRow(4095, "FFF\r\n")]
    [DataRow(4096, "1000\r\n")]
    public void Sizes_are_written_without_zeros_before_them(int count, string start)
    {
        HttpWriter writer = new HttpWriter(8192);

        Assert.AreEqual(count, writer.AppendChunk(new byte[count], 0, count));
        Assert.AreEqual(start, Encoding.UTF8.GetString(writer.Buffer, 0, start.Length));
        Assert.AreEqual(start.Length + count + 2, writer.Count);
    }

    [TestMethod]
    public void A_chunk_is_as_large_as_there_is_room()
    {
        HttpWriter writer = new HttpWriter(64);
        byte[] data = RigText.Bytes(RigText.Repeat('x', 100));

        Assert.AreEqual(56, writer.AppendChunk(data, 0, 100));
        Assert.AreEqual("38\r\n" + RigText.Repeat('x', 56) + "\r\n", Text(writer));
        Assert.AreEqual(0, writer.AppendChunk(data, 56, 44));
        Assert.AreEqual(64, writer.Buffer.Length);
        writer.Clear();
        Assert.AreEqual(44, writer.AppendChunk(data, 56, 44));
        Assert.AreEqual(6, writer.AppendChunk(data, 0, 100));
        Assert.AreEqual(0, writer.AppendChunk(data, 0, 100));
    }

    [TestMethod]
    public void No_chunk_ends_the_body_by_being_empty()
    {
        HttpWriter writer = new HttpWriter(64);

        Assert.AreEqual(0, writer.AppendChunk(new byte[1], 0, 0));
        Assert.AreEqual(0, writer.Count);
    }

    [TestMethod]
    public void Trailers_stand_after_the_last_chunk()
    {
        HttpWriter writer = new HttpWriter(64);
        HttpFields trailers = new HttpFields();
        trailers.Add("A", "b");

        writer.AppendLastChunk(trailers);

        Assert.AreEqual("0\r\nA: b\r\n\r\n", Text(writer));
    }

    private static void HeaderOfOneTooMany(HttpWriter writer)
    {
        writer.BeginRequest("GET", "/" + RigText.Repeat('a', HttpWriter.MaximumHeaderSize - 17));
        writer.EndHeader();
    }

    private static void HeaderOfManyBytes(HttpWriter writer)
    {
        writer.BeginRequest("GET", "/");
        writer.AddField("A", RigText.Repeat('€', 3000));
        writer.EndHeader();
    }

    private static void Refused(Writing write)
    {
        HttpWriter writer = new HttpWriter(64);
        Refused(writer, write);
        Assert.AreEqual(0, writer.Count);
    }

    private static void Refused(HttpWriter writer, Writing write)
    {
        int error = -1;
        try
        {
            write(writer);
        }
        catch (HttpException e)
        {
            error = (int)e.Error;
        }

        Assert.AreEqual((int)HttpError.InvalidMessage, error);
    }

    private static int Make(int size) => new HttpWriter(size).Buffer.Length;

    private static string Text(HttpWriter writer) => Encoding.UTF8.GetString(writer.Buffer, 0, writer.Count);
}
