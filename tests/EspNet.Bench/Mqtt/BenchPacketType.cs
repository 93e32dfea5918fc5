namespace EspNet.Bench.Mqtt;

/// <summary>MQTT control packet types (MQTT 3.1.1, table 2.1).</summary>
public enum BenchPacketType
{
    /// <summary>Client asks to connect.</summary>
    Connect = 1,

    /// <summary>Broker answers CONNECT.</summary>
    Connack = 2,

    /// <summary>An application message, either way.</summary>
    Publish = 3,

    /// <summary>Answers a QoS 1 PUBLISH.</summary>
    Puback = 4,

    /// <summary>Answers a QoS 2 PUBLISH.</summary>
    Pubrec = 5,

    /// <summary>Answers PUBREC.</summary>
    Pubrel = 6,

    /// <summary>Answers PUBREL.</summary>
    Pubcomp = 7,

    /// <summary>Client subscribes.</summary>
    Subscribe = 8,

    /// <summary>Answers SUBSCRIBE.</summary>
    Suback = 9,

    /// <summary>Client unsubscribes.</summary>
    Unsubscribe = 10,

    /// <summary>Answers UNSUBSCRIBE.</summary>
    Unsuback = 11,

    /// <summary>Client asks whether the broker is there.</summary>
    Pingreq = 12,

    /// <summary>Answers PINGREQ.</summary>
    Pingresp = 13,

    /// <summary>Client says goodbye.</summary>
    Disconnect = 14,
}
