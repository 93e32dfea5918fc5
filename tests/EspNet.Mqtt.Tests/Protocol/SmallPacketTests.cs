using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>MQTT 3.1.1, sections 3.4 to 3.14: what a client sends besides CONNECT and PUBLISH.</summary>
[TestClass]
public class SmallPacketTests
{
    [TestMethod]
    [DataRow(4, "40 02 12 34")]
    [DataRow(5, "50 02 12 34")]
    [DataRow(6, "62 02 12 34")]
    [DataRow(7, "70 02 12 34")]
    public void Acknowledgements_have_four_bytes_and_only_PUBREL_has_a_flag(int type, string expected)
    {
        byte[] buffer = new byte[6];

        Assert.AreEqual(4, MqttEncoder.Acknowledgement(buffer, 1, (MqttPacketType)type, 0x1234));

        Expect.Bytes("00 " + expected + " 00", buffer);
    }

    [TestMethod]
    [DataRow(1, "40 02 00 01")]
    [DataRow(255, "40 02 00 FF")]
    [DataRow(256, "40 02 01 00")]
    [DataRow(65_535, "40 02 FF FF")]
    public void Packet_identifiers_are_big_endian(int packetId, string expected)
    {
        byte[] buffer = new byte[4];

        MqttEncoder.Acknowledgement(buffer, 0, MqttPacketType.PubAck, packetId);

        Expect.Bytes(expected, buffer);
    }

    [TestMethod]
    [DataRow(12, "C0 00")]
    [DataRow(14, "E0 00")]
    public void PINGREQ_and_DISCONNECT_have_two_bytes(int type, string expected)
    {
        byte[] buffer = new byte[4];

        Assert.AreEqual(2, MqttEncoder.Empty(buffer, 1, (MqttPacketType)type));

        Expect.Bytes("00 " + expected + " 00", buffer);
    }

    [TestMethod]
    [DataRow(0, "82 08 00 0A 00 03 61 2F 62 00")]
    [DataRow(1, "82 08 00 0A 00 03 61 2F 62 01")]
    [DataRow(2, "82 08 00 0A 00 03 61 2F 62 02")]
    public void SUBSCRIBE_has_flag_2_identifier_filter_and_QoS(int qos, string expected)
    {
        Expect.Bytes(expected, MqttEncoder.Subscribe(10, Filter("a/b"), (MqttQos)qos));
    }

    [TestMethod]
    public void UNSUBSCRIBE_has_flag_2_identifier_and_filter()
    {
        Expect.Bytes("A2 07 00 0A 00 03 61 2F 62", MqttEncoder.Unsubscribe(10, Filter("a/b")));
    }

    [TestMethod]
    public void A_filter_counts_by_its_bytes()
    {
        Expect.Bytes("82 0A FF FF 00 05 C3 A9 2F 2B 2F 01", MqttEncoder.Subscribe(65_535, Filter("é/+/"), MqttQos.AtLeastOnce));
        Expect.Bytes("A2 0B 80 00 00 07 F0 9F 98 80 2F 23 2F", MqttEncoder.Unsubscribe(0x8000, Hex.Parse("F0 9F 98 80 2F 23 2F")));
    }

    [TestMethod]
    public void A_long_filter_takes_two_bytes_of_remaining_length()
    {
        Expect.Bytes("82 7F 00 01 00 7A", MqttEncoder.Subscribe(1, new byte[122], MqttQos.AtMostOnce), 0, 6);
        Expect.Bytes("82 80 01 00 01 00 7B", MqttEncoder.Subscribe(1, new byte[123], MqttQos.AtMostOnce), 0, 7);
        Expect.Bytes("A2 7F 00 01 00 7B", MqttEncoder.Unsubscribe(1, new byte[123]), 0, 6);
        Expect.Bytes("A2 80 01 00 01 00 7C", MqttEncoder.Unsubscribe(1, new byte[124]), 0, 7);
    }

    private static byte[] Filter(string text)
    {
        byte[]? filter = MqttTopic.EncodeFilter(text);
        Assert.IsNotNull(filter, text);
        return filter!;
    }
}
