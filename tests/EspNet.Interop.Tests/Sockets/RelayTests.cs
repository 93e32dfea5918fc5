using System;
using System.Net.Sockets;
using System.Threading;
using EspNet.Bench.Tcp;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>A transport whose way to its peer leads through a relay that makes the faults of a network.</summary>
[TestClass]
public sealed class RelayTests : IDisposable
{
    private readonly Loopback _server = new();
    private readonly TcpRelay _relay;
    private readonly TcpTransport _transport = new(new TcpOptions { SendTimeout = 500 });
    private readonly Socket _peer;
    private readonly byte[] _buffer = new byte[100_000];

    public RelayTests()
    {
        _relay = new TcpRelay("127.0.0.1", _server.Port);
        _relay.Start();
        _transport.Connect("127.0.0.1", _relay.Port);
        _peer = _server.Accept();
    }

    public void Dispose()
    {
        _transport.Dispose();
        _peer.Dispose();
        _relay.Dispose();
        _server.Dispose();
    }

    [TestMethod]
    public void What_comes_in_single_bytes_is_read_whole()
    {
        _relay.Faults.ChunkSize = 1;
        byte[] sent = new byte[2_000];
        new Random(4).NextBytes(sent);

        _peer.Send(sent);
        _transport.ReadExactly(_buffer, 0, sent.Length, Loopback.Patience);

        CollectionAssert.AreEqual(sent, _buffer[..sent.Length]);
    }

    [TestMethod]
    public void A_delay_times_a_short_read_out_and_loses_nothing()
    {
        _relay.Faults.Delay = TimeSpan.FromMilliseconds(300);
        _peer.Send([1, 2, 3]);

        Assert.AreEqual(Transport.TimedOut, _transport.Read(_buffer, 0, 3, 20));
        _transport.ReadExactly(_buffer, 0, 3, Loopback.Patience);

        Assert.AreEqual(3, _buffer[2]);
    }

    [TestMethod]
    public void In_a_black_hole_reads_time_out_and_the_connection_lives_on_behind_it()
    {
        _relay.Faults.Drop(RelayDirection.Both);
        _peer.Send([1]);
        Assert.IsTrue(_relay.WaitFor(relay => relay.BytesDropped == 1));

        Assert.AreEqual(Transport.TimedOut, _transport.Read(_buffer, 0, 1, 50));
        Assert.IsFalse(_transport.Poll(TransportPoll.Error, 0));

        _relay.Faults.EndDrop();
        _peer.Send([2]);
        _transport.ReadExactly(_buffer, 0, 1, Loopback.Patience);
        Assert.AreEqual(2, _buffer[0]);
    }

    [TestMethod]
    public void A_cut_in_the_middle_gives_what_came_before_it_and_then_the_end()
    {
        _relay.Faults.CutAfter(700, RelayDirection.ToClient);
        _peer.Send(new byte[1_000]);

        PartialReadException failure = Assert.ThrowsExactly<PartialReadException>(
            () => _transport.ReadExactly(_buffer, 0, 1_000, Loopback.Patience));

        Assert.AreEqual(TransportError.EndOfStream, failure.Error);
        Assert.AreEqual(700, failure.BytesRead);
    }

    [TestMethod]
    public void A_reset_ends_a_waiting_read_and_the_next_write()
    {
        Background read = new Background(() => _transport.Read(_buffer, 0, 1, Timeout.Infinite)).LetItWait();

        _relay.Faults.Reset();

        Assert.AreEqual(TransportError.Reset, ((TransportException)read.End()!).Error);
        Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => _transport.WriteAll([1])).Error);
    }

    [TestMethod]
    public void A_peer_behind_the_relay_that_takes_nothing_times_a_write_out()
    {
        byte[] much = new byte[64 * 1024 * 1024];

        Assert.AreEqual(TransportError.TimedOut, Loopback.Fails(() => _transport.WriteAll(much)).Error);
    }

    [TestMethod]
    public void A_relay_that_takes_no_connections_refuses_them_by_name()
    {
        _relay.Faults.RefusesConnections = true;
        using TcpTransport late = new();

        Assert.AreEqual(TransportError.Refused, Loopback.Fails(() => late.Connect("127.0.0.1", _relay.Port)).Error);
    }
}
