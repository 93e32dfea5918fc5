using System;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>MQTT 3.1.1, section 3.3.</summary>
[TestClass]
public class PublishHeaderTests
{
    private const int Offset = 2;

    [TestMethod]
    public void The_example_of_figure_3_11_is_encoded_as_there()
    {
        Expect.Bytes("32 07 00 03 61 2F 62 00 0A", Header("a/b", 10, MqttQos.AtLeastOnce, false, 0));
    }

    [TestMethod]
    public void The_example_of_figure_1_2_is_encoded_as_there()
    {
        Expect.Bytes("30 07 00 05 41 F0 AA 9B 94", Header("A\U0002A6D4", 0, MqttQos.AtMostOnce, false, 0));
    }

    [TestMethod]
    [DataRow(0, false, "30 06 00 01 74")]
    [DataRow(0, true, "31 06 00 01 74")]
    [DataRow(1, false, "32 08 00 01 74 12 34")]
    [DataRow(1, true, "33 08 00 01 74 12 34")]
    [DataRow(2, false, "34 08 00 01 74 12 34")]
    [DataRow(2, true, "35 08 00 01 74 12 34")]
    public void QoS_and_retain_stand_in_the_first_byte_and_QoS_0_has_no_identifier(int qos, bool retain, string expected)
    {
        Expect.Bytes(expected, Header("t", 0x1234, (MqttQos)qos, retain, 3));
    }

    [TestMethod]
    [DataRow(122, "30 7F")]
    [DataRow(123, "30 80 01")]
    [DataRow(316, "30 C1 02")]
    [DataRow(16_378, "30 FF 7F")]
    [DataRow(16_379, "30 80 80 01")]
    [DataRow(2_097_146, "30 FF FF 7F")]
    [DataRow(2_097_147, "30 80 80 80 01")]
    [DataRow(268_435_450, "30 FF FF FF 7F")]
    public void The_remaining_length_takes_one_to_four_bytes(int payloadLength, string fixedHeader)
    {
        Expect.Bytes(fixedHeader + " 00 03 61 2F 62", Header("a/b", 0, MqttQos.AtMostOnce, false, payloadLength));
    }

    [TestMethod]
    [DataRow(120, "32 7F")]
    [DataRow(121, "32 80 01")]
    public void The_identifier_counts_in_the_remaining_length(int payloadLength, string fixedHeader)
    {
        Expect.Bytes(fixedHeader + " 00 03 61 2F 62 FF FF", Header("a/b", 65_535, MqttQos.AtLeastOnce, false, payloadLength));
    }

    [TestMethod]
    public void A_topic_counts_by_its_bytes_not_its_characters()
    {
        Expect.Bytes("30 09 00 07 C3 A9 2F E2 82 AC 2F", Header("é/€/", 0, MqttQos.AtMostOnce, false, 0));
    }

    [TestMethod]
    public void A_long_topic_has_its_length_in_two_bytes()
    {
        byte[] header = Header(new string('t', 300), 0, MqttQos.AtMostOnce, false, 0);

        Expect.Bytes("30 AE 02 01 2C 74", header, 0, 6);
        Assert.AreEqual(305, header.Length);
    }

    [TestMethod]
    [DataRow("t")]
    [DataRow("a/b")]
    [DataRow("é/€")]
    [DataRow("€€€€€€€€")]
    [DataRow("😀😀")]
    public void The_longest_header_has_room_for_what_is_written(string topic)
    {
        int longest = MqttEncoder.LongestPublishHeader(topic);
        byte[] buffer = new byte[longest];

        int start = MqttEncoder.PublishHeader(buffer, 0, topic, 1, MqttQos.ExactlyOnce, true, 200_000_000, out int end);

        Assert.AreEqual(0, start, "Four bytes of remaining length begin at the very front.");
        Assert.IsTrue(end <= longest, end + " of " + longest);
    }

    /// <summary>The header's bytes; what lies around them must stay as it was.</summary>
    private static byte[] Header(string topic, int packetId, MqttQos qos, bool retain, int payloadLength)
    {
        byte[] buffer = new byte[Offset + MqttEncoder.LongestPublishHeader(topic) + 1];
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = 0xEE;
        }

        int start = MqttEncoder.PublishHeader(buffer, Offset, topic, packetId, qos, retain, payloadLength, out int end);

        Assert.IsTrue(start >= Offset && start <= Offset + 3, "It starts at " + start);
        for (int i = 0; i < start; i++)
        {
            Assert.AreEqual(0xEE, (int)buffer[i], "Before the header, at " + i);
        }

        Assert.AreEqual(0xEE, (int)buffer[end], "After the header");
        byte[] header = new byte[end - start];
        Array.Copy(buffer, start, header, 0, header.Length);
        return header;
    }
}
