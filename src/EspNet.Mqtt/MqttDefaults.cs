namespace EspNet.Mqtt;

/// <summary>Every default and limit of EspNet.Mqtt, once, with its source.</summary>
public static class MqttDefaults
{
    /// <summary>Port of mqtt:// (IANA).</summary>
    public const int Port = 1883;

    /// <summary>Port of mqtts:// (IANA).</summary>
    public const int SecurePort = 8883;

    /// <summary>Keep-alive in seconds: 120 (FAQ: "default keepalive value of the MQTT component").</summary>
    public const int KeepAliveSeconds = 120;

    /// <summary>A keep-alive below this many seconds is allowed but warned about (FAQ, keep-alive with Bluetooth LE: "as long as it is not too small").</summary>
    public const int ShortKeepAliveSeconds = 15;

    /// <summary>How long PINGRESP is awaited, in milliseconds: 10 s, as esp-mqtt's network timeout.</summary>
    public const int PingTimeout = 10_000;

    /// <summary>How long a connection may take from name look-up to CONNACK, in milliseconds: 10 s, as esp-mqtt's network timeout.</summary>
    public const int ConnectTimeout = 10_000;

    /// <summary>How long Connect waits for the first connection, in milliseconds: several attempts fit.</summary>
    public const int FirstConnectTimeout = 30_000;

    /// <summary>How long Subscribe and Unsubscribe wait for their acknowledgement, in milliseconds.</summary>
    public const int SubscribeTimeout = 10_000;

    /// <summary>How long Publish waits for its acknowledgement, in milliseconds; long enough for one reconnect.</summary>
    public const int PublishTimeout = 30_000;

    /// <summary>How long a live connection may leave a message unacknowledged before it is made anew, in milliseconds.</summary>
    public const int AcknowledgementTimeout = 60_000;

    /// <summary>How long Disconnect lets the outbox drain, in milliseconds.</summary>
    public const int DisconnectTimeout = 5_000;

    /// <summary>How long Disconnect and Dispose wait for the client's thread to end, in milliseconds; a handler that does not return keeps it longer.</summary>
    public const int EndTimeout = 2_000;

    /// <summary>Receive buffer in bytes. A packet that fits arrives in one piece, a larger message as fragments.</summary>
    public const int ReceiveBufferSize = 1024;

    /// <summary>Send buffer in bytes: what goes to the transport in one write. Below lwIP's low-water mark of 2,881 bytes, so that a writable socket takes it without blocking.</summary>
    public const int SendBufferSize = 1024;

    /// <summary>Largest packet accepted from the broker, in bytes: 16 KB.</summary>
    public const int MaximumPacketSize = 16 * 1024;

    /// <summary>Messages the outbox holds, sent and unsent.</summary>
    public const int OutboxMessages = 16;

    /// <summary>Bytes of the outbox.</summary>
    public const int OutboxBytes = 4096;

    /// <summary>Subscriptions a client holds.</summary>
    public const int Subscriptions = 16;

    /// <summary>
    /// QoS 2 messages the broker may have half-way at once; two bytes each, taken as needed. Brokers allow 10 to 100 by
    /// default, but some send all that has waited at once after a restart.
    /// </summary>
    public const int IncomingExactlyOnce = 1024;

    /// <summary>Bytes of messages kept while a handler waits for the broker, so that the answer behind them can be read.</summary>
    public const int DeferredBytes = 16 * 1024;

    /// <summary>Smallest receive and send buffer, in bytes.</summary>
    internal const int SmallestBuffer = 128;

    /// <summary>Largest remaining length of a packet (MQTT 3.1.1, section 2.2.3).</summary>
    internal const int LargestRemainingLength = 268_435_455;

    /// <summary>Largest string or binary field (MQTT 3.1.1, section 1.5.3).</summary>
    internal const int LargestField = 65_535;
}
