using System.Net.Sockets;
using EspNet.Bench.Mqtt;
using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>Each fault does what its name says, and ends when it is spent.</summary>
[TestClass]
public sealed class FaultTests : BrokerTest
{
    [TestMethod]
    public void The_next_connects_are_refused_with_the_code_and_later_ones_accepted()
    {
        Broker.Faults.RefuseConnects(3, times: 2);
        for (int i = 0; i < 2; i++)
        {
            using var refused = new RawClient(Broker);
            refused.Send(RawClient.Connect());
            refused.Expect(0x20, 2, 0, 3);
            refused.ExpectEnd();
        }

        using RawClient accepted = Connected(Broker);
        Assert.AreEqual(2, Broker.Refused);
        Assert.AreEqual(1, Broker.Connects);
    }

    [TestMethod]
    public void An_ignored_CONNECT_is_never_answered_and_the_connection_stays_open()
    {
        Broker.Faults.IgnoreConnects();
        using var client = new RawClient(Broker);
        byte[] connect = RawClient.Connect();
        client.Send(connect, [0xC0, 0]);
        Await(b => b.BytesReceived == connect.Length + 2);
        Assert.AreEqual(1, Broker.ConnectionCount);
        Assert.IsEmpty(Broker.ConnectedClients);
        Broker.Faults.Cut(BenchCut.Close);
        client.ExpectEnd();
        using RawClient next = Connected(Broker);
        AssertNoViolation();
    }

    [TestMethod]
    public void Garbage_comes_instead_of_CONNACK()
    {
        Broker.Faults.AnswerConnectsWith([0xFF, 0x00, 0x20]);
        using var client = new RawClient(Broker);
        client.Send(RawClient.Connect());
        client.ExpectBytes(0xFF, 0x00, 0x20);
        using RawClient next = Connected(Broker, "next");
    }

    [TestMethod]
    public void Garbage_comes_now()
    {
        using RawClient client = Connected(Broker);
        Broker.Faults.SendRaw([0xF0, 0x80, 0x80]);
        client.ExpectBytes(0xF0, 0x80, 0x80);
        client.ExpectNothingBeforePingresp();
    }

    [TestMethod]
    public void Swallowed_ping_responses_come_again_after_Clear()
    {
        Broker.Faults.SwallowPingResponses();
        using RawClient client = Connected(Broker);
        client.Send([0xC0, 0], [0xC0, 0]);
        Await(b => b.Pings == 2);
        Broker.Faults.Clear();
        client.ExpectNothingBeforePingresp();
        Broker.Faults.Cut(BenchCut.Close);
        client.ExpectEnd();
    }

    [TestMethod]
    public void Dropped_acknowledgements_are_lost_after_the_broker_did_its_work()
    {
        using RawClient client = Connected(Broker);
        Broker.Faults.Drop(BenchPacketType.Suback);
        client.Send(RawClient.Subscribe(1, "b", 1));
        client.ExpectNothingBeforePingresp();
        Assert.AreEqual(1, Broker.Sessions.Single().Subscriptions["b"]);

        Broker.Faults.Drop(BenchPacketType.Puback, 2);
        client.Send(RawClient.Publish("a", "1", 1, 2), RawClient.Publish("a", "2", 1, 3), RawClient.Publish("a", "3", 1, 4));
        client.Expect(0x40, 2, 0, 4);
        Assert.AreEqual(3, Broker.ReceivedCount);
        Assert.AreEqual(2, Broker.Sessions.Single().InFlightFromClient);

        Broker.Faults.Drop(BenchPacketType.Pubrec);
        client.Send(RawClient.Publish("a", "4", 2, 5), RawClient.Publish("a", "5", 2, 6));
        client.Expect(0x50, 2, 0, 6);

        Broker.Faults.Drop(BenchPacketType.Pubcomp);
        client.Send(Ack(0x62, 6));
        client.ExpectNothingBeforePingresp();

        Broker.Faults.Drop(BenchPacketType.Unsuback);
        client.Send(RawClient.Packet(0xA2, Id(7), Text("b")));
        client.ExpectNothingBeforePingresp();
        Assert.IsEmpty(Broker.Sessions.Single().Subscriptions);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_dropped_PUBREL_leaves_the_client_waiting_until_it_comes_back()
    {
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(RawClient.Subscribe(1, "a", 2));
            client.Receive();
            Broker.Faults.Drop(BenchPacketType.Pubrel);
            Broker.Publish("a", "1", 2);
            client.Receive();
            client.Send(Ack(0x50, 1));
            client.ExpectNothingBeforePingresp();
        }

        Await(b => b.ConnectionCount == 0);
        using RawClient again = Connected(Broker, clean: false, present: true);
        again.Expect(0x62, 2, 0, 1);
    }

    [TestMethod]
    public void A_packet_that_is_no_acknowledgement_cannot_be_dropped() =>
        Assert.ThrowsExactly<ArgumentException>(() => Broker.Faults.Drop(BenchPacketType.Publish));

    [TestMethod]
    public void A_delayed_acknowledgement_is_overtaken_by_other_packets_but_not_by_its_own_kind()
    {
        using RawClient client = Connected(Broker);
        Broker.Faults.DelayAcknowledgements(TimeSpan.FromMilliseconds(200));
        client.Send(RawClient.Publish("a", "1", 1, 1));
        Await(b => b.ReceivedCount == 1);
        Broker.Faults.DelayAcknowledgements(TimeSpan.Zero);
        client.Send(RawClient.Publish("a", "2", 1, 2), RawClient.Publish("a", "3", 2, 3), [0xC0, 0]);
        client.Expect(0x50, 2, 0, 3);
        client.Expect(0xD0, 0);
        client.Expect(0x40, 2, 0, 1);
        client.Expect(0x40, 2, 0, 2);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_black_hole_swallows_everything_of_open_connections_and_gives_it_back_when_it_ends()
    {
        Broker.KeepAliveFactor = 1;
        using RawClient client = Connected(Broker, "lost", keepAlive: 1);
        client.Send(RawClient.Subscribe(1, "a", 0));
        client.Receive();
        Broker.Faults.BlackHole();
        client.Send([0xC0, 0]);
        Broker.Publish("a", "1");
        using RawClient other = Connected(Broker, "works");
        other.ExpectNothingBeforePingresp();

        // Past the keep alive: nobody at the broker finds out.
        Assert.IsTrue(client.IsSilentFor(2000));
        Assert.AreEqual(1, Broker.Pings);
        CollectionAssert.Contains(Broker.ConnectedClients.ToArray(), "lost");

        Broker.Faults.EndBlackHole();
        client.Expect(RawClient.Publish("a", "1"));
        client.Expect(0xD0, 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_client_that_leaves_during_a_black_hole_stays_connected_for_the_broker_until_it_comes_back()
    {
        using (RawClient client = Connected(Broker))
        {
            Broker.Faults.BlackHole();
        }

        Assert.AreEqual(1, Broker.ConnectionCount);
        using RawClient again = Connected(Broker);
        Assert.AreEqual(1, Broker.ConnectionCount);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_cut_by_reset_is_a_reset()
    {
        using RawClient client = Connected(Broker);
        Broker.Faults.Cut();
        client.ExpectReset();
        Assert.AreEqual(0, Broker.ConnectionCount);
    }

    [TestMethod]
    public void A_cut_by_close_is_an_orderly_end()
    {
        using RawClient client = Connected(Broker);
        Broker.Faults.Cut(BenchCut.Close);
        client.ExpectEnd();
        Assert.AreEqual(0, Broker.ConnectionCount);
    }

    [TestMethod]
    public void A_cut_after_n_bytes_received_handles_exactly_these_bytes()
    {
        byte[] connect = RawClient.Connect();
        byte[] first = RawClient.Publish("a", "1");
        Broker.Faults.CutAfterReceived(connect.Length + first.Length);
        using var client = new RawClient(Broker);
        client.Send(connect, first, RawClient.Publish("a", "2"));
        Await(b => b.Connects == 1 && b.ConnectionCount == 0);
        Assert.AreEqual("1", Broker.Received.Single().Text);
        using RawClient next = Connected(Broker, "next");
        next.Send(first, first, first, first, first);
        next.ExpectNothingBeforePingresp();
    }

    [TestMethod]
    public void A_cut_in_the_middle_of_a_packet_handles_what_came_before_it_and_nothing_of_it()
    {
        using RawClient client = Connected(Broker);
        byte[] message = RawClient.Publish("a", "1");
        Broker.Faults.CutAfterReceived((2 * message.Length) - 1, BenchCut.Close); // Counted from now on an open connection.
        client.Send(message, message);
        client.ExpectEnd();
        Assert.AreEqual(1, Broker.ReceivedCount);
    }

    [TestMethod]
    public void A_cut_after_0_bytes_ends_connections_as_they_are_accepted()
    {
        Broker.Faults.CutAfterReceived(0, BenchCut.Reset, times: 2);
        for (int i = 0; i < 2; i++)
        {
            using var client = new RawClient(Broker);
            client.ExpectReset();
        }

        using RawClient accepted = Connected(Broker);
    }

    [TestMethod]
    [DataRow(BenchWriteMode.WholePackets)]
    [DataRow(BenchWriteMode.SingleBytes)]
    public void A_cut_after_n_bytes_sent_sends_exactly_these_bytes(BenchWriteMode mode)
    {
        Broker.Faults.WriteMode = mode;
        Broker.Faults.CutAfterSent(3, BenchCut.Close);
        using var client = new RawClient(Broker);
        client.Send(RawClient.Connect());
        client.ExpectBytes(0x20, 2, 0);
        client.ExpectEnd();
        Assert.AreEqual(3, Broker.BytesSent);
        using RawClient next = Connected(Broker);
    }

    [TestMethod]
    public void A_stopped_broker_refuses_connections_and_ends_open_ones()
    {
        using RawClient client = Connected(Broker);
        Broker.Stop();
        client.ExpectReset();
        Assert.IsFalse(Broker.IsListening);
        SocketException refused = Assert.ThrowsExactly<SocketException>(() => new RawClient(Broker).Dispose());
        Assert.AreEqual(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [TestMethod]
    public void A_stopped_broker_publishes_no_will_as_a_crashed_one_would_not()
    {
        using var client = new RawClient(Broker);
        client.Send(RawClient.Connect(0x26, 0, Text("mortal"), Text("will"), Text("gone")));
        client.Expect(0x20, 2, 0, 0);
        Broker.Stop();
        Assert.IsEmpty(Broker.Retained);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_restarted_broker_has_the_same_port_and_keeps_or_loses_its_memory(bool keep)
    {
        int port = Broker.Port;
        using RawClient client = Connected(Broker, clean: false);
        client.Send(RawClient.Publish("r", "kept", retain: true));
        Await(b => b.ReceivedCount == 1);
        Broker.Restart(keepSessions: keep);
        Assert.AreEqual(port, Broker.Port);
        Assert.HasCount(keep ? 1 : 0, Broker.Retained);
        using RawClient again = Connected(Broker, clean: false, present: keep);
    }

    [TestMethod]
    public void Packets_are_written_in_single_bytes()
    {
        Broker.Faults.WriteMode = BenchWriteMode.SingleBytes;
        using RawClient client = Connected(Broker);
        client.ExpectNothingBeforePingresp();
        Await(b => b.BytesSent == 6);
        Assert.AreEqual(6, Broker.SocketWrites);
    }

    [TestMethod]
    public void Packets_are_written_together()
    {
        using RawClient client = Connected(Broker);
        Await(b => b.SocketWrites == 1);
        Broker.Faults.CoalesceTime = TimeSpan.FromMilliseconds(300);
        Broker.Faults.WriteMode = BenchWriteMode.Coalesced;
        client.Send([0xC0, 0], RawClient.Publish("a", "1", 1, 1), [0xC0, 0]);
        client.Expect(0xD0, 0);
        client.Expect(0x40, 2, 0, 1);
        client.Expect(0xD0, 0);
        Await(b => b.BytesSent == 12);
        Assert.AreEqual(2, Broker.SocketWrites);
    }

    [TestMethod]
    public void A_denied_SUBSCRIBE_is_answered_with_failure_and_subscribes_nothing()
    {
        Broker.Faults.DenySubscribes();
        using RawClient client = Connected(Broker);
        client.Send(RawClient.Subscribe(1, "a", 1));
        client.Expect(0x90, 3, 0, 1, 0x80);
        Assert.IsEmpty(Broker.Sessions.Single().Subscriptions);
        client.Send(RawClient.Subscribe(1, "a", 1));
        client.Expect(0x90, 3, 0, 1, 1);
    }
}
