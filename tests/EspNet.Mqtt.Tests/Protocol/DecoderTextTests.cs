using System;
using System.Text;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>MQTT 3.1.1, section 1.5.3, and RFC 3629: which bytes are a string.</summary>
[TestClass]
public class DecoderTextTests
{
    [TestMethod]
    [DataRow("61")]
    [DataRow("01")]
    [DataRow("7F")]
    [DataRow("C2 80")]
    [DataRow("C3 A9")]
    [DataRow("DF BF")]
    [DataRow("E0 A0 80")]
    [DataRow("E2 82 AC")]
    [DataRow("ED 9F BF")]
    [DataRow("EE 80 80")]
    [DataRow("EF BF BF")]
    [DataRow("F0 90 80 80")]
    [DataRow("F0 AA 9B 94")]
    [DataRow("F0 9F 98 80")]
    [DataRow("F4 8F BF BF")]
    [DataRow("61 C3 A9 2F E2 82 AC 2F F0 9F 98 80 7A")]
    public void Sequences_of_one_to_four_bytes_are_read(string topic) => Accepts(topic);

    [TestMethod]
    public void The_replacement_character_itself_is_text() => Accepts("61 EF BF BD 62");

    [TestMethod]
    [DataRow("EF BB BF 61")]
    [DataRow("61 EF BB BF")]
    public void A_byte_order_mark_is_a_character_like_any_other(string topic) => Accepts(topic);

    [TestMethod]
    [DataRow("C0 80")]
    [DataRow("C0 AF")]
    [DataRow("C1 BF")]
    [DataRow("E0 80 AF")]
    [DataRow("E0 9F BF")]
    [DataRow("F0 80 80 AF")]
    [DataRow("F0 8F BF BF")]
    public void Overlong_forms_are_refused(string topic) => Refuses(topic);

    [TestMethod]
    [DataRow("ED A0 80")]
    [DataRow("ED AF BF")]
    [DataRow("ED B0 80")]
    [DataRow("ED BF BF")]
    [DataRow("ED A0 BD ED B8 80")]
    public void Surrogates_are_refused_in_pairs_too(string topic) => Refuses(topic);

    [TestMethod]
    [DataRow("00")]
    [DataRow("61 00")]
    [DataRow("00 61")]
    [DataRow("61 00 62")]
    [DataRow("C3 A9 00")]
    public void U0000_is_refused(string topic) => Refuses(topic);

    [TestMethod]
    [DataRow("C3")]
    [DataRow("61 C3")]
    [DataRow("E2 82")]
    [DataRow("E2")]
    [DataRow("F0 9F 98")]
    [DataRow("F0 9F")]
    [DataRow("F0")]
    public void A_sequence_that_the_string_cuts_short_is_refused(string topic) => Refuses(topic);

    [TestMethod]
    [DataRow("80")]
    [DataRow("BF")]
    [DataRow("61 80 62")]
    [DataRow("C3 28")]
    [DataRow("C3 C3 A9")]
    [DataRow("E2 28 AC")]
    [DataRow("E2 82 28")]
    [DataRow("F0 28 98 80")]
    [DataRow("F0 9F 28 80")]
    [DataRow("F0 9F 98 28")]
    [DataRow("C3 A9 A9")]
    public void Continuation_bytes_in_the_wrong_place_are_refused(string topic) => Refuses(topic);

    [TestMethod]
    [DataRow("F4 90 80 80")]
    [DataRow("F5 80 80 80")]
    [DataRow("F8 88 80 80 80")]
    [DataRow("FC 84 80 80 80 80")]
    [DataRow("FE")]
    [DataRow("FF")]
    public void What_lies_above_U10FFFF_is_refused(string topic) => Refuses(topic);

    [TestMethod]
    public void The_payload_behind_it_does_not_complete_a_sequence()
    {
        DecoderRig rig = new DecoderRig();

        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed("30 04 00 01 C3 A9"));
        Assert.AreEqual((int)MqttProtocolError.InvalidUtf8, (int)rig.Error);
    }

    private static void Accepts(string topic)
    {
        byte[] bytes = Hex.Parse(topic);
        DecoderRig rig = new DecoderRig();

        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(Packet(bytes)), "Error " + (int)rig.Error);

        Assert.AreEqual(1, rig.Items.Count);
        Expect.Bytes(topic, Encoding.UTF8.GetBytes(rig.Packet.Topic));
        Expect.Bytes(topic, rig.Packet.Buffer, rig.Packet.TopicOffset, rig.Packet.TopicLength);
    }

    private static void Refuses(string topic)
    {
        DecoderRig rig = new DecoderRig();

        Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed(Packet(Hex.Parse(topic))));
        Assert.AreEqual((int)MqttProtocolError.InvalidUtf8, (int)rig.Error);
        Assert.AreEqual(0, rig.Items.Count);
    }

    private static byte[] Packet(byte[] topic)
    {
        byte[] packet = new byte[4 + topic.Length];
        packet[0] = 0x30;
        packet[1] = (byte)(2 + topic.Length);
        packet[3] = (byte)topic.Length;
        Array.Copy(topic, 0, packet, 4, topic.Length);
        return packet;
    }
}
