using System.Text;

namespace EspNet.Bench.Mqtt;

/// <summary>An application message inside the broker.</summary>
/// <param name="Topic">Topic name.</param>
/// <param name="Payload">Payload; never changed after construction.</param>
/// <param name="Qos">Quality of service it was published with, 0 to 2.</param>
/// <param name="Retain">The retain flag.</param>
internal sealed record BenchMessage(string Topic, byte[] Payload, int Qos, bool Retain)
{
    public bool SameAs(BenchMessage other) =>
        Topic == other.Topic && Qos == other.Qos && Retain == other.Retain && Payload.AsSpan().SequenceEqual(other.Payload);
}

/// <summary>An application message that a client published and the broker took responsibility for.</summary>
/// <param name="ClientId">The publisher.</param>
/// <param name="Topic">Topic name.</param>
/// <param name="Payload">Payload.</param>
/// <param name="Qos">Quality of service, 0 to 2.</param>
/// <param name="Dup">The DUP flag of the PUBLISH.</param>
/// <param name="Retain">The retain flag.</param>
/// <param name="PacketId">Packet identifier; 0 for QoS 0.</param>
public sealed record BenchReceived(string ClientId, string Topic, byte[] Payload, int Qos, bool Dup, bool Retain, ushort PacketId)
{
    /// <summary>The payload as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);
}
