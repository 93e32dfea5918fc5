using System;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Internal;

/// <summary>A message, or a part of one, on its way from the session to the handlers.</summary>
internal sealed class IncomingMessage
{
    internal string Topic = string.Empty;
    internal byte[] Buffer = new byte[0];
    internal int BufferOffset;
    internal int Count;
    internal int Offset;
    internal int Total;
    internal MqttQos Qos;
    internal bool Retain;
    internal bool Duplicate;
    internal int PacketId;
    internal int Connection;

    internal bool IsLast => Offset + Count == Total;

    /// <summary>Points at the decoder's buffer: valid until more is read.</summary>
    internal void Set(MqttPacket packet, int connection)
    {
        Topic = packet.Topic;
        Buffer = packet.Buffer;
        BufferOffset = packet.PayloadOffset;
        Count = packet.PayloadCount;
        Offset = packet.FragmentOffset;
        Total = packet.PayloadTotal;
        Qos = packet.Qos;
        Retain = packet.Retain;
        Duplicate = packet.Duplicate;
        PacketId = packet.PacketId;
        Connection = connection;
    }

    /// <summary>Copies the payload, so that the message outlives the decoder's buffer.</summary>
    internal void Detach()
    {
        Buffer = CopyPayload();
        BufferOffset = 0;
    }

    internal byte[] CopyPayload()
    {
        byte[] payload = new byte[Count];
        Array.Copy(Buffer, BufferOffset, payload, 0, Count);
        return payload;
    }
}
