using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>How much of a body may be received straight into its destination. The buffer has 1,024 bytes.</summary>
[TestClass]
public class DirectReadTests
{
    [TestMethod]
    [DataRow(511, 0)]
    [DataRow(512, 512)]
    [DataRow(2000, 2000)]
    [DataRow(3000, 2000)]
    [DataRow(int.MaxValue, 2000)]
    public void A_body_with_a_length_as_far_as_it_goes(int wanted, int count) =>
        Assert.AreEqual(count, BodyFramingTests.Client("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", false).GetDirectCount(wanted));

    [TestMethod]
    public void A_body_that_no_int_can_count() =>
        Assert.AreEqual(
            int.MaxValue,
            BodyFramingTests.Client("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n", false).GetDirectCount(int.MaxValue));

    [TestMethod]
    [DataRow(511, 0)]
    [DataRow(512, 512)]
    [DataRow(70_000, 70_000)]
    public void A_body_without_a_length_whatever_is_wanted(int wanted, int count) =>
        Assert.AreEqual(count, BodyFramingTests.Client("HTTP/1.1 200 OK\r\n\r\n", false).GetDirectCount(wanted));

    [TestMethod]
    [DataRow("600", 600, 600)]
    [DataRow("600", 1536, 1536)]
    [DataRow("600", 1537, 1536)]
    [DataRow("400", 1025, 1024)]
    [DataRow("3ff", 1023, 1023)]
    [DataRow("3ff", 1024, 0)]
    [DataRow("600", 511, 0)]
    public void A_chunk_but_not_a_small_rest_of_it(string size, int wanted, int count)
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + size + "\r\n", false);
        Assert.AreEqual(0, reader.GetDirectCount(wanted), "Before the chunk's size is read");
        Assert.AreEqual(0, reader.ReadBody(new byte[1], 0, 1));

        Assert.AreEqual(count, reader.GetDirectCount(wanted));
    }

    [TestMethod]
    public void Not_while_bytes_are_in_the_buffer()
    {
        HttpReader reader = BodyFramingTests.Client("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\nx", false);
        Assert.AreEqual(0, reader.GetDirectCount(1000));

        Assert.AreEqual(1, reader.ReadBody(new byte[1], 0, 1));

        Assert.AreEqual(1000, reader.GetDirectCount(1000));
        Assert.AreEqual(1999, reader.GetDirectCount(2000));
    }

    [TestMethod]
    public void What_came_directly_counts()
    {
        HttpReader reader = BodyFramingTests.Client("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", false);

        reader.ReadDirectly(1500);
        Assert.AreEqual(500, reader.GetDirectCount(1000));
        Assert.IsFalse(reader.IsComplete);
        reader.ReadDirectly(500);

        Assert.IsTrue(reader.IsComplete);
        Assert.AreEqual(0, reader.GetDirectCount(1000));
    }

    [TestMethod]
    public void After_a_chunk_its_end_is_read_from_the_buffer()
    {
        HttpReader reader = BodyFramingTests.Client(Expect.ChunkedStart + "400\r\n", false);
        Assert.AreEqual(0, reader.ReadBody(new byte[1], 0, 1));

        reader.ReadDirectly(1024);

        Assert.AreEqual(0, reader.GetDirectCount(2000));
        Assert.IsFalse(reader.IsComplete);
        ReaderTests.Put(reader, "\r\n0\r\n\r\n");
        Assert.AreEqual(0, reader.ReadBody(new byte[1], 0, 1));
        Assert.IsTrue(reader.IsComplete);
    }

    [TestMethod]
    public void Not_where_nothing_follows()
    {
        Assert.AreEqual(0, BodyFramingTests.Server("GET / HTTP/1.1\r\nHost: a\r\n\r\n").GetDirectCount(1000));
        Assert.AreEqual(0, new HttpReader(HttpRole.Client, new HttpLimits(), 64).GetDirectCount(1000));
    }

    [TestMethod]
    public void Large_bodies_come_out_the_same_directly()
    {
        ReaderRig rig = new ReaderRig(HttpRole.Client);
        string body = RigText.Repeat('x', 300);
        byte[] bytes = RigText.Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12C\r\n" + body + "\r\n12C\r\n" + body + "\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + body + "HTTP/1.1 200 OK\r\n\r\n" + body);
        string summary = rig.ReadOnce(bytes, 10_000, 10_000, 4096, 4096, false);

        Assert.Contains("<600> keep", summary);
        Assert.EndsWith("<300> close", summary);
        for (int piece = 1; piece < 400; piece += RigSplits.Step * 7)
        {
            Assert.AreEqual(summary, rig.ReadOnce(bytes, piece, piece, 64, 500, true));
            Assert.AreEqual(summary, rig.ReadOnce(bytes, piece, piece, 128, 150, true));
        }
    }
}
