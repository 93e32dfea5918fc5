using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>Messages larger than the decoder's buffer, which is 128 bytes here.</summary>
[TestClass]
public class FragmentTests
{
    [TestMethod]
    public void The_first_fills_the_buffer_with_its_header_the_next_fill_it_alone_and_the_last_is_the_rest()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("t", 10, MqttQos.AtLeastOnce, 300);

        // Three bytes of fixed header, three of topic, two of identifier.
        Fragment(rig, packet, 0, 128, 0, 120, false);
        Fragment(rig, packet, 128, 128, 120, 128, false);
        Fragment(rig, packet, 256, 52, 248, 52, true);
        Assert.IsFalse(rig.Decoder.IsMidPacket);
    }

    [TestMethod]
    public void Every_fragment_tells_topic_identifier_QoS_and_total()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("a/b", 0x1234, MqttQos.ExactlyOnce, 300);

        for (int offset = 0; offset < packet.Length; offset += DecoderRig.BufferSize)
        {
            int rest = packet.Length - offset;
            rig.Feed(packet, offset, rest < DecoderRig.BufferSize ? rest : DecoderRig.BufferSize);

            Assert.AreEqual((int)MqttPacketType.Publish, (int)rig.Packet.Type);
            Assert.AreEqual("a/b", rig.Packet.Topic);
            Assert.AreEqual(0x1234, rig.Packet.PacketId);
            Assert.AreEqual((int)MqttQos.ExactlyOnce, (int)rig.Packet.Qos);
            Assert.AreEqual(300, rig.Packet.PayloadTotal);
        }

        Assert.AreEqual(3, rig.Items.Count);
    }

    [TestMethod]
    public void A_packet_that_just_fits_comes_whole()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 123);
        Assert.AreEqual(DecoderRig.BufferSize, packet.Length, "Two bytes of fixed header and three of topic");

        Fragment(rig, packet, 0, 128, 0, 123, true);
    }

    [TestMethod]
    public void A_packet_one_byte_larger_comes_in_two()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 125);

        // The remaining length has become 128, which takes a byte more.
        Assert.AreEqual(131, packet.Length);
        Fragment(rig, packet, 0, 128, 0, 122, false);
        Fragment(rig, packet, 128, 3, 122, 3, true);
    }

    [TestMethod]
    public void A_fragment_is_never_handed_out_before_it_is_full()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 300);

        rig.Feed(packet, 0, 127);
        Assert.AreEqual(0, rig.Items.Count);

        rig.Feed(packet, 127, 1);
        Assert.AreEqual(1, rig.Items.Count);

        rig.Feed(packet, 128, 127);
        Assert.AreEqual(1, rig.Items.Count);
    }

    [TestMethod]
    public void The_packet_behind_the_last_fragment_is_read()
    {
        DecoderRig rig = new DecoderRig();

        rig.Feed(DecoderRig.Publish("t", 0, MqttQos.AtMostOnce, 300));
        rig.Feed("40 02 00 07");

        Assert.AreEqual(4, rig.Items.Count);
        Assert.AreEqual("type 4 id 7", (string)rig.Items[3]!);
    }

    [TestMethod]
    public void The_longest_topic_leaves_room_for_one_byte_of_payload()
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish(new string('t', 122), 0, MqttQos.AtMostOnce, 10);

        Fragment(rig, packet, 0, 128, 0, 1, false);
        Fragment(rig, packet, 128, 9, 1, 9, true);
    }

    [TestMethod]
    [DataRow(123, 0)]
    [DataRow(121, 1)]
    [DataRow(124, 0)]
    [DataRow(126, 0)]
    [DataRow(300, 0)]
    [DataRow(300, 2)]
    public void A_longer_topic_of_a_message_that_does_not_fit_is_refused_when_the_buffer_is_full(int topicLength, int qos)
    {
        DecoderRig rig = new DecoderRig();
        byte[] packet = DecoderRig.Publish(new string('t', topicLength), 1, (MqttQos)qos, 10);

        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(packet, 0, 127));
        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed(packet, 127, 1));
        Assert.AreEqual((int)MqttProtocolError.TopicTooLong, (int)rig.Error);
    }

    [TestMethod]
    public void A_topic_that_fills_the_buffer_is_read_when_the_payload_is_empty()
    {
        DecoderRig rig = new DecoderRig();

        rig.Feed(DecoderRig.Publish(new string('t', 124), 0, MqttQos.AtMostOnce, 0));

        Assert.AreEqual(1, rig.Items.Count);
        Assert.AreEqual(124, rig.Packet.Topic.Length);
        Assert.IsTrue(rig.Packet.IsLast);
    }

    private static void Fragment(DecoderRig rig, byte[] packet, int from, int count, int offset, int length, bool isLast)
    {
        int before = rig.Items.Count;
        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(packet, from, count), "Error " + (int)rig.Error);

        Assert.AreEqual(before + 1, rig.Items.Count);
        Assert.AreEqual(offset, rig.Packet.FragmentOffset);
        Assert.AreEqual(length, rig.Packet.PayloadCount);
        Assert.AreEqual(isLast, rig.Packet.IsLast);
        Expect.Bytes(Hex.Format(packet, packet.Length - rig.Packet.PayloadTotal + offset, length), rig.Packet.Buffer, rig.Packet.PayloadOffset, length);
    }
}
