namespace EspNet.Mqtt.Session;

/// <summary>One slot of the outbox: its packet identifier belongs to it for ever, the rest to the message in it.</summary>
internal sealed class OutboundMessage
{
    internal readonly int PacketId;
    internal OutboundMessage? Previous;
    internal OutboundMessage? Next;
    internal OutboundState State;
    internal MqttQos Qos;

    /// <summary>Some of its PUBLISH was sent in this session, so the next one is a redelivery.</summary>
    internal bool IsAttempted;

    /// <summary>QoS 2: its PUBLISH was sent whole in this session, so the broker may hold the identifier until PUBREL.</summary>
    internal bool IsHeld;

    /// <summary>Its caller has given up; only the identifier is still in use.</summary>
    internal bool IsAbandoned;

    /// <summary>Number by which the application knows the message.</summary>
    internal int Token;

    /// <summary>Where the packet stands in the outbox's block, and its length there.</summary>
    internal int Offset;
    internal int Length;

    /// <summary>What the driver wants back when the message is done.</summary>
    internal object? Owner;

    /// <summary>The payload, where it does not stand in the block but is fetched by the driver.</summary>
    internal object? Body;
    internal int BodyLength;

    /// <summary>When it was sent, in the caller's milliseconds.</summary>
    internal long Since;

    /// <summary>Why it failed.</summary>
    internal MqttError Error;

    internal OutboundMessage(int packetId)
    {
        PacketId = packetId;
    }

    /// <summary>An acknowledgement is awaited. Not so before PUBREL is sent: until then <see cref="Since"/> is that of another packet.</summary>
    internal bool IsInFlight => State == OutboundState.AwaitPuback || State == OutboundState.AwaitPubrec || State == OutboundState.AwaitPubcomp;
}
