namespace EspNet.Mqtt.Protocol;

/// <summary>
/// The packet a decoder has just read. One object is used over and over: take from it what is needed before the
/// decoder is asked again.
/// </summary>
public sealed class MqttPacket
{
    /// <summary>The packet's type.</summary>
    public MqttPacketType Type;

    /// <summary>Packet identifier, 1 to 65535; 0 where the packet has none.</summary>
    public int PacketId;

    /// <summary>CONNACK: the broker kept the session.</summary>
    public bool SessionPresent;

    /// <summary>CONNACK: the return code. SUBACK: the granted QoS, or 0x80 for refused.</summary>
    public int ReturnCode;

    /// <summary>PUBLISH: quality of service.</summary>
    public MqttQos Qos;

    /// <summary>PUBLISH: the broker sends this message again.</summary>
    public bool Duplicate;

    /// <summary>PUBLISH: a retained message, sent because of a new subscription.</summary>
    public bool Retain;

    /// <summary>PUBLISH: the topic.</summary>
    public string Topic = string.Empty;

    /// <summary>The decoder's buffer, in which topic and payload stand.</summary>
    public byte[] Buffer;

    /// <summary>PUBLISH: where the topic's bytes start. Valid in the first fragment only.</summary>
    public int TopicOffset;

    /// <summary>PUBLISH: length of the topic in bytes.</summary>
    public int TopicLength;

    /// <summary>PUBLISH: where this part of the payload starts in <see cref="Buffer"/>.</summary>
    public int PayloadOffset;

    /// <summary>PUBLISH: length of this part of the payload in bytes.</summary>
    public int PayloadCount;

    /// <summary>PUBLISH: offset of this part in the whole payload; 0 for the first or only one.</summary>
    public int FragmentOffset;

    /// <summary>PUBLISH: length of the whole payload in bytes.</summary>
    public int PayloadTotal;

    internal MqttPacket(byte[] buffer)
    {
        Buffer = buffer;
    }

    /// <summary>PUBLISH: this part is the last, or the only one.</summary>
    public bool IsLast => FragmentOffset + PayloadCount == PayloadTotal;
}
