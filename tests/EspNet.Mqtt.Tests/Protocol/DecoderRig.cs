using System;
using System.Collections;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>Feeds a decoder as a driver does and writes down what it reads.</summary>
internal sealed class DecoderRig
{
    internal const int BufferSize = 128;
    internal const int Limit = 16 * 1024;

    internal DecoderRig()
        : this(BufferSize, Limit, MqttProtocolVersion.V311)
    {
    }

    internal DecoderRig(int bufferSize, int limit, MqttProtocolVersion version)
    {
        Decoder = new MqttDecoder(bufferSize, limit);
        Decoder.Reset(version);
    }

    internal MqttDecoder Decoder { get; }

    /// <summary>The packets and fragments read, described one by one.</summary>
    internal ArrayList Items { get; } = new ArrayList();

    internal MqttPacket Packet => Decoder.Packet;

    internal MqttProtocolError Error => Decoder.Error;

    /// <summary>Feeds bytes in portions as large as the decoder takes, and reads all there is after each.</summary>
    /// <returns>The decoder's last answer.</returns>
    internal MqttDecodeResult Feed(byte[] bytes, int offset, int count)
    {
        MqttDecodeResult result = MqttDecodeResult.NeedMore;
        while (count > 0 && result == MqttDecodeResult.NeedMore)
        {
            Decoder.Reserve();
            int portion = count < Decoder.Free ? count : Decoder.Free;
            Assert.IsTrue(portion > 0, "The decoder wants more and has no room for it.");
            Array.Copy(bytes, offset, Decoder.Buffer, Decoder.Position, portion);
            Decoder.Advance(portion);
            offset += portion;
            count -= portion;
            while ((result = Decoder.Next()) == MqttDecodeResult.Packet)
            {
                Items.Add(Describe(Packet));
            }
        }

        return result;
    }

    internal MqttDecodeResult Feed(byte[] bytes) => Feed(bytes, 0, bytes.Length);

    internal MqttDecodeResult Feed(string hex) => Feed(Hex.Parse(hex));

    /// <summary>Reads the only packet there is.</summary>
    internal static MqttPacket One(string hex)
    {
        DecoderRig rig = new DecoderRig();
        Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(hex), "Error " + (int)rig.Error);
        Assert.AreEqual(1, rig.Items.Count);
        Assert.IsFalse(rig.Decoder.IsMidPacket);
        return rig.Packet;
    }

    /// <summary>A PUBLISH with a payload that follows a pattern.</summary>
    internal static byte[] Publish(string topic, int packetId, MqttQos qos, int payloadLength)
    {
        int longest = MqttEncoder.LongestPublishHeader(topic);
        byte[] buffer = new byte[longest];
        int start = MqttEncoder.PublishHeader(buffer, 0, topic, packetId, qos, false, payloadLength, out int end);
        byte[] packet = new byte[end - start + payloadLength];
        Array.Copy(buffer, start, packet, 0, end - start);
        for (int i = 0; i < payloadLength; i++)
        {
            packet[end - start + i] = (byte)((i * 7) + (i >> 8));
        }

        return packet;
    }

    private static string Describe(MqttPacket packet)
    {
        string text = "type " + (int)packet.Type + " id " + packet.PacketId;
        switch (packet.Type)
        {
            case MqttPacketType.ConnAck:
                return text + " present " + packet.SessionPresent + " code " + packet.ReturnCode;

            case MqttPacketType.SubAck:
                return text + " code " + packet.ReturnCode;

            case MqttPacketType.Publish:
                return text + " qos " + (int)packet.Qos + " dup " + packet.Duplicate + " retain " + packet.Retain +
                    " " + packet.Topic + " at " + packet.FragmentOffset + " of " + packet.PayloadTotal + " last " + packet.IsLast +
                    ": " + Hex.Format(packet.Buffer, packet.PayloadOffset, packet.PayloadCount);

            default:
                return text;
        }
    }
}
