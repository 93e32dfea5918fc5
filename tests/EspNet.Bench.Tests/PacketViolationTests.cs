using EspNet.Bench.Mqtt;
using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>Single packets that a connected client may not send.</summary>
[TestClass]
public sealed class PacketViolationTests : BrokerTest
{
    [TestMethod]
    [DataRow(new byte[] { 0x00, 0 }, DisplayName = "type 0")]
    [DataRow(new byte[] { 0xF0, 0 }, DisplayName = "type 15")]
    [DataRow(new byte[] { 0x20, 2, 0, 0 }, DisplayName = "CONNACK")]
    [DataRow(new byte[] { 0x90, 3, 0, 1, 0 }, DisplayName = "SUBACK")]
    [DataRow(new byte[] { 0xB0, 2, 0, 1 }, DisplayName = "UNSUBACK")]
    [DataRow(new byte[] { 0xD0, 0 }, DisplayName = "PINGRESP")]
    public void A_packet_that_no_client_may_send_is_reported(byte[] packet) =>
        Packet("MQTT-4.8.0-1", "no client may send", packet);

    [TestMethod]
    [DataRow(0x41, "MQTT-2.2.2-2", "PUBACK", DisplayName = "PUBACK")]
    [DataRow(0x52, "MQTT-2.2.2-2", "PUBREC", DisplayName = "PUBREC")]
    [DataRow(0x60, "MQTT-3.6.1-1", "PUBREL", DisplayName = "PUBREL")]
    [DataRow(0x78, "MQTT-2.2.2-2", "PUBCOMP", DisplayName = "PUBCOMP")]
    [DataRow(0x80, "MQTT-3.8.1-1", "SUBSCRIBE", DisplayName = "SUBSCRIBE")]
    [DataRow(0x8A, "MQTT-3.8.1-1", "SUBSCRIBE", DisplayName = "SUBSCRIBE with DUP")]
    [DataRow(0xA0, "MQTT-3.10.1-1", "UNSUBSCRIBE", DisplayName = "UNSUBSCRIBE")]
    [DataRow(0xC1, "MQTT-2.2.2-2", "PINGREQ", DisplayName = "PINGREQ")]
    [DataRow(0xE1, "MQTT-3.14.1-1", "DISCONNECT", DisplayName = "DISCONNECT")]
    public void Wrong_header_flags_are_reported_with_the_clause_of_the_packet(int header, string clause, string name) =>
        Packet(clause, $"{name} with the header flags {header & 15}", [(byte)header, 2, 0, 1]);

    [TestMethod]
    public void QoS_3_is_reported() => Packet("MQTT-3.3.1-4", "QoS 3", [0x36, 5, 0, 1, 97, 0, 1]);

    [TestMethod]
    public void DUP_in_a_QoS_0_PUBLISH_is_reported() => Packet("MQTT-3.3.1-2", "QoS 0", RawClient.Publish("a", "x", dup: true));

    [TestMethod]
    [DataRow("a/+/b")]
    [DataRow("#")]
    public void A_wildcard_in_a_PUBLISH_topic_is_reported(string topic) =>
        Packet("MQTT-3.3.2-2", "wildcard", RawClient.Publish(topic, "x"));

    [TestMethod]
    public void An_empty_PUBLISH_topic_is_reported() => Packet("MQTT-4.7.3-1", "empty", RawClient.Publish(string.Empty, "x"));

    [TestMethod]
    public void A_PUBLISH_topic_with_a_surrogate_is_reported() =>
        Packet("MQTT-1.5.3-1", "topic name of a PUBLISH", [0x30, 5, 0, 3, 0xED, 0xBF, 0xBF]);

    [TestMethod]
    public void A_PUBLISH_topic_with_a_NUL_is_reported() => Packet("MQTT-1.5.3-2", "topic name of a PUBLISH", RawClient.Publish("a\0", "x"));

    [TestMethod]
    public void A_topic_longer_than_its_packet_is_reported() => Packet("MQTT-4.8.0-1", "ends inside its topic name", [0x30, 4, 0, 9, 97, 98]);

    [TestMethod]
    [DataRow(0x32, "PUBLISH")]
    [DataRow(0x34, "PUBLISH")]
    [DataRow(0x82, "SUBSCRIBE")]
    [DataRow(0xA2, "UNSUBSCRIBE")]
    [DataRow(0x62, "PUBREL")]
    public void Packet_identifier_0_is_reported(int header, string name)
    {
        byte[] packet = header < 0x40
            ? RawClient.Packet((byte)header, Text("a"), Id(0))
            : RawClient.Packet((byte)header, Id(0), header == 0x62 ? [] : Text("a"), header == 0x82 ? [0] : []);
        Packet("MQTT-2.3.1-1", name, packet);
    }

    [TestMethod]
    public void SUBSCRIBE_without_a_filter_is_reported() => Packet("MQTT-3.8.3-3", "without a topic filter", [0x82, 2, 0, 1]);

    [TestMethod]
    public void UNSUBSCRIBE_without_a_filter_is_reported() => Packet("MQTT-3.10.3-2", "without a topic filter", [0xA2, 2, 0, 1]);

    [TestMethod]
    [DataRow("", "MQTT-4.7.3-1")]
    [DataRow("a/#/b", "MQTT-4.7.1-2")]
    [DataRow("a#", "MQTT-4.7.1-2")]
    [DataRow("a+", "MQTT-4.7.1-3")]
    [DataRow("a/+b/c", "MQTT-4.7.1-3")]
    public void An_invalid_topic_filter_is_reported(string filter, string clause) =>
        Packet(clause, "filter", RawClient.Subscribe(1, filter, 0));

    [TestMethod]
    [DataRow((byte)3)]
    [DataRow((byte)4)]
    [DataRow((byte)0x81)]
    public void A_requested_QoS_past_2_or_with_reserved_bits_is_reported(byte qos) =>
        Packet("MQTT-3.8.3-4", $"byte {qos}", RawClient.Subscribe(1, "a", qos));

    [TestMethod]
    public void A_payload_in_PINGREQ_is_reported() => Packet("MQTT-4.8.0-1", "longer", [0xC0, 1, 0]);

    [TestMethod]
    public void A_PUBACK_of_three_bytes_is_reported() => Packet("MQTT-4.8.0-1", "longer", [0x40, 3, 0, 1, 0]);

    [TestMethod]
    public void A_packet_after_DISCONNECT_in_the_same_segment_is_reported() =>
        Packet("MQTT-3.14.4-2", "after DISCONNECT", [0xE0, 0, 0xC0, 0]);

    [TestMethod]
    public void A_packet_after_DISCONNECT_is_reported_even_when_it_comes_later()
    {
        using RawClient client = Connected(Broker);
        client.Send([0xE0, 0]);
        client.ExpectEnd();
        client.Send([0xC0, 0], [0xC0, 0]);
        AssertViolation("MQTT-3.14.4-2", "after DISCONNECT");
    }

    [TestMethod]
    public void A_client_that_is_silent_for_one_and_a_half_keep_alives_is_reported_and_closed()
    {
        using RawClient client = Connected(Broker, keepAlive: 1);
        client.ExpectEnd();
        AssertViolation("MQTT-3.1.2-23", "keep alive of 1 s");
    }

    [TestMethod]
    public void A_missed_keep_alive_closes_without_a_report_when_the_test_says_so()
    {
        Broker.ReportMissedKeepAlive = false;
        Broker.KeepAliveFactor = 0.1;
        using RawClient client = Connected(Broker, keepAlive: 1);
        client.ExpectEnd();
        AssertNoViolation();
    }

    [TestMethod]
    public void A_client_that_never_sends_CONNECT_is_closed()
    {
        Broker.ConnectTimeout = TimeSpan.FromMilliseconds(50);
        using var client = new RawClient(Broker);
        client.ExpectEnd();
        AssertNoViolation();
    }

    [TestMethod]
    public void A_violation_is_raised_as_an_event_and_names_client_and_clause()
    {
        using var raised = new ManualResetEventSlim();
        BenchViolation? seen = null;
        Broker.Violated += (_, violation) =>
        {
            seen = violation;
            raised.Set();
        };
        using RawClient client = Connected(Broker, "culprit");
        client.Send([0x82, 2, 0, 1]);
        Assert.IsTrue(raised.Wait(10_000));
        Assert.AreEqual("culprit: SUBSCRIBE without a topic filter. [MQTT-3.8.3-3]", seen!.ToString());
    }

    private void Packet(string clause, string words, byte[] packet)
    {
        using RawClient client = Connected(Broker);
        client.Send(packet);
        AssertViolation(clause, words);
        client.DrainToEnd();
        Await(b => b.ConnectionCount == 0);
    }
}
