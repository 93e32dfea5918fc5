using System;
using System.Collections;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>However the network cuts the stream, the same packets and fragments come out.</summary>
[TestClass]
public class SplitInputTests
{
    private const int Items = 16;

    [TestMethod]
    public void A_stream_fed_whole_gives_every_packet()
    {
        ArrayList items = Read(Stream(), 0, 0);

        Assert.AreEqual(Items, items.Count);
        Assert.AreEqual("type 2 id 0 present True code 0", (string)items[0]!);
        Assert.AreEqual("type 13 id 0", (string)items[Items - 1]!);
    }

    [TestMethod]
    public void A_stream_fed_byte_by_byte_gives_the_same()
    {
        byte[] stream = Stream();

        Same(Read(stream, 0, 0), Read(stream, 0, 1), "Byte by byte");
    }

    [TestMethod]
    public void A_stream_cut_in_two_at_any_byte_gives_the_same()
    {
        byte[] stream = Stream();
        ArrayList whole = Read(stream, 0, 0);

        for (int cut = 1; cut < stream.Length; cut++)
        {
            Same(whole, Read(stream, cut, 0), "Cut at " + cut);
        }
    }

    [TestMethod]
    public void A_stream_fed_in_pieces_of_any_size_gives_the_same()
    {
        byte[] stream = Stream();
        ArrayList whole = Read(stream, 0, 0);

        for (int size = 2; size < 140; size += 3)
        {
            Same(whole, Read(stream, 0, size), "Pieces of " + size);
        }
    }

    [TestMethod]
    public void An_error_comes_behind_the_same_packets_wherever_the_stream_is_cut()
    {
        byte[] stream = Hex.Parse("20 02 00 00 32 07 00 03 61 2F 62 00 0A 30 03 00 01 2B D0 00");

        for (int cut = 1; cut < stream.Length; cut++)
        {
            DecoderRig rig = new DecoderRig();
            rig.Feed(stream, 0, cut);
            Assert.AreEqual((int)MqttDecodeResult.Error, (int)rig.Feed(stream, cut, stream.Length - cut), "Cut at " + cut);
            Assert.AreEqual((int)MqttProtocolError.InvalidTopic, (int)rig.Error);
            Assert.AreEqual(2, rig.Items.Count, "Cut at " + cut);
        }
    }

    /// <summary>Every packet a server sends, among them a message in three fragments, one that just fits and one that is a little too large.</summary>
    private static byte[] Stream()
    {
        byte[][] packets =
        {
            Hex.Parse("20 02 01 00"),
            Hex.Parse("90 03 80 00 02"),
            DecoderRig.Publish("é/€/😀", 7, MqttQos.ExactlyOnce, 3),
            Hex.Parse("62 02 00 07"),
            DecoderRig.Publish("t", 10, MqttQos.AtLeastOnce, 300),
            Hex.Parse("40 02 00 01"),
            Hex.Parse("50 02 00 02"),
            DecoderRig.Publish("fits", 0, MqttQos.AtMostOnce, 120),
            Hex.Parse("70 02 00 02"),
            DecoderRig.Publish("a/b", 0, MqttQos.AtMostOnce, 0),
            DecoderRig.Publish("two", 0, MqttQos.AtMostOnce, 123),
            Hex.Parse("B0 02 80 00"),
            Hex.Parse("D0 00"),
        };
        int length = 0;
        foreach (byte[] packet in packets)
        {
            length += packet.Length;
        }

        byte[] stream = new byte[length];
        int position = 0;
        foreach (byte[] packet in packets)
        {
            Array.Copy(packet, 0, stream, position, packet.Length);
            position += packet.Length;
        }

        return stream;
    }

    /// <summary>Feeds the stream in two parts, or in pieces of a size; 0 for neither.</summary>
    private static ArrayList Read(byte[] stream, int cut, int size)
    {
        DecoderRig rig = new DecoderRig();
        int position = cut;
        rig.Feed(stream, 0, cut);
        while (position < stream.Length)
        {
            int rest = stream.Length - position;
            int count = size > 0 && size < rest ? size : rest;
            Assert.AreEqual((int)MqttDecodeResult.NeedMore, (int)rig.Feed(stream, position, count), "Error " + (int)rig.Error);
            position += count;
        }

        Assert.IsFalse(rig.Decoder.IsMidPacket);
        return rig.Items;
    }

    private static void Same(ArrayList expected, ArrayList actual, string what)
    {
        Assert.AreEqual(expected.Count, actual.Count, what);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.AreEqual((string)expected[i]!, (string)actual[i]!, what + ", item " + i);
        }
    }
}
