using System.Threading;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class MemoryTransportTests
{
    [TestMethod]
    public void What_one_end_writes_the_other_reads_through_a_buffer_smaller_than_it()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b, 13);
        byte[] sent = Expect.Pattern(5_000);
        Background write = new Background(() =>
        {
            a.Write(sent, 0, 2_000);
            a.Write(sent, 2_000, 3_000);
            a.Close();
        });

        Expect.Stream(b, sent);

        write.Returns();
    }

    [TestMethod]
    public void Bytes_that_pass_the_end_of_the_ring_stay_in_order()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b, 13);
        byte[] sent = Expect.Pattern(18);
        byte[] received = new byte[18];

        a.Write(sent, 0, 10);
        Assert.AreEqual(5, b.Read(received, 0, 5, 0));
        a.Write(sent, 10, 8);
        Assert.AreEqual(13, b.Read(received, 5, 13, 0));

        CollectionAssert.AreEqual(sent, received);
    }

    [TestMethod]
    public void A_read_times_out_when_nothing_comes()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out _);
        byte[] buffer = new byte[4];

        Assert.AreEqual(Transport.TimedOut, a.Read(buffer, 0, 4, 0));
        Assert.AreEqual(Transport.TimedOut, a.Read(buffer, 0, 4, 5));
        Assert.IsFalse(a.Poll(TransportPoll.Read, 0));
        Assert.IsTrue(a.Poll(TransportPoll.Write, 0));
    }

    [TestMethod]
    public void A_waiting_read_and_poll_are_woken_by_a_write()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        byte[] buffer = new byte[4];
        Background poll = new Background(() => Assert.IsTrue(b.Poll(TransportPoll.Read, Timeout.Infinite))).LetItWait();
        Background read = new Background(() => Assert.AreEqual(2, b.Read(buffer, 1, 3, Timeout.Infinite))).LetItWait();

        a.Write(new byte[] { 8, 9 }, 0, 2);

        read.Returns();
        Assert.AreEqual((byte)8, buffer[1]);
        Assert.AreEqual((byte)9, buffer[2]);
        a.Close();
        poll.Returns();
    }

    [TestMethod]
    public void A_close_wakes_every_one_of_many_waiting_polls()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        Background[] polls = new Background[5];
        for (int i = 0; i < polls.Length; i++)
        {
            polls[i] = new Background(() => Assert.IsTrue(b.Poll(TransportPoll.Read, Timeout.Infinite)));
        }

        polls[0].LetItWait();
        a.Close();

        for (int i = 0; i < polls.Length; i++)
        {
            polls[i].Returns();
        }
    }

    [TestMethod]
    public void A_read_returns_zero_after_the_peer_has_closed()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        byte[] buffer = new byte[4];
        a.Write(new byte[] { 7 }, 0, 1);
        a.Close();

        Assert.AreEqual(1, b.Read(buffer, 0, 4, 0));
        Assert.AreEqual(Transport.EndOfStream, b.Read(buffer, 0, 4, 0));
        Assert.AreEqual(Transport.EndOfStream, b.Read(buffer, 0, 4, Timeout.Infinite));
    }

    [TestMethod]
    public void A_write_after_the_peer_has_closed_is_reset()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);

        a.Close();

        Assert.IsTrue(b.Poll(TransportPoll.Write, 0));
        Expect.Failure(TransportError.Reset, () => b.Write(new byte[1], 0, 1));
    }

    [TestMethod]
    public void An_abort_resets_the_peer_and_loses_what_it_has_not_read()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        a.Write(new byte[3], 0, 3);

        a.Abort();

        Expect.Failure(TransportError.Reset, () => b.Read(new byte[4], 0, 4, 0));
        Expect.Failure(TransportError.Reset, () => b.Write(new byte[1], 0, 1));
    }

    [TestMethod]
    public void An_abort_after_a_close_takes_nothing_back()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        a.Write(new byte[3], 0, 3);

        a.Close();
        a.Abort();
        a.Dispose();

        Assert.AreEqual(3, b.Read(new byte[4], 0, 4, 0));
        Assert.AreEqual(Transport.EndOfStream, b.Read(new byte[4], 0, 4, 0));
    }

    [TestMethod]
    public void An_abort_wakes_a_read_and_a_write_of_the_same_end_as_closed()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out _, 10);
        a.WriteTimeout = Timeout.Infinite;
        Background read = new Background(() => a.Read(new byte[4], 0, 4, Timeout.Infinite)).LetItWait();
        Background write = new Background(() => a.Write(new byte[11], 0, 11)).LetItWait();

        a.Abort();

        read.Fails(TransportError.Closed);
        write.Fails(TransportError.Closed);
    }

    [TestMethod]
    public void A_poll_for_errors_ends_with_a_reset_but_not_with_the_peers_close()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b);
        MemoryTransport.CreatePair(out MemoryTransport c, out MemoryTransport d);
        Assert.IsFalse(a.Poll(TransportPoll.Error, 0));
        b.Close();
        Assert.IsFalse(a.Poll(TransportPoll.Error, 5));

        Background poll = new Background(() => Assert.IsTrue(c.Poll(TransportPoll.Error, Background.Patience))).LetItWait();
        d.Abort();

        poll.Returns();
        a.Abort();
        Assert.IsTrue(a.Poll(TransportPoll.Error, 0));
    }

    [TestMethod]
    public void A_write_that_the_peer_does_not_read_times_out()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out MemoryTransport b, 10);
        a.WriteTimeout = 10;

        Expect.Failure(TransportError.TimedOut, () => a.Write(new byte[11], 0, 11));

        Assert.AreEqual(10, b.Unread);
        Assert.IsFalse(a.Poll(TransportPoll.Write, 0));
    }

    [TestMethod]
    public void Arguments_outside_the_buffer_are_refused()
    {
        MemoryTransport.CreatePair(out MemoryTransport a, out _);

        Expect.OutOfRange(() => a.Read(new byte[4], 0, 0, 0));
        Expect.OutOfRange(() => a.Read(new byte[4], 1, 4, 0));
        Expect.OutOfRange(() => a.Read(new byte[4], 0, 4, -2));
        Expect.OutOfRange(() => a.Write(new byte[4], -1, 1));
        Expect.OutOfRange(() => a.Write(new byte[4], 1, int.MaxValue));
    }
}
