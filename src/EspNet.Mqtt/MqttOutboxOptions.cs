using System;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>
/// The outbox: messages that wait to be sent or acknowledged, copied into one block of memory that is taken when the
/// client is made and never grows.
/// </summary>
public sealed class MqttOutboxOptions
{
    private int _maximumMessages = MqttDefaults.OutboxMessages;
    private int _maximumBytes = MqttDefaults.OutboxBytes;

    /// <summary>Messages it holds, 1 to 1,024; default 16. It is also how many can be unacknowledged at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumMessages
    {
        get => _maximumMessages;
        set => _maximumMessages = OptionRange.Check(value, 1, 1024);
    }

    /// <summary>
    /// Bytes it holds, 128 to 1,048,576; default 4,096: each message takes its payload, up to three bytes for each
    /// character of its topic, and nine. Larger messages can be published from a stream, which takes only the header.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumBytes
    {
        get => _maximumBytes;
        set => _maximumBytes = OptionRange.Check(value, 128, 1024 * 1024);
    }

    /// <summary>What happens when it is full; default Refuse.</summary>
    public MqttOutboxPolicy WhenFull { get; set; } = MqttOutboxPolicy.Refuse;
}
