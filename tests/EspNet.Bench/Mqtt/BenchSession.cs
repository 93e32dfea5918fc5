namespace EspNet.Bench.Mqtt;

/// <summary>How far a message on its way to a client has come.</summary>
internal enum OutboundStage
{
    AwaitPuback,
    AwaitPubrec,
    AwaitPubcomp,
}

/// <summary>A QoS 1 or 2 message that the client has not finished acknowledging.</summary>
internal sealed class OutboundPublish(ushort packetId, BenchMessage message, int qos)
{
    public ushort PacketId { get; } = packetId;

    public BenchMessage Message { get; } = message;

    public int Qos { get; } = qos;

    public OutboundStage Stage { get; set; } = qos == 1 ? OutboundStage.AwaitPuback : OutboundStage.AwaitPubrec;

    /// <summary>The flow that really wrote a PUBREL, so that a PUBCOMP for a lost one is seen as invented.</summary>
    public object? PubrelWrittenBy { get; set; }
}

/// <summary>How far a message published by a client has come, as far as the broker can know.</summary>
internal enum InboundStage
{
    /// <summary>The broker has it; PUBACK or PUBREC was not written, so the client must count it as in flight.</summary>
    Received,

    /// <summary>QoS 2: PUBREC was written.</summary>
    Recorded,

    /// <summary>QoS 2: PUBREL came; PUBCOMP was not written.</summary>
    Released,

    /// <summary>The last acknowledgement was written. Whether it arrived is only known while that connection lives.</summary>
    Done,
}

/// <summary>The newest PUBLISH of a client under one packet identifier.</summary>
internal sealed class InboundPublish(BenchMessage message, long sequence, object flow)
{
    public BenchMessage Message { get; } = message;

    /// <summary>Place in the order of first arrival.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The connection's flow on which it was last heard of.</summary>
    public object Flow { get; set; } = flow;

    public InboundStage Stage { get; set; }
}

/// <summary>Session state of one client identifier (MQTT 3.1.1, section 4.1). All of it is guarded by the broker's gate.</summary>
internal sealed class BenchSession(string clientId, bool clean)
{
    private ushort _lastPacketId;

    public string ClientId { get; } = clientId;

    public bool Clean { get; } = clean;

    public Conversation? Conversation { get; set; }

    public Dictionary<string, int> Subscriptions { get; } = new(StringComparer.Ordinal);

    public List<OutboundPublish> InFlight { get; } = [];

    public Queue<(BenchMessage Message, int Qos)> Queued { get; } = new();

    public Dictionary<ushort, InboundPublish> Inbound { get; } = [];

    public long NextSequence { get; set; }

    /// <summary>The best QoS any subscription grants a topic, or -1. Overlapping filters deliver once, at the highest [MQTT-3.3.5-1].</summary>
    public int GrantedQos(string topic)
    {
        int best = -1;
        foreach ((string filter, int qos) in Subscriptions)
        {
            if (qos > best && TopicFilter.Matches(filter, topic))
            {
                best = qos;
            }
        }

        return best;
    }

    public ushort TakePacketId()
    {
        do
        {
            _lastPacketId = _lastPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (InFlight.Exists(m => m.PacketId == _lastPacketId));
        return _lastPacketId;
    }

    public BenchSessionInfo Describe() => new(
        ClientId,
        Conversation != null,
        Clean,
        new Dictionary<string, int>(Subscriptions),
        Queued.Count,
        InFlight.Count,
        Inbound.Values.Count(p => p.Stage != InboundStage.Done));
}

/// <summary>A look at one session.</summary>
/// <param name="ClientId">Client identifier.</param>
/// <param name="Connected">Whether a client is connected with it now.</param>
/// <param name="CleanSession">Whether it ends with its connection.</param>
/// <param name="Subscriptions">Granted QoS by topic filter.</param>
/// <param name="Queued">Messages that wait to be sent to the client.</param>
/// <param name="InFlightToClient">Messages sent to the client and not yet fully acknowledged by it.</param>
/// <param name="InFlightFromClient">Messages from the client whose last acknowledgement the broker has not written.</param>
public sealed record BenchSessionInfo(
    string ClientId,
    bool Connected,
    bool CleanSession,
    IReadOnlyDictionary<string, int> Subscriptions,
    int Queued,
    int InFlightToClient,
    int InFlightFromClient);
