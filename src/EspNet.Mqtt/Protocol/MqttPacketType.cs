namespace EspNet.Mqtt.Protocol;

/// <summary>Control packet types (MQTT 3.1.1, table 2.1).</summary>
public enum MqttPacketType : byte
{
    /// <summary>Client to server: request to connect.</summary>
    Connect = 1,

    /// <summary>Server to client: answer to CONNECT.</summary>
    ConnAck = 2,

    /// <summary>Both ways: a message.</summary>
    Publish = 3,

    /// <summary>Both ways: acknowledges a QoS 1 message.</summary>
    PubAck = 4,

    /// <summary>Both ways: a QoS 2 message was received.</summary>
    PubRec = 5,

    /// <summary>Both ways: a QoS 2 message is released.</summary>
    PubRel = 6,

    /// <summary>Both ways: a QoS 2 message is complete.</summary>
    PubComp = 7,

    /// <summary>Client to server: subscribe.</summary>
    Subscribe = 8,

    /// <summary>Server to client: answer to SUBSCRIBE.</summary>
    SubAck = 9,

    /// <summary>Client to server: unsubscribe.</summary>
    Unsubscribe = 10,

    /// <summary>Server to client: answer to UNSUBSCRIBE.</summary>
    UnsubAck = 11,

    /// <summary>Client to server: are you there?</summary>
    PingReq = 12,

    /// <summary>Server to client: yes.</summary>
    PingResp = 13,

    /// <summary>Client to server: goodbye.</summary>
    Disconnect = 14,
}
