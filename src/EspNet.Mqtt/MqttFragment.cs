namespace EspNet.Mqtt;

/// <summary>
/// A message, or a part of one, where it stands in the client's buffer: nothing is copied. One object is used over and
/// over; it is valid until the handler returns. A method of the client that waits inside the handler moves the bytes to
/// a copy: read <see cref="Buffer"/> and <see cref="BufferOffset"/> again after it.
/// </summary>
public sealed class MqttFragment
{
    internal MqttFragment()
    {
    }

    /// <summary>The topic.</summary>
    public string Topic { get; private set; } = string.Empty;

    /// <summary>The buffer in which the payload stands. Not to be written to.</summary>
    public byte[] Buffer { get; private set; } = new byte[0];

    /// <summary>Where this part of the payload starts in <see cref="Buffer"/>.</summary>
    public int BufferOffset { get; private set; }

    /// <summary>Length of this part in bytes.</summary>
    public int Count { get; private set; }

    /// <summary>Offset of this part in the whole payload, in bytes; 0 for the first or only part.</summary>
    public int Offset { get; private set; }

    /// <summary>Length of the whole payload in bytes.</summary>
    public int Total { get; private set; }

    /// <summary>Quality of service by which it came.</summary>
    public MqttQos Qos { get; private set; }

    /// <summary>It was retained by the broker, and came because of a new subscription.</summary>
    public bool Retain { get; private set; }

    /// <summary>The broker says that it has sent it before.</summary>
    public bool Duplicate { get; private set; }

    /// <summary>This is the last or only part.</summary>
    public bool IsLast => Offset + Count == Total;

    internal void Set(Internal.IncomingMessage message)
    {
        Topic = message.Topic;
        Buffer = message.Buffer;
        BufferOffset = message.BufferOffset;
        Count = message.Count;
        Offset = message.Offset;
        Total = message.Total;
        Qos = message.Qos;
        Retain = message.Retain;
        Duplicate = message.Duplicate;
    }
}
