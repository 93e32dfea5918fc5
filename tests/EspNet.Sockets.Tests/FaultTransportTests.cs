using System.Threading;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class FaultTransportTests
{
    private static readonly byte[] TenBytes = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };

    [TestMethod]
    public void A_new_plan_lets_everything_pass()
    {
        FaultTransport faulty = Create(new FaultPlan(), out MemoryTransport peer);

        faulty.Write(TenBytes, 0, 10);
        peer.Write(TenBytes, 0, 10);
        peer.Close();

        Assert.AreEqual(10, peer.Unread);
        Expect.Stream(faulty, TenBytes);
        Assert.AreEqual(10L, faulty.BytesRead);
        Assert.AreEqual(10L, faulty.BytesWritten);
    }

    [TestMethod]
    public void Reads_are_split()
    {
        FaultTransport faulty = Create(new FaultPlan { SplitReads = 3 }, out MemoryTransport peer);
        peer.Write(TenBytes, 0, 10);
        byte[] buffer = new byte[10];

        Assert.AreEqual(3, faulty.Read(buffer, 0, 10, 0));
        Assert.AreEqual(3, faulty.Read(buffer, 3, 10 - 3, 0));
        Assert.AreEqual(3, faulty.Read(buffer, 6, 10 - 6, 0));
        Assert.AreEqual(1, faulty.Read(buffer, 9, 10 - 9, 0));
        CollectionAssert.AreEqual(TenBytes, buffer);
    }

    [TestMethod]
    public void Reads_are_coalesced_until_there_is_enough()
    {
        FaultPlan plan = new FaultPlan { CoalesceReads = 6, CoalesceTime = Background.Patience };
        FaultTransport faulty = Create(plan, out MemoryTransport peer);
        byte[] buffer = new byte[10];

        peer.Write(TenBytes, 0, 3);
        Assert.AreEqual(Transport.TimedOut, faulty.Read(buffer, 0, 10, 5));
        Assert.IsFalse(faulty.Poll(TransportPoll.Read, 0));
        peer.Write(TenBytes, 3, 3);

        Assert.IsTrue(faulty.Poll(TransportPoll.Read, 0));
        Assert.AreEqual(6, faulty.Read(buffer, 0, 10, 0));
    }

    [TestMethod]
    public void Coalesced_reads_come_out_when_their_time_is_over_or_the_peer_has_closed()
    {
        FaultPlan plan = new FaultPlan { CoalesceReads = 100, CoalesceTime = 10 };
        FaultTransport faulty = Create(plan, out MemoryTransport peer);

        peer.Write(TenBytes, 0, 2);
        Assert.AreEqual(2, faulty.Read(new byte[10], 0, 10, Background.Patience));

        plan.CoalesceTime = Background.Patience;
        peer.Write(TenBytes, 0, 3);
        peer.Close();
        Assert.AreEqual(3, faulty.Read(new byte[10], 0, 10, Background.Patience));
        Assert.AreEqual(Transport.EndOfStream, faulty.Read(new byte[10], 0, 10, 0));
    }

    [TestMethod]
    public void Writes_are_split_and_arrive_in_order()
    {
        FaultTransport faulty = Create(new FaultPlan { SplitWrites = 4 }, out MemoryTransport peer);

        faulty.Write(TenBytes, 0, 10);
        faulty.Close();

        Expect.Stream(peer, TenBytes);
    }

    [TestMethod]
    public void A_reset_after_n_bytes_read_gives_these_bytes_and_then_fails()
    {
        FaultTransport faulty = Create(new FaultPlan { CutAfterRead = 4 }, out MemoryTransport peer);
        peer.Write(TenBytes, 0, 10);

        Assert.AreEqual(4, faulty.Read(new byte[10], 0, 10, 0));

        Expect.Failure(TransportError.Reset, () => faulty.Read(new byte[10], 0, 10, 0));
        Expect.Failure(TransportError.Reset, () => faulty.Write(TenBytes, 0, 1));
        Expect.Failure(TransportError.Reset, () => peer.Write(TenBytes, 0, 1));
        Assert.IsTrue(faulty.Poll(TransportPoll.Read, 0));
    }

    [TestMethod]
    public void A_close_after_n_bytes_read_gives_these_bytes_and_then_the_end()
    {
        FaultTransport faulty = Create(new FaultPlan { CutAfterRead = 4, Cut = FaultCut.Close }, out MemoryTransport peer);
        peer.Write(TenBytes, 0, 10);

        Assert.AreEqual(4, faulty.Read(new byte[10], 0, 10, 0));

        Assert.AreEqual(Transport.EndOfStream, faulty.Read(new byte[10], 0, 10, 0));
        Assert.AreEqual(Transport.EndOfStream, peer.Read(new byte[10], 0, 10, 0));
    }

    [TestMethod]
    public void A_close_after_n_bytes_written_cuts_in_the_middle_of_a_write()
    {
        FaultTransport faulty = Create(new FaultPlan { CutAfterWritten = 13, Cut = FaultCut.Close }, out MemoryTransport peer);

        faulty.Write(TenBytes, 0, 10);
        Expect.Failure(TransportError.Reset, () => faulty.Write(TenBytes, 0, 10));

        Assert.AreEqual(13L, faulty.BytesWritten);
        Expect.Stream(peer, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2 });
    }

    [TestMethod]
    public void A_cut_at_the_end_of_a_write_lets_the_write_succeed()
    {
        FaultTransport faulty = Create(new FaultPlan { CutAfterWritten = 10 }, out MemoryTransport peer);

        faulty.Write(TenBytes, 0, 10);

        Expect.Failure(TransportError.Reset, () => peer.Read(new byte[10], 0, 10, 0));
        Expect.Failure(TransportError.Reset, () => faulty.Read(new byte[10], 0, 10, 0));
    }

    [TestMethod]
    public void A_poll_for_errors_tells_a_reset_from_a_close()
    {
        FaultTransport reset = Create(new FaultPlan { CutAfterRead = 0, Cut = FaultCut.Reset }, out _);
        FaultTransport closed = Create(new FaultPlan { CutAfterRead = 0, Cut = FaultCut.Close }, out _);
        FaultTransport healthy = Create(new FaultPlan(), out _);

        Assert.IsTrue(reset.Poll(TransportPoll.Error, 0));
        Assert.IsFalse(closed.Poll(TransportPoll.Error, 0));
        Assert.IsFalse(healthy.Poll(TransportPoll.Error, 5));
    }

    [TestMethod]
    public void In_a_black_hole_nothing_is_heard_of_the_peers_reset()
    {
        FaultTransport faulty = Create(new FaultPlan { BlackHole = true }, out MemoryTransport peer);
        peer.Abort();

        Assert.IsFalse(faulty.Poll(TransportPoll.Error, 5));
        Assert.AreEqual(Transport.TimedOut, faulty.Read(new byte[1], 0, 1, 5));
    }

    [TestMethod]
    public void A_waiting_poll_for_errors_does_not_take_the_plans_close_for_a_failure()
    {
        FaultTransport faulty = Create(new FaultPlan(), out _);
        bool failed = true;
        Background poll = new Background(() => failed = faulty.Poll(TransportPoll.Error, Background.Patience)).LetItWait();

        faulty.CutNow(FaultCut.Close);

        poll.Returns();
        Assert.IsFalse(failed);
    }

    [TestMethod]
    public void A_cut_now_wakes_a_read()
    {
        FaultTransport reset = Create(new FaultPlan(), out _);
        FaultTransport closed = Create(new FaultPlan(), out _);
        Background first = new Background(() => reset.Read(new byte[1], 0, 1, Timeout.Infinite)).LetItWait();
        Background second = new Background(
            () => Assert.AreEqual(Transport.EndOfStream, closed.Read(new byte[1], 0, 1, Timeout.Infinite))).LetItWait();

        reset.CutNow(FaultCut.Reset);
        closed.CutNow(FaultCut.Close);

        first.Fails(TransportError.Reset);
        second.Returns();
    }

    [TestMethod]
    public void A_black_hole_times_reads_out_takes_writes_and_keeps_the_connection()
    {
        FaultPlan plan = new FaultPlan { BlackHole = true };
        FaultTransport faulty = Create(plan, out MemoryTransport peer);
        peer.Write(TenBytes, 0, 10);

        Assert.AreEqual(Transport.TimedOut, faulty.Read(new byte[10], 0, 10, 5));
        Assert.IsFalse(faulty.Poll(TransportPoll.Read, 0));
        Assert.IsTrue(faulty.Poll(TransportPoll.Write, 0));
        faulty.Write(TenBytes, 0, 10);
        Assert.AreEqual(0, peer.Unread);
        Assert.AreEqual(10L, faulty.BytesWritten);

        plan.BlackHole = false;
        Assert.AreEqual(10, faulty.Read(new byte[10], 0, 10, 0));
    }

    [TestMethod]
    public void A_black_hole_that_begins_or_ends_during_a_read_counts_for_it()
    {
        FaultPlan plan = new FaultPlan();
        FaultTransport faulty = Create(plan, out MemoryTransport peer);
        Background read = new Background(
            () => Assert.AreEqual(10, faulty.Read(new byte[10], 0, 10, Timeout.Infinite))).LetItWait();

        plan.BlackHole = true;
        peer.Write(TenBytes, 0, 10);
        read.LetItWait();
        plan.BlackHole = false;

        read.Returns();
    }

    [TestMethod]
    public void A_delay_lets_everything_arrive_later_and_an_abort_ends_it()
    {
        FaultPlan plan = new FaultPlan { ReadDelay = 20 };
        FaultTransport faulty = Create(plan, out MemoryTransport peer);
        peer.Write(TenBytes, 0, 10);

        long before = MonotonicClock.Milliseconds;
        Assert.AreEqual(10, faulty.Read(new byte[10], 0, 10, 0));
        Assert.IsTrue(MonotonicClock.Milliseconds - before >= 15);

        plan.WriteDelay = Background.Patience * 10;
        Background write = new Background(() => faulty.Write(TenBytes, 0, 10)).LetItWait();
        faulty.Abort();
        write.Fails(TransportError.Closed);
    }

    [TestMethod]
    public void A_closed_or_aborted_transport_says_so_even_in_a_black_hole()
    {
        FaultTransport faulty = Create(new FaultPlan { BlackHole = true }, out MemoryTransport peer);
        Background read = new Background(() => faulty.Read(new byte[1], 0, 1, Timeout.Infinite)).LetItWait();

        faulty.Abort();

        read.Fails(TransportError.Closed);
        Expect.Failure(TransportError.Closed, () => faulty.Write(TenBytes, 0, 1));
        Expect.Failure(TransportError.Reset, () => peer.Read(new byte[1], 0, 1, 0));
        faulty.Close();
        faulty.Dispose();
    }

    [TestMethod]
    public void Connects_are_refused_or_never_answered_or_go_through()
    {
        MemoryNetwork network = new MemoryNetwork();
        network.Listen(1883);
        FaultPlan plan = new FaultPlan { RefuseConnect = true };
        TransportFactory factory = plan.Wrap(network.Factory);

        Expect.Failure(TransportError.Refused, () => factory().Connect("host", 1883));

        plan.RefuseConnect = false;
        plan.ConnectNeverAnswers = true;
        plan.ConnectTimeout = 5;
        Expect.Failure(TransportError.TimedOut, () => factory().Connect("host", 1883));

        plan.ConnectTimeout = Timeout.Infinite;
        IClientTransport waiting = factory();
        Background connect = new Background(() => waiting.Connect("host", 1883)).LetItWait();
        waiting.Abort();
        connect.Fails(TransportError.Closed);

        plan.ConnectNeverAnswers = false;
        IClientTransport connected = factory();
        connected.Connect("host", 1883);
        Assert.IsTrue(connected.Poll(TransportPoll.Write, 0));
    }

    private static FaultTransport Create(FaultPlan plan, out MemoryTransport peer)
    {
        MemoryTransport.CreatePair(out MemoryTransport inner, out peer);
        return new FaultTransport(inner, plan);
    }
}
