namespace EspNet.Mqtt;

/// <summary>What went wrong with an operation of the client.</summary>
public enum MqttError
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The answer did not come in time. A QoS 1 or 2 message from a byte array stays in the outbox and is still delivered.</summary>
    Timeout,

    /// <summary>The client is not started, or there was no connection when one was needed.</summary>
    NotConnected,

    /// <summary>The outbox is full and its policy is to refuse.</summary>
    OutboxFull,

    /// <summary>The message can never be sent: larger than the outbox, or than MQTT allows (268,435,455 bytes).</summary>
    MessageTooLarge,

    /// <summary>The message was dropped to make room for a newer one.</summary>
    Dropped,

    /// <summary>The link was lost while a QoS 0 message was being written.</summary>
    ConnectionLost,

    /// <summary>The broker lost the session in the second half of a QoS 2 exchange: whether it delivered the message cannot be known, and sending it again could deliver it twice.</summary>
    SessionLost,

    /// <summary>The broker refused the subscription (SUBACK 0x80).</summary>
    SubscriptionRefused,

    /// <summary>The table of subscriptions is full.</summary>
    TooManySubscriptions,

    /// <summary>The broker refused the connection; <see cref="MqttException.DisconnectReason"/> says why.</summary>
    ConnectionRefused,

    /// <summary>The first connection could not be made; <see cref="MqttException.DisconnectReason"/> says why.</summary>
    ConnectionFailed,

    /// <summary>The stream of a message ended early or failed while it was read.</summary>
    PayloadStreamFailed,

    /// <summary>The client was disconnected or disposed during the operation.</summary>
    Disposed,

    /// <summary>The URI or an option does not fit the others.</summary>
    InvalidOptions,
}
