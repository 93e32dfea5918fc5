using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EspNet.Interop.Tests.Sockets;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls.Device.Tests.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tls.Device.Tests;

/// <summary>Bytes through the device's session: pieces, records, time-outs and ends.</summary>
[TestClass]
public sealed class DataTests : DeviceTest
{
    [TestMethod]
    public void Bytes_arrive_whole_in_both_directions_in_whatever_pieces_they_come()
    {
        (TlsTransport transport, Peer peer) = Connect();
        byte[] sent = Pattern(10_000);
        byte[] records = [.. Peer.Record(sent[..1]), .. Peer.Record(sent[1..5_001]), .. Peer.Ticket(), .. Peer.Record(sent[5_001..])];
        Background send = new(() =>
        {
            foreach (byte[] piece in records.Chunk(777))
            {
                peer.Send(piece);
                Thread.Yield();
            }
        });
        byte[] received = new byte[10_000];

        transport.ReadExactly(received, 0, 9_000, Loopback.Patience);
        transport.ReadExactly(received, 9_000, 1_000, Loopback.Patience);
        transport.Write(received, 10, 3_000);
        transport.Write(received, 3_010, 1);

        send.Returns();
        CollectionAssert.AreEqual(sent, received);
        CollectionAssert.AreEqual(sent[10..3_011], peer.ReadRecords(3_001).SelectMany(record => record).ToArray());
    }

    [TestMethod]
    public void A_large_write_goes_out_in_records_of_at_most_2_048_bytes()
    {
        (TlsTransport transport, Peer peer) = Connect();
        byte[] sent = Pattern(100_000);
        Background write = new(() => transport.WriteAll(sent));

        List<byte[]> records = peer.ReadRecords(sent.Length);

        write.Returns();
        CollectionAssert.AreEqual(sent, records.SelectMany(record => record).ToArray());
        Assert.IsTrue(records.SkipLast(1).All(record => record.Length == 2_048));
        Assert.AreEqual(100_000 % 2_048, records[^1].Length);
    }

    [TestMethod]
    public void A_read_that_times_out_in_the_middle_of_a_record_loses_nothing_and_keeps_its_time()
    {
        (TlsTransport transport, Peer peer) = Connect();
        byte[] content = Pattern(1_000);
        byte[] record = Peer.Record(content);
        foreach (int cut in (int[])[1, 2, 3, 1_001])
        {
            peer.Send(record[..cut]);
            long started = Environment.TickCount64;

            Assert.AreEqual(Transport.TimedOut, transport.Read(Buffer, 0, 1_000, 200));

            Assert.IsGreaterThanOrEqualTo(190, Environment.TickCount64 - started);
            Assert.AreEqual(Transport.TimedOut, transport.Read(Buffer, 0, 1_000, 0));
            peer.Send(record[cut..]);
            transport.ReadExactly(Buffer, 0, 1_000, Loopback.Patience);
            CollectionAssert.AreEqual(content, Buffer[..1_000]);
        }
    }

    [TestMethod]
    public void A_message_of_TLS_itself_is_neither_data_nor_an_end()
    {
        (TlsTransport transport, Peer peer) = Connect();
        peer.Send(Peer.Ticket());

        Assert.AreEqual(Transport.TimedOut, transport.Read(Buffer, 0, 10, 100));

        peer.Send([.. Peer.Ticket(), .. Peer.Record([7])]);
        Assert.AreEqual(1, transport.Read(Buffer, 0, 10, Timeout.Infinite));
        Assert.AreEqual(7, Buffer[0]);
    }

    [TestMethod]
    public void A_poll_sees_bytes_that_are_decrypted_already()
    {
        (TlsTransport transport, Peer peer) = Connect();
        Assert.IsFalse(transport.Poll(TransportPoll.Read, 20));
        Assert.IsTrue(transport.Poll(TransportPoll.Write, 0));
        peer.SendData(1, 2, 3);

        Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));
        Assert.AreEqual(1, transport.Read(Buffer, 0, 1, 0));

        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0), "Nothing waits in the socket, two bytes do above it.");
        Assert.AreEqual(2, transport.Read(Buffer, 0, 10, 0));
        Assert.IsFalse(transport.Poll(TransportPoll.Read, 0));
    }

    [TestMethod]
    public void An_end_without_a_close_notification_is_an_end()
    {
        (TlsTransport transport, Peer peer) = Connect();
        peer.SendData(1);
        peer.Dispose();

        Assert.AreEqual(1, transport.Read(Buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, transport.Read(Buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, transport.Read(Buffer, 0, 10, 0));
    }

    [TestMethod]
    public void After_a_close_notification_every_read_says_so_although_the_connection_below_stays_open()
    {
        (TlsTransport transport, Peer peer) = Connect();
        peer.SendClose();

        Assert.AreEqual(Transport.EndOfStream, transport.Read(Buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, transport.Read(Buffer, 0, 10, 0));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));

        // Half open, as with TCP.
        transport.WriteAll([5]);
        CollectionAssert.AreEqual(new byte[] { 5 }, peer.ReadContent());
        transport.Abort();
        Fails(TransportError.Closed, () => transport.Read(Buffer, 0, 10, 0));
    }

    [TestMethod]
    public void A_connection_that_the_peer_broke_fails_reads_and_writes_as_a_reset()
    {
        (TlsTransport transport, Peer peer) = Connect();
        Background read = new Background(() => transport.Read(Buffer, 0, 10, Timeout.Infinite)).LetItWait();

        peer.Reset();

        Failed(TransportError.Reset, read);
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        Assert.IsInstanceOfType<TransportException>(Assert.Throws<Exception>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                transport.WriteAll(Buffer);
            }
        }));
    }

    [TestMethod]
    public void A_write_to_a_broken_connection_is_a_reset_and_no_further_one_is_tried()
    {
        (TlsTransport transport, Peer peer) = Connect();
        peer.Reset();
        Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => transport.WriteAll(Buffer));

        Assert.AreEqual(TlsError.ClosedByPeer, failure.TlsError);
        Assert.AreEqual(-1, failure.NativeErrorCode);
        Assert.Contains("earlier write", Assert.Throws<TransportException>(() => transport.WriteAll(Buffer)).Message);
    }

    [TestMethod]
    public void A_peer_that_takes_nothing_ends_a_write_after_the_send_time_and_never_hangs_the_device()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = 300 });
        byte[] much = new byte[64 * 1024 * 1024];
        long started = Environment.TickCount64;

        Fails(TransportError.TimedOut, () => transport.WriteAll(much));

        Assert.IsGreaterThanOrEqualTo(290, Environment.TickCount64 - started);
        Fails(TransportError.TimedOut, () => transport.WriteAll([1]));
        transport.Close();
    }

    [TestMethod]
    public void Without_a_send_time_a_write_waits_until_the_peer_takes_it()
    {
        (TlsTransport transport, Peer peer) = Connect(tcp: new TcpOptions { SendTimeout = Timeout.Infinite });
        byte[] much = new byte[16 * 1024 * 1024];
        Background write = new Background(() => transport.WriteAll(much)).LetItWait();

        List<byte[]> records = peer.ReadRecords(much.Length);

        write.Returns();
        Assert.AreEqual(much.Length, records.Sum(record => record.Length));
    }

    [TestMethod]
    public void A_close_delivers_what_was_written_and_the_close_notification()
    {
        (TlsTransport transport, Peer peer) = Connect();
        byte[] sent = Pattern(50_000);
        transport.WriteAll(sent);

        transport.Close();
        transport.Close();

        CollectionAssert.AreEqual(sent, peer.ReadRecords(50_000).SelectMany(record => record).ToArray());
        Assert.IsEmpty(peer.ReadContent()!);
        Assert.IsTrue(peer.IsAtEnd());
        Fails(TransportError.Closed, () => transport.Read(Buffer, 0, 1, 0));
        Fails(TransportError.Closed, () => transport.WriteAll([1]));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
    }

    [TestMethod]
    public void A_close_reads_away_what_came_so_that_no_reset_destroys_what_was_written()
    {
        (TlsTransport transport, Peer peer) = Connect();
        peer.Send([.. Peer.Record(Pattern(5_000)), .. Peer.Ticket(), .. Peer.Record(Pattern(200)), .. Peer.Record(Pattern(100))[..50]]);
        Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));
        transport.WriteAll([1, 2, 3]);

        transport.Close();

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, peer.ReadContent());
        Assert.IsEmpty(peer.ReadContent()!);
        Assert.IsTrue(peer.IsAtEnd());
    }

    [TestMethod]
    public void Two_writers_do_not_mix_their_records()
    {
        (TlsTransport transport, Peer peer) = Connect();
        byte[] ones = [.. Enumerable.Repeat((byte)1, 50_000)];
        byte[] twos = [.. Enumerable.Repeat((byte)2, 50_000)];
        Background first = new(() => transport.WriteAll(ones));
        Background second = new(() => transport.WriteAll(twos));

        byte[] all = [.. peer.ReadRecords(100_000).SelectMany(record => record)];

        first.Returns();
        second.Returns();
        Assert.AreEqual(all[0] == 1 ? 50_000 : 0, Array.IndexOf(all, (byte)2));
        Assert.AreEqual(150_000, all.Sum(value => value));
    }

    [TestMethod]
    public void Two_hundred_connections_leave_no_context_and_no_place_of_the_budget()
    {
        for (int i = 0; i < 200; i++)
        {
            (TlsTransport transport, Peer peer) = Connect();
            transport.WriteAll([1]);
            Assert.HasCount(1, peer.ReadContent()!);
            if (i % 2 == 0)
            {
                transport.Close();
            }

            transport.Dispose();
            peer.Dispose();
            Assert.AreEqual(0, Firmware.ContextsInUse);
            Assert.AreEqual(0, SocketBudget.Open);
        }

        Assert.AreEqual(200, Firmware.ContextsMade);
    }
}
