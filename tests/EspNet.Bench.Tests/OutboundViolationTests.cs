using EspNet.Bench.Mqtt;
using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>Acknowledgements of a client: only what was asked for, of the right type, in the right order.</summary>
[TestClass]
public sealed class OutboundViolationTests : BrokerTest
{
    [TestMethod]
    [DataRow(0x40, "MQTT-2.3.1-6", "PUBACK")]
    [DataRow(0x50, "MQTT-2.3.1-6", "PUBREC")]
    [DataRow(0x70, "MQTT-4.3.3-2", "PUBCOMP")]
    public void An_acknowledgement_that_nobody_asked_for_is_reported(int header, string clause, string name)
    {
        using RawClient client = Subscribed();
        client.Send(Ack((byte)header, 1));
        AssertViolation(clause, name);
        client.ExpectEnd();
    }

    [TestMethod]
    public void A_second_PUBACK_is_reported()
    {
        using RawClient client = Subscribed();
        Broker.Publish("a", "1", 1);
        client.Receive();
        client.Send(Ack(0x40, 1), Ack(0x40, 1));
        AssertViolation("MQTT-2.3.1-6", "did not ask for");
    }

    [TestMethod]
    public void A_second_PUBREC_is_reported()
    {
        using RawClient client = Subscribed();
        Broker.Publish("a", "1", 2);
        client.Receive();
        client.Send(Ack(0x50, 1), Ack(0x50, 1));
        AssertViolation("MQTT-2.3.1-6", "did not ask for");
    }

    [TestMethod]
    public void A_PUBACK_for_a_QoS_2_message_is_reported()
    {
        using RawClient client = Subscribed();
        Broker.Publish("a", "1", 2);
        client.Receive();
        client.Send(Ack(0x40, 1));
        AssertViolation("MQTT-3.3.4-1", "QoS 2 message");
    }

    [TestMethod]
    [DataRow(1, 0x40, "MQTT-4.6.0-2")]
    [DataRow(2, 0x50, "MQTT-4.6.0-3")]
    public void Acknowledgements_out_of_order_are_reported(int qos, int header, string clause)
    {
        using RawClient client = Subscribed();
        Broker.Publish("a", "1", qos);
        Broker.Publish("a", "2", qos);
        client.Receive();
        client.Receive();
        client.Send(Ack((byte)header, 2));
        AssertViolation(clause, "2 comes before");
    }

    [TestMethod]
    public void A_PUBCOMP_whose_PUBREL_was_lost_is_reported()
    {
        using RawClient client = Subscribed();
        Broker.Faults.Drop(BenchPacketType.Pubrel);
        Broker.Publish("a", "1", 2);
        client.Receive();
        client.Send(Ack(0x50, 1), Ack(0x70, 1));
        AssertViolation("MQTT-4.3.3-2", "no PUBREL");
    }

    [TestMethod]
    public void Acknowledgements_in_order_are_accepted_at_both_qualities_mixed()
    {
        using RawClient client = Subscribed();
        Broker.Publish("a", "1", 1);
        Broker.Publish("a", "2", 2);
        Broker.Publish("a", "3", 1);
        client.Receive();
        client.Receive();
        client.Receive();
        client.Send(Ack(0x40, 1), Ack(0x40, 3), Ack(0x50, 2));
        client.Expect(0x62, 2, 0, 2);
        client.Send(Ack(0x70, 2));
        Await(b => b.Sessions.Single().InFlightToClient == 0);
        AssertNoViolation();
    }

    private RawClient Subscribed()
    {
        RawClient client = Connected(Broker);
        client.Send(RawClient.Subscribe(1, "a", 2));
        client.Expect(0x90, 3, 0, 1, 2);
        return client;
    }
}
