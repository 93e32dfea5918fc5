namespace EspNet.Mqtt.Protocol;

/// <summary>What the broker did that the standard, or a limit of this client, does not allow. Each of these closes the connection.</summary>
public enum MqttProtocolError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The remaining length has more than four bytes (section 2.2.3).</summary>
    MalformedRemainingLength,

    /// <summary>The packet is larger than the client's limit; nothing of it was kept.</summary>
    PacketTooLarge,

    /// <summary>The topic does not fit into the receive buffer.</summary>
    TopicTooLong,

    /// <summary>Packet type 0 or 15 (section 2.2.1).</summary>
    ReservedPacketType,

    /// <summary>A packet type that only a client sends.</summary>
    UnexpectedPacket,

    /// <summary>The reserved flags of the fixed header are wrong (MQTT-2.2.2-2).</summary>
    InvalidFlags,

    /// <summary>The remaining length does not fit the packet type.</summary>
    InvalidLength,

    /// <summary>QoS 3 (MQTT-3.3.1-4).</summary>
    InvalidQos,

    /// <summary>DUP is set on a QoS 0 message (MQTT-3.3.1-2).</summary>
    DuplicateAtQos0,

    /// <summary>Packet identifier 0 (MQTT-2.3.1-1).</summary>
    InvalidPacketId,

    /// <summary>The topic of a message is empty (MQTT-4.7.3-1) or contains a wildcard (MQTT-3.3.2-2).</summary>
    InvalidTopic,

    /// <summary>A string is not well-formed UTF-8, or contains U+0000 or a surrogate (MQTT-1.5.3-1, MQTT-1.5.3-2).</summary>
    InvalidUtf8,

    /// <summary>The acknowledge flags of CONNACK have reserved bits set (section 3.2.2.1).</summary>
    InvalidConnAckFlags,

    /// <summary>A return code that the standard reserves (table 3.1, MQTT-3.9.3-2).</summary>
    InvalidReturnCode,

    /// <summary>CONNACK says that a session is present where there can be none (MQTT-3.2.2-1, MQTT-3.2.2-4).</summary>
    UnexpectedSessionPresent,

    /// <summary>The first packet was not CONNACK (MQTT-3.2.0-1).</summary>
    FirstPacketNotConnAck,

    /// <summary>A second CONNACK.</summary>
    SecondConnAck,

    /// <summary>An acknowledgement of something that was not sent, or of the wrong kind.</summary>
    UnsolicitedAcknowledgement,

    /// <summary>PINGRESP without a PINGREQ.</summary>
    UnsolicitedPingResponse,

    /// <summary>More QoS 2 messages half-way than the client's limit. Those within it were completed; the client reconnects for the others.</summary>
    TooManyExactlyOnce,
}
