using System.Buffers.Binary;
using System.Text;

namespace EspNet.Bench.Mqtt;

/// <summary>Builds the packets a broker sends.</summary>
internal static class PacketWriter
{
    public static byte[] Connack(bool sessionPresent, byte code) => [0x20, 2, (byte)(sessionPresent ? 1 : 0), code];

    public static byte[] Pingresp() => [0xD0, 0];

    public static byte[] Acknowledge(BenchPacketType type, ushort packetId) =>
        [(byte)(((int)type << 4) | (type == BenchPacketType.Pubrel ? 2 : 0)), 2, (byte)(packetId >> 8), (byte)packetId];

    public static byte[] Suback(ushort packetId, byte[] codes) =>
        Frame(0x90, [(byte)(packetId >> 8), (byte)packetId, .. codes]);

    public static byte[] Publish(BenchMessage message, int qos, bool dup, ushort packetId)
    {
        byte[] topic = Encoding.UTF8.GetBytes(message.Topic);
        int idLength = qos > 0 ? 2 : 0;
        byte[] body = new byte[2 + topic.Length + idLength + message.Payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)topic.Length);
        topic.CopyTo(body, 2);
        if (qos > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2 + topic.Length), packetId);
        }

        message.Payload.CopyTo(body, 2 + topic.Length + idLength);
        return Frame((byte)(0x30 | (dup ? 8 : 0) | (qos << 1) | (message.Retain ? 1 : 0)), body);
    }

    private static byte[] Frame(byte header, byte[] body)
    {
        List<byte> head = [header];
        int length = body.Length;
        do
        {
            head.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        return [.. head, .. body];
    }
}
