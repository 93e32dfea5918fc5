using EspNet.Bench.Mqtt;
using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>Identifiers, DUP and order of messages from a client: what is reported, and what a lost acknowledgement excuses.</summary>
[TestClass]
public sealed class InboundViolationTests : BrokerTest
{
    [TestMethod]
    [DataRow(1, BenchPacketType.Puback)]
    [DataRow(2, BenchPacketType.Pubrec)]
    public void A_new_message_under_an_identifier_in_flight_is_reported(int qos, BenchPacketType lost)
    {
        Broker.Faults.Drop(lost);
        Same("MQTT-2.3.1-2", "in flight", RawClient.Publish("a", "1", qos, 7), RawClient.Publish("a", "2", qos, 7));
    }

    [TestMethod]
    public void A_SUBSCRIBE_under_an_identifier_in_flight_is_reported()
    {
        Broker.Faults.Drop(BenchPacketType.Puback);
        Same("MQTT-2.3.1-2", "new SUBSCRIBE", RawClient.Publish("a", "1", 1, 7), RawClient.Subscribe(7, "a", 0));
    }

    [TestMethod]
    public void A_PUBLISH_under_the_identifier_of_an_unanswered_SUBSCRIBE_is_reported()
    {
        Broker.Faults.Drop(BenchPacketType.Suback);
        Same("MQTT-2.3.1-2", "new PUBLISH", RawClient.Subscribe(7, "b", 0), RawClient.Publish("a", "1", 1, 7));
    }

    [TestMethod]
    public void An_identifier_is_free_again_after_its_acknowledgement()
    {
        using RawClient client = Connected(Broker);
        foreach (string payload in new[] { "1", "2" })
        {
            client.Send(RawClient.Publish("a", payload, 1, 7));
            client.Expect(0x40, 2, 0, 7);
            client.Send(RawClient.Publish("a", payload, 2, 7));
            client.Expect(0x50, 2, 0, 7);
            client.Send(Ack(0x62, 7));
            client.Expect(0x70, 2, 0, 7);
            client.Send(RawClient.Subscribe(7, "b", 0));
            client.Expect(0x90, 3, 0, 7, 0);
        }

        AssertNoViolation();
    }

    [TestMethod]
    [DataRow(1, "MQTT-4.3.2-1")]
    [DataRow(2, "MQTT-4.3.3-1")]
    public void DUP_on_a_first_delivery_is_reported(int qos, string clause) =>
        Same(clause, "first delivery", RawClient.Publish("a", "1", qos, 1, dup: true));

    [TestMethod]
    public void A_redelivery_on_the_same_connection_is_reported()
    {
        Broker.Faults.Drop(BenchPacketType.Puback);
        Same("MQTT-4.4.0-1", "same connection", RawClient.Publish("a", "1", 1, 1), RawClient.Publish("a", "1", 1, 1, dup: true));
    }

    [TestMethod]
    public void A_redelivery_without_DUP_is_reported() =>
        AfterLoss("MQTT-3.3.1-1", "without DUP", [RawClient.Publish("a", "1", 1, 1)], RawClient.Publish("a", "1", 1, 1));

    [TestMethod]
    public void A_redelivery_with_other_content_is_reported() =>
        AfterLoss("MQTT-2.3.1-2", "in flight", [RawClient.Publish("a", "1", 1, 1)], RawClient.Publish("a", "other", 1, 1, dup: true));

    [TestMethod]
    public void A_redelivery_out_of_order_is_reported() => AfterLoss(
        "MQTT-4.6.0-1",
        "original order",
        [RawClient.Publish("a", "1", 1, 1), RawClient.Publish("a", "2", 2, 2)],
        RawClient.Publish("a", "2", 2, 2, dup: true),
        RawClient.Publish("a", "1", 1, 1, dup: true));

    [TestMethod]
    public void A_redelivery_after_a_message_that_was_sent_later_and_lost_is_reported() => AfterLoss(
        "MQTT-4.6.0-1",
        "original order",
        [RawClient.Publish("a", "1", 1, 1)],
        RawClient.Publish("a", "lost on the way", 1, 2, dup: true),
        RawClient.Publish("a", "1", 1, 1, dup: true));

    [TestMethod]
    public void A_goodbye_without_the_redelivery_is_reported() =>
        AfterLoss("MQTT-4.4.0-1", "not sent again", [RawClient.Publish("a", "1", 1, 1)], [0xE0, 0]);

    [TestMethod]
    public void A_PUBLISH_sent_again_after_its_PUBREL_is_reported() => AfterLoss(
        "MQTT-4.3.3-1",
        "after its PUBREL",
        [RawClient.Publish("a", "1", 2, 1), Ack(0x62, 1)],
        RawClient.Publish("a", "1", 2, 1, dup: true));

    [TestMethod]
    public void A_PUBREL_for_a_message_that_never_was_is_reported() =>
        Same("MQTT-2.3.1-6", "no QoS 2 PUBLISH", Ack(0x62, 9));

    [TestMethod]
    public void A_PUBREL_for_a_QoS_1_message_is_reported() =>
        Same("MQTT-2.3.1-6", "no QoS 2 PUBLISH", RawClient.Publish("a", "1", 1, 9), Ack(0x62, 9));

    [TestMethod]
    public void A_PUBREL_without_PUBREC_is_reported()
    {
        Broker.Faults.Drop(BenchPacketType.Pubrec);
        Same("MQTT-4.3.3-1", "never sent", RawClient.Publish("a", "1", 2, 9), Ack(0x62, 9));
    }

    [TestMethod]
    public void A_PUBREL_sent_twice_on_one_connection_is_reported() =>
        Same("MQTT-4.4.0-1", "sent again on the same", RawClient.Publish("a", "1", 2, 9), Ack(0x62, 9), Ack(0x62, 9));

    [TestMethod]
    public void PUBRELs_out_of_the_order_of_the_PUBRECs_are_reported() => Same(
        "MQTT-4.6.0-4",
        "PUBREL 2 comes before PUBREL 1",
        RawClient.Publish("a", "1", 2, 1),
        RawClient.Publish("a", "2", 2, 2),
        Ack(0x62, 2));

    [TestMethod]
    public void A_correct_redelivery_is_accepted_QoS_1_again_and_QoS_2_once()
    {
        Lose([RawClient.Publish("a", "1", 1, 1), RawClient.Publish("a", "2", 2, 2)]);
        using RawClient client = Connected(Broker, clean: false, present: true);
        client.Send(RawClient.Publish("a", "1", 1, 1, dup: true), RawClient.Publish("a", "2", 2, 2, dup: true));
        client.Expect(0x40, 2, 0, 1);
        client.Expect(0x50, 2, 0, 2);
        client.Send(Ack(0x62, 2));
        client.Expect(0x70, 2, 0, 2);
        client.Send([0xE0, 0]);
        client.ExpectEnd();
        CollectionAssert.AreEqual(new[] { "1", "2", "1" }, Broker.Received.Select(m => m.Text).ToArray());
        Assert.IsTrue(Broker.Received[2].Dup);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_PUBREL_sent_again_after_a_lost_PUBCOMP_is_accepted()
    {
        Broker.Faults.Drop(BenchPacketType.Pubcomp);
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(RawClient.Publish("a", "1", 2, 2), Ack(0x62, 2));
            Await(b => b.Sessions.Single().InFlightFromClient == 1 && b.BytesReceived >= 28);
        }

        Await(b => b.ConnectionCount == 0);
        using RawClient again = Connected(Broker, clean: false, present: true);
        again.Send(Ack(0x62, 2));
        again.Expect(0x70, 2, 0, 2);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_redelivery_to_a_broker_that_lost_the_session_is_accepted()
    {
        Lose([RawClient.Publish("a", "1", 1, 1)]);
        Broker.Restart(keepSessions: false);
        using RawClient client = Connected(Broker, clean: false);
        client.Send(RawClient.Publish("a", "1", 1, 1, dup: true), Ack(0x62, 5));
        client.Expect(0x40, 2, 0, 1);
        client.Expect(0x70, 2, 0, 5);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_reused_identifier_after_an_acknowledgement_that_may_be_lost_is_accepted()
    {
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(RawClient.Publish("a", "1", 1, 1));
            client.Expect(0x40, 2, 0, 1);
        }

        Await(b => b.ConnectionCount == 0);
        using RawClient again = Connected(Broker, clean: false, present: true);
        again.Send(RawClient.Publish("a", "2", 1, 1, dup: true));
        again.Expect(0x40, 2, 0, 1);
        again.Send(RawClient.Publish("a", "3", 1, 1));
        again.Expect(0x40, 2, 0, 1);
        AssertNoViolation();
    }

    private void Same(string clause, string words, params byte[][] packets)
    {
        using RawClient client = Connected(Broker);
        client.Send(packets);
        AssertViolation(clause, words);
        client.DrainToEnd();
    }

    private void AfterLoss(string clause, string words, byte[][] before, params byte[][] after)
    {
        Lose(before);
        using RawClient client = Connected(Broker, clean: false, present: true);
        client.Send(after);
        AssertViolation(clause, words);
        client.DrainToEnd();
    }

    // A connection on which the broker handles these packets and every last acknowledgement is lost.
    private void Lose(byte[][] packets)
    {
        Broker.Faults.Drop(BenchPacketType.Puback, 9);
        Broker.Faults.Drop(BenchPacketType.Pubcomp, 9);
        using (RawClient client = Connected(Broker, clean: false))
        {
            client.Send(packets);
            client.Send([0xC0, 0]);
            Await(b => b.Pings == 1);
        }

        Await(b => b.ConnectionCount == 0);
        Broker.Faults.Clear();
    }
}
