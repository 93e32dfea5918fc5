using System;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>What a server may send, read as it is meant.</summary>
[TestClass]
public class DecoderTests
{
    [TestMethod]
    [DataRow("20 02 00 00", false, 0)]
    [DataRow("20 02 01 00", true, 0)]
    [DataRow("20 02 00 01", false, 1)]
    [DataRow("20 02 00 02", false, 2)]
    [DataRow("20 02 00 03", false, 3)]
    [DataRow("20 02 00 04", false, 4)]
    [DataRow("20 02 00 05", false, 5)]
    public void CONNACK_has_session_present_and_return_code(string bytes, bool sessionPresent, int code)
    {
        MqttPacket packet = DecoderRig.One(bytes);

        Assert.AreEqual((int)MqttPacketType.ConnAck, (int)packet.Type);
        Assert.AreEqual(sessionPresent, packet.SessionPresent);
        Assert.AreEqual(code, packet.ReturnCode);
    }

    [TestMethod]
    [DataRow("20 02 01 00", 0)]
    [DataRow("20 02 FF 00", 0)]
    [DataRow("20 02 01 05", 5)]
    public void The_reserved_byte_of_MQTT_3_1s_CONNACK_is_ignored(string bytes, int code)
    {
        DecoderRig rig = new DecoderRig(DecoderRig.BufferSize, DecoderRig.Limit, MqttProtocolVersion.V31);

        rig.Feed(bytes);

        Assert.AreEqual(1, rig.Items.Count, "Error " + (int)rig.Error);
        Assert.IsFalse(rig.Packet.SessionPresent);
        Assert.AreEqual(code, rig.Packet.ReturnCode);
    }

    [TestMethod]
    [DataRow("40 02 00 01", 4, 1)]
    [DataRow("50 02 01 00", 5, 256)]
    [DataRow("62 02 12 34", 6, 0x1234)]
    [DataRow("70 02 80 00", 7, 0x8000)]
    [DataRow("B0 02 FF FF", 11, 65_535)]
    public void Acknowledgements_have_a_packet_identifier(string bytes, int type, int packetId)
    {
        MqttPacket packet = DecoderRig.One(bytes);

        Assert.AreEqual(type, (int)packet.Type);
        Assert.AreEqual(packetId, packet.PacketId);
    }

    [TestMethod]
    [DataRow("90 03 00 0A 00", 0)]
    [DataRow("90 03 00 0A 01", 1)]
    [DataRow("90 03 00 0A 02", 2)]
    [DataRow("90 03 00 0A 80", 0x80)]
    public void SUBACK_has_a_packet_identifier_and_the_granted_QoS_or_a_refusal(string bytes, int code)
    {
        MqttPacket packet = DecoderRig.One(bytes);

        Assert.AreEqual((int)MqttPacketType.SubAck, (int)packet.Type);
        Assert.AreEqual(10, packet.PacketId);
        Assert.AreEqual(code, packet.ReturnCode);
    }

    [TestMethod]
    public void PINGRESP_has_nothing() => Assert.AreEqual((int)MqttPacketType.PingResp, (int)DecoderRig.One("D0 00").Type);

    [TestMethod]
    public void A_packet_without_identifier_has_identifier_0_whatever_came_before()
    {
        DecoderRig rig = new DecoderRig();

        rig.Feed("40 02 00 07");
        rig.Feed("D0 00");
        Assert.AreEqual(0, rig.Packet.PacketId, "PINGRESP");

        rig.Feed("40 02 00 07");
        rig.Feed("20 02 00 00");
        Assert.AreEqual(0, rig.Packet.PacketId, "CONNACK");

        rig.Feed("40 02 00 07");
        rig.Feed("30 03 00 01 61");
        Assert.AreEqual(0, rig.Packet.PacketId, "PUBLISH at QoS 0");
    }

    [TestMethod]
    [DataRow("30 06 00 03 61 2F 62 78", 0, 0, false, false)]
    [DataRow("31 06 00 03 61 2F 62 78", 0, 0, false, true)]
    [DataRow("32 08 00 03 61 2F 62 00 0A 78", 1, 10, false, false)]
    [DataRow("33 08 00 03 61 2F 62 00 0A 78", 1, 10, false, true)]
    [DataRow("3A 08 00 03 61 2F 62 00 0A 78", 1, 10, true, false)]
    [DataRow("34 08 00 03 61 2F 62 00 0A 78", 2, 10, false, false)]
    [DataRow("3D 08 00 03 61 2F 62 FF FF 78", 2, 65_535, true, true)]
    public void PUBLISH_has_flags_topic_identifier_and_payload(string bytes, int qos, int packetId, bool duplicate, bool retain)
    {
        MqttPacket packet = DecoderRig.One(bytes);

        Assert.AreEqual((int)MqttPacketType.Publish, (int)packet.Type);
        Assert.AreEqual("a/b", packet.Topic);
        Assert.AreEqual(qos, (int)packet.Qos);
        Assert.AreEqual(packetId, packet.PacketId);
        Assert.AreEqual(duplicate, packet.Duplicate);
        Assert.AreEqual(retain, packet.Retain);
        Expect.Bytes("78", packet.Buffer, packet.PayloadOffset, packet.PayloadCount);
        Assert.AreEqual(1, packet.PayloadTotal);
        Assert.AreEqual(0, packet.FragmentOffset);
        Assert.IsTrue(packet.IsLast);
    }

    [TestMethod]
    [DataRow("30 03 00 01 61")]
    [DataRow("34 05 00 01 61 00 01")]
    public void A_payload_may_be_empty(string bytes)
    {
        MqttPacket packet = DecoderRig.One(bytes);

        Assert.AreEqual(0, packet.PayloadCount);
        Assert.AreEqual(0, packet.PayloadTotal);
        Assert.IsTrue(packet.IsLast);
    }

    [TestMethod]
    public void The_topics_bytes_stand_in_the_buffer()
    {
        MqttPacket packet = DecoderRig.One("30 06 00 03 61 2F 62 78");

        Expect.Bytes("61 2F 62", packet.Buffer, packet.TopicOffset, packet.TopicLength);
    }

    [TestMethod]
    public void A_payload_may_hold_any_bytes()
    {
        MqttPacket packet = DecoderRig.One("30 08 00 01 61 00 FF C0 23 2B");

        Expect.Bytes("00 FF C0 23 2B", packet.Buffer, packet.PayloadOffset, packet.PayloadCount);
    }

    [TestMethod]
    [DataRow("D0 80 00", 13)]
    [DataRow("40 82 00 00 01", 4)]
    [DataRow("40 82 80 80 00 00 01", 4)]
    public void A_remaining_length_with_superfluous_zeros_counts_by_its_value(string bytes, int type)
    {
        // Only MQTT 5 forbids it.
        Assert.AreEqual(type, (int)DecoderRig.One(bytes).Type);
    }

    [TestMethod]
    public void Packets_that_came_together_are_read_one_after_the_other()
    {
        DecoderRig rig = new DecoderRig();

        rig.Feed("20 02 00 00 90 03 80 00 01 30 03 00 01 61 D0 00 40 02 00 01");

        Assert.AreEqual(5, rig.Items.Count);
        Assert.AreEqual("type 4 id 1", (string)rig.Items[4]!);
    }

    [TestMethod]
    public void It_says_whether_a_packet_has_come_in_part()
    {
        DecoderRig rig = new DecoderRig();
        Assert.IsFalse(rig.Decoder.IsMidPacket);

        rig.Feed("40");
        Assert.IsTrue(rig.Decoder.IsMidPacket);

        rig.Feed("02 00 01");
        Assert.IsFalse(rig.Decoder.IsMidPacket);
    }

    [TestMethod]
    public void It_says_so_between_fragments_too()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 200);

        rig.Feed(packet, 0, DecoderRig.BufferSize);
        Assert.AreEqual(1, rig.Items.Count);
        Assert.IsTrue(rig.Decoder.IsMidPacket);

        rig.Feed(packet, DecoderRig.BufferSize, packet.Length - DecoderRig.BufferSize);
        Assert.IsFalse(rig.Decoder.IsMidPacket);
    }

    [TestMethod]
    public void Reset_forgets_half_a_packet()
    {
        DecoderRig rig = new DecoderRig();
        rig.Feed("32 08 00 03 61");

        rig.Decoder.Reset();
        rig.Feed("D0 00");

        Assert.AreEqual(1, rig.Items.Count);
        Assert.AreEqual("type 13 id 0", (string)rig.Items[0]!);
    }

    [TestMethod]
    public void Reset_forgets_half_a_message()
    {
        DecoderRig rig = new DecoderRig();
        rig.Feed(DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 200), 0, DecoderRig.BufferSize);

        rig.Decoder.Reset();
        rig.Feed("D0 00");

        Assert.AreEqual(2, rig.Items.Count);
        Assert.AreEqual("type 13 id 0", (string)rig.Items[1]!);
        Assert.IsFalse(rig.Decoder.IsMidPacket);
    }

    [TestMethod]
    public void Sizes_have_their_ranges()
    {
        MqttDecoder? made = null;
        Expect.OutOfRange(() => made = new MqttDecoder(127, 1));
        Expect.OutOfRange(() => made = new MqttDecoder(128, 0));
        Expect.OutOfRange(() => made = new MqttDecoder(128, 268_435_456));
        Assert.IsNull(made);

        Assert.AreEqual(128, new MqttDecoder(128, 268_435_455).Free);
    }

    [TestMethod]
    public void No_more_can_be_put_in_than_fits()
    {
        MqttDecoder decoder = new MqttDecoder(128, 128);

        Expect.OutOfRange(() => decoder.Advance(129));
        Expect.OutOfRange(() => decoder.Advance(-1));
        decoder.Advance(128);
        Expect.OutOfRange(() => decoder.Advance(1));
        Assert.AreEqual(0, decoder.Free);
    }
}
