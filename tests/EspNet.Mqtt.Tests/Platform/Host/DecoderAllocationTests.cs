using System;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

/// <summary>What reading costs in memory; only the PC's runtime counts it.</summary>
[TestClass]
public class DecoderAllocationTests
{
    private const int Rounds = 100;

    [TestMethod]
    [DataRow("30 FF FF FF 7F")]
    [DataRow("32 81 80 01")]
    public void A_length_over_the_limit_takes_no_memory(string header)
    {
        MqttDecoder decoder = new MqttDecoder(128, 16_384);

        Assert.AreEqual(0L, Allocated(decoder, Hex.Parse(header), Rounds));
        Assert.AreEqual((int)MqttProtocolError.PacketTooLarge, (int)decoder.Error);
    }

    [TestMethod]
    [DataRow("30 FF FF FF 7F 00 02")]
    [DataRow("30 FF FF FF 7F FF FF")]
    public void A_length_within_the_limit_takes_none_before_its_bytes_have_come(string start)
    {
        MqttDecoder decoder = new MqttDecoder(128, 268_435_455);

        Assert.AreEqual(0L, Allocated(decoder, Hex.Parse(start), Rounds));
        Assert.AreEqual((int)MqttProtocolError.None, (int)decoder.Error);
    }

    [TestMethod]
    public void Packets_without_text_take_no_memory()
    {
        MqttDecoder decoder = new MqttDecoder(128, 16_384);

        Assert.AreEqual(0L, Allocated(decoder, Hex.Parse("20 02 00 00 90 03 80 00 01 40 02 00 01 50 02 00 02 62 02 00 03 70 02 00 02 B0 02 80 00 D0 00"), Rounds));
    }

    [TestMethod]
    public void A_message_takes_its_topic_once_and_no_more()
    {
        MqttDecoder decoder = new MqttDecoder(128, 16_384);

        // A string of three characters: 22 bytes and two for each, in steps of eight.
        Assert.AreEqual(32L * Rounds, Allocated(decoder, Hex.Parse("32 08 00 03 61 2F 62 00 0A 78"), Rounds));
    }

    private static long Allocated(MqttDecoder decoder, byte[] bytes, int rounds)
    {
        Read(decoder, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
        {
            Read(decoder, bytes);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Read(MqttDecoder decoder, byte[] bytes)
    {
        decoder.Reset();
        Array.Copy(bytes, 0, decoder.Buffer, decoder.Position, bytes.Length);
        decoder.Advance(bytes.Length);
        while (decoder.Next() == MqttDecodeResult.Packet)
        {
        }
    }
}
