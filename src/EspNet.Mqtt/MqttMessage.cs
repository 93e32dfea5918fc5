using System.Text;

namespace EspNet.Mqtt;

/// <summary>A message from the broker, or a fragment of one that is larger than the receive buffer. It is the application's to keep.</summary>
public sealed class MqttMessage
{
    internal MqttMessage(string topic, byte[] payload, int offset, int total, MqttQos qos, bool retain, bool duplicate)
    {
        Topic = topic;
        Payload = payload;
        Offset = offset;
        Total = total;
        Qos = qos;
        Retain = retain;
        Duplicate = duplicate;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The payload, or this part of it; empty for an empty message.</summary>
    public byte[] Payload { get; }

    /// <summary>The payload read as UTF-8 text, decoded anew at each call. A fragment may end inside a character.</summary>
    public string Text => Encoding.UTF8.GetString(Payload, 0, Payload.Length);

    /// <summary>Offset of <see cref="Payload"/> in the whole payload, in bytes; 0 for the first or only part.</summary>
    public int Offset { get; }

    /// <summary>Length of the whole payload in bytes.</summary>
    public int Total { get; }

    /// <summary>Quality of service by which it came.</summary>
    public MqttQos Qos { get; }

    /// <summary>It was retained by the broker, and came because of a new subscription.</summary>
    public bool Retain { get; }

    /// <summary>The broker says that it has sent it before.</summary>
    public bool Duplicate { get; }

    /// <summary>This is the whole message.</summary>
    public bool IsWhole => Payload.Length == Total;

    /// <summary>This is the last or only part.</summary>
    public bool IsLast => Offset + Payload.Length == Total;
}
