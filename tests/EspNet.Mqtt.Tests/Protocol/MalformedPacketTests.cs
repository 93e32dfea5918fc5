using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>
/// Each row is the shortest start of a packet that shows what is wrong: one byte less is not refused yet, and nothing
/// more is awaited.
/// </summary>
[TestClass]
public class MalformedPacketTests
{
    [TestMethod]
    [DataRow("30 80 80 80 80")]
    [DataRow("30 FF FF FF FF")]
    [DataRow("D0 80 80 80 80")]
    public void A_remaining_length_of_more_than_four_bytes_is_refused_at_the_fourth(string bytes) => Refuses(MqttProtocolError.MalformedRemainingLength, bytes);

    [TestMethod]
    [DataRow("00 00")]
    [DataRow("0F 00")]
    [DataRow("F0 00")]
    [DataRow("FF 7F")]
    [DataRow("00 80 01")]
    public void Packet_types_0_and_15_are_reserved(string bytes) => Refuses(MqttProtocolError.ReservedPacketType, bytes);

    [TestMethod]
    [DataRow("10 0C")]
    [DataRow("82 08")]
    [DataRow("A2 07")]
    [DataRow("C0 00")]
    [DataRow("E0 00")]
    public void Packet_types_that_only_a_client_sends_are_refused(string bytes) => Refuses(MqttProtocolError.UnexpectedPacket, bytes);

    [TestMethod]
    [DataRow("21 02")]
    [DataRow("28 02")]
    [DataRow("41 02")]
    [DataRow("42 02")]
    [DataRow("51 02")]
    [DataRow("52 02")]
    [DataRow("60 02")]
    [DataRow("63 02")]
    [DataRow("66 02")]
    [DataRow("6A 02")]
    [DataRow("71 02")]
    [DataRow("72 02")]
    [DataRow("91 03")]
    [DataRow("92 03")]
    [DataRow("B1 02")]
    [DataRow("B2 02")]
    [DataRow("D1 00")]
    [DataRow("D8 00")]
    public void Wrong_reserved_flags_are_refused(string bytes) => Refuses(MqttProtocolError.InvalidFlags, bytes);

    [TestMethod]
    [DataRow("20 00")]
    [DataRow("20 01")]
    [DataRow("20 03")]
    [DataRow("40 00")]
    [DataRow("40 01")]
    [DataRow("40 03")]
    [DataRow("50 03")]
    [DataRow("62 01")]
    [DataRow("62 03")]
    [DataRow("70 04")]
    [DataRow("90 02")]
    [DataRow("90 04")]
    [DataRow("B0 00")]
    [DataRow("B0 03")]
    [DataRow("D0 01")]
    [DataRow("40 82 01")]
    public void A_remaining_length_that_does_not_fit_the_packet_type_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidLength, bytes);

    [TestMethod]
    [DataRow("30 00")]
    [DataRow("30 01")]
    [DataRow("32 00")]
    [DataRow("32 03")]
    [DataRow("34 02")]
    [DataRow("3C 03")]
    public void A_PUBLISH_too_short_for_topic_length_and_identifier_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidLength, bytes);

    [TestMethod]
    [DataRow("30 02 00 01")]
    [DataRow("30 05 00 04 61 62 63")]
    [DataRow("30 05 FF FF 61 62 63")]
    [DataRow("32 05 00 02 61 62 00")]
    [DataRow("32 04 00 01 61 00")]
    public void A_topic_that_reaches_beyond_its_packet_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidLength, bytes);

    [TestMethod]
    [DataRow("36 07")]
    [DataRow("37 07")]
    [DataRow("3E 07")]
    [DataRow("3F FF 7F")]
    public void QoS_3_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidQos, bytes);

    [TestMethod]
    [DataRow("38 05")]
    [DataRow("39 05")]
    public void DUP_at_QoS_0_is_refused(string bytes) => Refuses(MqttProtocolError.DuplicateAtQos0, bytes);

    [TestMethod]
    [DataRow("32 05 00 01 61 00 00")]
    [DataRow("34 06 00 01 61 00 00 78")]
    [DataRow("40 02 00 00")]
    [DataRow("50 02 00 00")]
    [DataRow("62 02 00 00")]
    [DataRow("70 02 00 00")]
    [DataRow("90 03 00 00 00")]
    [DataRow("B0 02 00 00")]
    public void Packet_identifier_0_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidPacketId, bytes);

    [TestMethod]
    [DataRow("30 02 00 00")]
    [DataRow("32 04 00 00 00 01")]
    public void An_empty_topic_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidTopic, bytes);

    [TestMethod]
    [DataRow("30 03 00 01 23")]
    [DataRow("30 03 00 01 2B")]
    [DataRow("30 05 00 03 61 2F 23")]
    [DataRow("30 05 00 03 61 2B 62")]
    [DataRow("32 08 00 04 C3 A9 2F 2B 00 01")]
    public void A_topic_with_a_wildcard_is_refused(string bytes) => Refuses(MqttProtocolError.InvalidTopic, bytes);

    [TestMethod]
    [DataRow("20 02 02 00")]
    [DataRow("20 02 80 00")]
    [DataRow("20 02 FF 05")]
    public void Reserved_acknowledge_flags_of_CONNACK_are_refused(string bytes) => Refuses(MqttProtocolError.InvalidConnAckFlags, bytes);

    [TestMethod]
    [DataRow("20 02 00 06")]
    [DataRow("20 02 00 FF")]
    [DataRow("90 03 00 01 03")]
    [DataRow("90 03 00 01 7F")]
    [DataRow("90 03 00 01 81")]
    [DataRow("90 03 00 01 FF")]
    public void Reserved_return_codes_are_refused(string bytes) => Refuses(MqttProtocolError.InvalidReturnCode, bytes);

    [TestMethod]
    [DataRow("20 02 01 01")]
    [DataRow("20 02 01 05")]
    public void A_refusal_with_a_session_present_is_refused(string bytes) => Refuses(MqttProtocolError.UnexpectedSessionPresent, bytes);

    [TestMethod]
    [DataRow("30 81 80 01")]
    [DataRow("30 FF FF FF 7F")]
    [DataRow("40 FF FF FF 7F")]
    public void A_length_over_the_limit_is_refused_by_its_header(string bytes) => Refuses(MqttProtocolError.PacketTooLarge, bytes);

    [TestMethod]
    public void A_length_at_the_limit_is_accepted()
    {
        DecoderRig rig = new DecoderRig(128, 200, MqttProtocolVersion.V311);

        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 197)));
        Assert.AreEqual(2, rig.Items.Count);

        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed(DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 198), 0, 3));
        Assert.AreEqual((int)MqttProtocolError.PacketTooLarge, (int)rig.Error);
    }

    [TestMethod]
    public void The_limit_may_be_as_large_as_MQTT_allows()
    {
        DecoderRig rig = new DecoderRig(128, 268_435_455, MqttProtocolVersion.V311);

        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed("30 FF FF FF 7F 00 01 61"));
    }

    [TestMethod]
    public void What_stands_before_the_error_is_read()
    {
        DecoderRig rig = new DecoderRig();

        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed("40 02 00 01 D0 00 00 00 40 02 00 02"));

        Assert.AreEqual(2, rig.Items.Count);
    }

    [TestMethod]
    public void An_error_stays_until_Reset()
    {
        DecoderRig rig = new DecoderRig();
        rig.Feed("F0 00");

        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed("D0 00"));
            Assert.AreEqual((int)MqttProtocolError.ReservedPacketType, (int)rig.Error);
        }

        rig.Decoder.Reset();
        Assert.AreEqual((int)MqttProtocolError.None, (int)rig.Error);
        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed("D0 00"));
        Assert.AreEqual(1, rig.Items.Count);
    }

    private static void Refuses(MqttProtocolError error, string bytes)
    {
        byte[] packet = Hex.Parse(bytes);
        DecoderRig rig = new DecoderRig();

        for (int i = 0; i < packet.Length - 1; i++)
        {
            Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(packet, i, 1), "After byte " + i);
        }

        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed(packet, packet.Length - 1, 1), "After the last byte");
        Assert.AreEqual((int)error, (int)rig.Error);
        Assert.AreEqual(0, rig.Items.Count);
        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Decoder.Next(), "Asked again");
    }
}
