using System;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>The reader as its caller sees it: its buffer, its states, its ends.</summary>
[TestClass]
public class ReaderTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [TestMethod]
    public void Sizes_of_the_buffer_have_a_range()
    {
        HttpLimits limits = new HttpLimits();
        Assert.ThrowsException(typeof(ArgumentNullException), () => Make(null!, 64));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Make(limits, 63));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Make(limits, 65_537));
        Assert.AreEqual(64, new HttpReader(HttpRole.Client, limits, 64).Free);
        Assert.AreEqual(65_536, new HttpReader(HttpRole.Client, limits, 65_536).Buffer.Length);
    }

    [TestMethod]
    public void No_more_can_be_put_in_than_fits()
    {
        HttpReader reader = new HttpReader(HttpRole.Server, new HttpLimits(), 64);
        reader.Advance(60);

        Assert.AreEqual(60, reader.Position);
        Assert.AreEqual(4, reader.Free);
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => reader.Advance(5));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => reader.Advance(-1));
        reader.Advance(4);
        Assert.AreEqual(64, reader.Buffered);
    }

    [TestMethod]
    public void The_buffer_doubles_up_to_the_limit_of_the_header()
    {
        HttpLimits limits = new HttpLimits { MaximumHeaderSize = 200, MaximumTrailerSize = 16, MaximumChunkLine = 16 };
        HttpReader reader = new HttpReader(HttpRole.Server, limits, 64);
        Put(reader, "GET / HTTP/1.1\r\nHost: a\r\nA: " + RigText.Repeat('b', 200));

        Assert.AreEqual(200, reader.Buffer.Length);
        Assert.AreEqual((int)HttpReadResult.Error, (int)reader.ReadHeader());
        reader.Reserve();
        Assert.AreEqual(200, reader.Buffer.Length);
    }

    [TestMethod]
    public void A_buffer_that_is_not_full_makes_room_without_growing()
    {
        HttpReader reader = new HttpReader(HttpRole.Server, new HttpLimits(), 64);
        Put(reader, Get + "GET /2");
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        Assert.AreEqual(6, reader.Buffered);

        reader.Reserve();

        Assert.AreEqual(6, reader.Position);
        Assert.AreEqual(58, reader.Free);
        Assert.AreEqual(64, reader.Buffer.Length);
        reader.Begin(false);
        Put(reader, " HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        Assert.AreEqual("/2", reader.Target);
        reader.Reserve();
        Assert.AreEqual(0, reader.Position);
    }

    [TestMethod]
    [DataRow(65_536, 16, 16)]
    [DataRow(128, 65_536, 16)]
    [DataRow(128, 16, 4096)]
    public void The_buffer_may_grow_to_the_largest_of_all_sections(int header, int trailer, int chunkLine)
    {
        HttpLimits limits = new HttpLimits { MaximumHeaderSize = header, MaximumTrailerSize = trailer, MaximumChunkLine = chunkLine };
        HttpReader reader = new HttpReader(HttpRole.Server, limits, 64);
        int largest = header > trailer ? header : trailer;
        largest = largest > chunkLine ? largest : chunkLine;
        while (reader.Free > 0)
        {
            reader.Advance(reader.Free);
            reader.Reserve();
        }

        Assert.AreEqual(largest, reader.Buffer.Length);
    }

    [TestMethod]
    public void A_header_is_read_once()
    {
        HttpReader reader = BodyFramingTests.Server(Get);

        Assert.ThrowsException(typeof(InvalidOperationException), () => reader.ReadHeader());
        reader.Begin(false);
        Assert.AreEqual((int)HttpReadResult.NeedMore, (int)reader.ReadHeader());
    }

    [TestMethod]
    public void A_message_is_in_its_middle_from_its_first_byte_to_its_last()
    {
        HttpReader reader = new HttpReader(HttpRole.Server, new HttpLimits(), 64);
        Assert.IsFalse(reader.IsMidMessage);
        Put(reader, "P");
        Assert.IsTrue(reader.IsMidMessage);
        Put(reader, "UT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
        Assert.IsTrue(reader.IsMidMessage);
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        Assert.IsTrue(reader.IsMidMessage);
        Assert.IsFalse(reader.EndOfInput());
        Put(reader, "ab");
        Assert.AreEqual(2, reader.ReadBody(new byte[2], 0, 2));
        Assert.IsFalse(reader.IsMidMessage);
        Assert.IsTrue(reader.EndOfInput());
        reader.Begin(false);
        Assert.IsFalse(reader.IsMidMessage);
    }

    [TestMethod]
    public void The_end_of_a_chunked_body_is_seen_with_its_last_byte()
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + "2\r\nhi\r\n0\r\n\r\n", false);

        Assert.AreEqual(2, reader.ReadBody(new byte[2], 0, 2));
        Assert.IsTrue(reader.IsComplete);
    }

    [TestMethod]
    public void A_body_is_read_in_pieces_to_where_it_is_wanted()
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", false);
        byte[] buffer = RigText.Bytes("-------");

        Assert.AreEqual(0, reader.ReadBody(buffer, 0, 0));
        Assert.AreEqual(1, reader.ReadBody(buffer, 1, 1));
        Assert.AreEqual(3, reader.ReadBody(buffer, 2, 3));
        Assert.AreEqual(1, reader.ReadBody(buffer, 5, 2));
        Assert.AreEqual("-abcde-", System.Text.Encoding.UTF8.GetString(buffer, 0, 7));
        Assert.AreEqual(0, reader.ReadBody(buffer, 0, 7));
    }

    [TestMethod]
    public void What_was_received_of_a_body_without_a_length_is_not_lost_when_the_connection_ends()
    {
        HttpReader reader = BodyFramingTests.Client("HTTP/1.1 200 OK\r\n\r\nhello", false);
        byte[] buffer = new byte[9];

        Assert.IsTrue(reader.EndOfInput());
        Assert.IsFalse(reader.IsComplete);
        Assert.AreEqual(2, reader.ReadBody(buffer, 0, 2));
        Assert.IsTrue(reader.EndOfInput());
        Assert.AreEqual(3, reader.ReadBody(buffer, 2, 7));
        Assert.IsTrue(reader.IsComplete);
        Assert.IsTrue(reader.EndOfInput());
        Assert.IsFalse(reader.KeepAlive);
        Assert.AreEqual("hello", System.Text.Encoding.UTF8.GetString(buffer, 0, 5));
    }

    [TestMethod]
    public void After_a_reset_an_error_and_what_is_left_are_forgotten()
    {
        HttpReader reader = new HttpReader(HttpRole.Server, new HttpLimits(), 64);
        Put(reader, "x\r\n\r\nrest");
        Assert.AreEqual((int)HttpReadResult.Error, (int)reader.ReadHeader());
        Assert.AreEqual((int)HttpProtocolError.BadRequestLine, (int)reader.Error);

        reader.Reset();

        Assert.AreEqual((int)HttpProtocolError.None, (int)reader.Error);
        Assert.AreEqual(0, reader.Buffered);
        Assert.AreEqual(0, reader.Position);
        Put(reader, Get);
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        Assert.IsTrue(reader.KeepAlive);
    }

    [TestMethod]
    public void A_reset_forgets_a_message_in_its_middle()
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + "2\r\na", false);
        Assert.AreEqual(1, reader.ReadBody(new byte[2], 0, 2));

        reader.Reset();

        Assert.IsFalse(reader.IsChunked);
        Assert.IsFalse(reader.IsMidMessage);
        Put(reader, "HTTP/1.1 204 \r\n\r\n");
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        Assert.IsTrue(reader.IsComplete);
    }

    private static int Make(HttpLimits limits, int size) => new HttpReader(HttpRole.Client, limits, size).Free;

    internal static void Put(HttpReader reader, string text)
    {
        byte[] bytes = RigText.Bytes(text);
        int put = 0;
        while (put < bytes.Length)
        {
            reader.Reserve();
            int count = bytes.Length - put < reader.Free ? bytes.Length - put : reader.Free;
            if (count == 0)
            {
                return;
            }

            Array.Copy(bytes, put, reader.Buffer, reader.Position, count);
            reader.Advance(count);
            put += count;
        }
    }
}
