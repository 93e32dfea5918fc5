namespace EspNet.Bench.Mqtt;

/// <summary>What a broker remembers: sessions and retained messages. Guarded by the broker's gate.</summary>
internal sealed class BrokerState
{
    private readonly Dictionary<string, BenchSession> _sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BenchMessage> _retained = new(StringComparer.Ordinal);
    private readonly HashSet<string> _persistentClients = new(StringComparer.Ordinal);
    private int _invented;

    public IEnumerable<BenchSession> Sessions => _sessions.Values;

    public IEnumerable<BenchMessage> Retained => _retained.Values;

    public string InventClientId() => $"bench-{++_invented}";

    /// <summary>
    /// Notes a CONNECT and says whether this client can have messages of an earlier connection to send again. It outlives
    /// <see cref="Forget"/>: a client keeps its side of a session that the broker has lost.
    /// </summary>
    public bool RememberConnect(string clientId, bool clean)
    {
        bool before = _persistentClients.Contains(clientId);
        if (clean)
        {
            _persistentClients.Remove(clientId);
        }
        else
        {
            _persistentClients.Add(clientId);
        }

        return before && !clean;
    }

    /// <summary>Resumes or begins the session of a client, after closing any connection that has it now [MQTT-3.1.4-2].</summary>
    public (BenchSession Session, bool Present) Open(string clientId, bool clean)
    {
        if (_sessions.TryGetValue(clientId, out BenchSession? old))
        {
            old.Conversation?.TakenOver();
        }

        // Asked again: a clean session went away with its connection.
        if (!clean && _sessions.TryGetValue(clientId, out old))
        {
            return (old, true);
        }

        var session = new BenchSession(clientId, clean);
        _sessions[clientId] = session;
        return (session, false);
    }

    public void ConnectionEnded(BenchSession session)
    {
        if (session.Clean && _sessions.GetValueOrDefault(session.ClientId) == session)
        {
            _sessions.Remove(session.ClientId);
        }
    }

    public void Forget()
    {
        _sessions.Clear();
        _retained.Clear();
    }

    /// <summary>Keeps a retained message and hands the message to every session with a matching subscription.</summary>
    public void Route(BenchMessage message)
    {
        if (message.Retain)
        {
            if (message.Payload.Length == 0)
            {
                _retained.Remove(message.Topic);
            }
            else
            {
                _retained[message.Topic] = message;
            }
        }

        BenchMessage live = message with { Retain = false }; // [MQTT-3.3.1-9]
        foreach (BenchSession session in _sessions.Values.ToArray())
        {
            int granted = session.GrantedQos(message.Topic);
            int qos = Math.Min(granted, message.Qos);
            if (granted < 0)
            {
                continue;
            }

            if (session.Conversation?.Outbound is { } outbound)
            {
                outbound.Deliver(live, qos);
            }
            else if (qos > 0)
            {
                session.Queued.Enqueue((live, qos));
            }
        }
    }

    public void DeliverRetained(OutboundFlow outbound, List<(string Filter, int Qos)> filters)
    {
        foreach ((string filter, int qos) in filters)
        {
            foreach (BenchMessage message in _retained.Values)
            {
                if (TopicFilter.Matches(filter, message.Topic))
                {
                    outbound.Deliver(message, Math.Min(qos, message.Qos));
                }
            }
        }
    }
}
