using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class TransportExtensionsTests
{
    [TestMethod]
    public void Reading_exactly_4_KB_waits_for_all_of_them_however_they_come()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out MemoryTransport writer);
        byte[] sent = Expect.Pattern(4096);
        byte[] received = new byte[4100];
        Background read = new Background(() => reader.ReadExactly(received, 2, 4096, Background.Patience));

        for (int offset = 0; offset < sent.Length; offset += 100)
        {
            writer.Write(sent, offset, sent.Length - offset < 100 ? sent.Length - offset : 100);
        }

        read.Returns();
        for (int i = 0; i < sent.Length; i++)
        {
            if (sent[i] != received[i + 2])
            {
                Assert.AreEqual(sent[i], received[i + 2], "At " + i);
            }
        }

        Assert.AreEqual(0, (int)received[4098]);
    }

    [TestMethod]
    public void Reading_exactly_leaves_what_follows()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out MemoryTransport writer);
        writer.WriteAll(new byte[] { 1, 2, 3, 4, 5 });
        byte[] received = new byte[5];

        reader.ReadExactly(received, 0, 3, 0);

        Assert.AreEqual(2, reader.Unread);
        Assert.AreEqual(0, (int)received[3]);
    }

    [TestMethod]
    public void Reading_exactly_says_how_much_had_come_when_the_time_ran_out_and_can_go_on()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out MemoryTransport writer);
        writer.WriteAll(new byte[] { 1, 2, 3 });
        byte[] received = new byte[5];

        PartialReadException failure = Partial(reader, received, 0, 5, 20);

        Assert.AreEqual((int)TransportError.TimedOut, (int)failure.Error);
        Assert.AreEqual(3, failure.BytesRead);
        writer.WriteAll(new byte[] { 4, 5 });
        reader.ReadExactly(received, failure.BytesRead, 2, 0);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, received);
    }

    [TestMethod]
    public void Reading_exactly_says_how_much_had_come_when_the_peer_closed()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out MemoryTransport writer);
        writer.WriteAll(new byte[] { 1, 2, 3 });
        writer.Close();

        PartialReadException failure = Partial(reader, new byte[5], 0, 5, Background.Patience);

        Assert.AreEqual((int)TransportError.EndOfStream, (int)failure.Error);
        Assert.AreEqual(3, failure.BytesRead);
    }

    [TestMethod]
    public void Reading_exactly_nothing_needs_nothing()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out _);

        reader.ReadExactly(new byte[1], 0, 0, 0);

        Assert.AreEqual(0, reader.Unread);
    }

    [TestMethod]
    public void A_try_read_tells_bytes_silence_and_the_end_apart()
    {
        MemoryTransport.CreatePair(out MemoryTransport reader, out MemoryTransport writer);
        byte[] buffer = new byte[10];

        Assert.IsFalse(reader.TryRead(buffer, 0, 10, out int read));
        Assert.AreEqual(0, read);

        writer.WriteAll(new byte[] { 7, 8 });
        Assert.IsTrue(reader.TryRead(buffer, 0, 10, out read));
        Assert.AreEqual(2, read);

        writer.Close();
        Assert.IsTrue(reader.TryRead(buffer, 0, 10, out read));
        Assert.AreEqual(Transport.EndOfStream, read);
    }

    private static PartialReadException Partial(ITransport transport, byte[] buffer, int offset, int count, int timeout)
    {
        try
        {
            transport.ReadExactly(buffer, offset, count, timeout);
        }
        catch (PartialReadException e)
        {
            return e;
        }

        throw new System.InvalidOperationException("Nothing was thrown.");
    }
}
