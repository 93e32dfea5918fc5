namespace EspNet.Mqtt.Session;

/// <summary>Where a message of the outbox stands. QoS 0 uses the first two states only.</summary>
/// <remarks>
/// QoS 1 (MQTT 3.1.1, section 4.3.2): Queued, Sending, AwaitPuback.
/// QoS 2 (section 4.3.3): Queued, Sending, AwaitPubrec, PubrelDue, AwaitPubcomp.
/// A lost connection moves the message back: see <see cref="OutgoingMessages.Requeue"/>.
/// </remarks>
internal enum OutboundState
{
    /// <summary>PUBLISH is to be sent.</summary>
    Queued = 0,

    /// <summary>PUBLISH has been taken out in part, or (QoS 0) whole but is not yet known to be written.</summary>
    Sending,

    /// <summary>QoS 1: PUBACK is awaited.</summary>
    AwaitPuback,

    /// <summary>QoS 2: PUBREC is awaited.</summary>
    AwaitPubrec,

    /// <summary>QoS 2: PUBREL is to be sent.</summary>
    PubrelDue,

    /// <summary>QoS 2: PUBCOMP is awaited.</summary>
    AwaitPubcomp,

    /// <summary>Given up; the driver has yet to be told.</summary>
    Failed,
}
