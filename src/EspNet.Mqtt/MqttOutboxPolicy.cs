namespace EspNet.Mqtt;

/// <summary>What happens to a message when the outbox is full.</summary>
public enum MqttOutboxPolicy
{
    /// <summary>The new message is refused with OutboxFull. The default: nothing accepted is lost.</summary>
    Refuse = 0,

    /// <summary>The oldest message that was never sent is dropped and reported; when every message has been sent already, the new one is refused.</summary>
    DropOldest,

    /// <summary>Publish waits for room, within its timeout. Enqueue never waits, so it refuses.</summary>
    Block,
}
