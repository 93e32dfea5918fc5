using EspNet.Bench.Mqtt;
using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>What the bench does as an ordinary broker, seen byte for byte.</summary>
[TestClass]
public sealed class BrokerTests : BrokerTest
{
    [TestMethod]
    [DataRow("a/b", "a/b", true)]
    [DataRow("a/b", "a/B", false)]
    [DataRow("a/b", "a/b/c", false)]
    [DataRow("+", "a", true)]
    [DataRow("+", "/a", false)]
    [DataRow("+/+", "/a", true)]
    [DataRow("/+", "/a", true)]
    [DataRow("a/+/c", "a//c", true)]
    [DataRow("a/+", "a", false)]
    [DataRow("a/+", "a/", true)]
    [DataRow("a/#", "a", true)]
    [DataRow("a/#", "a/b/c", true)]
    [DataRow("a/#", "ab", false)]
    [DataRow("a/+/#", "a", false)]
    [DataRow("#", "a/b", true)]
    [DataRow("#", "/", true)]
    [DataRow("#", "$SYS/a", false)]
    [DataRow("+/a", "$SYS/a", false)]
    [DataRow("$SYS/#", "$SYS/a", true)]
    [DataRow("$SYS/+", "$SYS/a", true)]
    public void A_filter_matches_as_the_standard_says(string filter, string topic, bool matches)
    {
        Assert.IsNull(TopicFilter.ProblemOf(filter));
        Assert.AreEqual(matches, TopicFilter.Matches(filter, topic));
    }

    [TestMethod]
    public void Overlapping_subscriptions_deliver_once_with_the_best_quality()
    {
        using RawClient client = Subscriber("a/+", 0);
        client.Send(RawClient.Subscribe(2, "a/#", 1));
        client.Expect(0x90, 3, 0, 2, 1);
        Broker.Publish("a/b", "x", 2);
        client.Expect(RawClient.Publish("a/b", "x", 1, 1));
        client.ExpectNothingBeforePingresp();
    }

    [TestMethod]
    public void A_new_connection_with_the_same_identifier_takes_over()
    {
        using RawClient old = Connected(Broker);
        using RawClient young = Connected(Broker);
        old.ExpectEnd();
        young.ExpectNothingBeforePingresp();
        Assert.AreEqual(1, Broker.ConnectionCount);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_will_is_published_when_the_client_vanishes_and_not_after_DISCONNECT()
    {
        using RawClient watcher = Subscriber("will", 1);
        byte[] connect = RawClient.Connect(0x2E, 0, Text("mortal"), Text("will"), Text("gone"));
        using (var client = new RawClient(Broker))
        {
            client.Send(connect);
            client.Expect(0x20, 2, 0, 0);
            client.Send([0xE0, 0]);
            client.ExpectEnd();
        }

        watcher.ExpectNothingBeforePingresp();
        using (var client = new RawClient(Broker))
        {
            client.Send(connect);
            client.Expect(0x20, 2, 0, 0);
        }

        watcher.Expect(RawClient.Publish("will", "gone", 1, 1));
        Assert.HasCount(1, Broker.Retained);
    }

    [TestMethod]
    public void A_retained_message_comes_with_the_flag_to_new_subscribers_only_and_an_empty_one_removes_it()
    {
        using RawClient early = Subscriber("r", 0);
        Broker.Publish("r", "kept", retain: true);
        early.Expect(RawClient.Publish("r", "kept"));
        using RawClient late = Connected(Broker, "late");
        late.Send(RawClient.Subscribe(1, "#", 1));
        late.Expect(0x90, 3, 0, 1, 1);
        late.Expect(RawClient.Publish("r", "kept", retain: true));
        Broker.Publish("r", string.Empty, retain: true);
        Assert.IsEmpty(Broker.Retained);
    }

    [TestMethod]
    public void A_persistent_session_queues_QoS_1_and_2_and_a_clean_one_nothing()
    {
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(RawClient.Subscribe(1, "a", 2));
            client.Receive();
            client.Send([0xE0, 0]);
            client.ExpectEnd();
        }

        Broker.Publish("a", "0");
        Broker.Publish("a", "1", 1);
        Broker.Publish("a", "2", 2);
        Assert.AreEqual(2, Broker.Sessions.Single().Queued);
        using (RawClient client = Connected(Broker, clean: false, present: true))
        {
            client.Expect(RawClient.Publish("a", "1", 1, 1));
            client.Expect(RawClient.Publish("a", "2", 2, 2));
        }

        Await(b => b.ConnectionCount == 0);
        using (RawClient client = Connected(Broker, clean: true))
        {
            client.ExpectNothingBeforePingresp();
        }

        Await(b => b.Sessions.Count == 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void Unacknowledged_messages_come_again_with_DUP_in_order_and_a_PUBREC_is_remembered()
    {
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(RawClient.Subscribe(1, "a", 2));
            client.Receive();
            for (int i = 1; i <= 4; i++)
            {
                Broker.Publish("a", $"{i}", i < 3 ? 1 : 2);
                client.Receive();
            }

            client.Send(Ack(0x40, 1), Ack(0x50, 3));
            client.Expect(0x62, 2, 0, 3);
        }

        Await(b => b.ConnectionCount == 0);
        using RawClient again = Connected(Broker, clean: false, present: true);
        again.Expect(RawClient.Publish("a", "2", 1, 2, dup: true));
        again.Expect(0x62, 2, 0, 3);
        again.Expect(RawClient.Publish("a", "4", 2, 4, dup: true));
        again.Send(Ack(0x40, 2), Ack(0x70, 3), Ack(0x50, 4));
        again.Expect(0x62, 2, 0, 4);
        again.Send(Ack(0x70, 4));
        Await(b => b.Sessions.Single().InFlightToClient == 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void No_more_than_the_window_is_in_flight_and_the_rest_follows_in_order()
    {
        Broker.MaxInFlight = 2;
        using RawClient client = Subscriber("a", 1);
        for (int i = 1; i <= 5; i++)
        {
            Broker.Publish("a", $"{i}", 1);
        }

        Assert.AreEqual(3, Broker.Sessions.Single().Queued);
        for (int i = 1; i <= 5; i++)
        {
            client.Expect(RawClient.Publish("a", $"{i}", 1, i));
            client.Send(Ack(0x40, i));
        }

        Await(b => b.Sessions.Single().InFlightToClient == 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void Packets_may_arrive_in_single_bytes_and_follow_CONNECT_without_waiting()
    {
        using var client = new RawClient(Broker);
        byte[][] packets = [RawClient.Connect(), RawClient.Subscribe(1, "a", 1), RawClient.Publish("a", new string('x', 300), 1, 2)];
        foreach (byte b in packets.SelectMany(p => p))
        {
            client.Send([b]);
        }

        client.Expect(0x20, 2, 0, 0);
        client.Expect(0x90, 3, 0, 1, 1);
        client.Expect(RawClient.Publish("a", new string('x', 300), 1, 1));
        client.Expect(0x40, 2, 0, 2);
        AssertNoViolation();
    }

    [TestMethod]
    public void WaitFor_gives_up_when_its_time_is_over() =>
        Assert.IsFalse(Broker.WaitFor(_ => false, TimeSpan.FromMilliseconds(10)));

    [TestMethod]
    public void A_disposed_broker_has_no_connections_left_and_cannot_start_again()
    {
        using RawClient client = Connected(Broker);
        Broker.Dispose();
        Broker.Dispose();
        client.ExpectReset();
        Assert.ThrowsExactly<ObjectDisposedException>(() => Broker.Start());
    }

    private RawClient Subscriber(string filter, byte qos)
    {
        RawClient client = Connected(Broker, "subscriber");
        client.Send(RawClient.Subscribe(1, filter, qos));
        client.Expect(0x90, 3, 0, 1, qos);
        return client;
    }
}
