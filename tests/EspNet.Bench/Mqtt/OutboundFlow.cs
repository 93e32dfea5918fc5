namespace EspNet.Bench.Mqtt;

/// <summary>Messages to a client on one connection: sends them in order, and judges the acknowledgements that come back.</summary>
internal sealed class OutboundFlow(Conversation conversation, BenchSession session, int window)
{
    private readonly Queue<ushort> _pubackOrder = new();
    private readonly Queue<ushort> _pubrecOrder = new();

    /// <summary>Sends again what the last connection left unacknowledged [MQTT-4.4.0-1], then what has queued up.</summary>
    public void Resume()
    {
        foreach (OutboundPublish pending in session.InFlight)
        {
            if (pending.Stage == OutboundStage.AwaitPubcomp)
            {
                SendPubrel(pending);
            }
            else
            {
                Send(pending, dup: true);
            }
        }

        Pump();
    }

    public void Deliver(BenchMessage message, int qos)
    {
        if (qos == 0)
        {
            conversation.SendPublish(message, 0, false, 0);
            return;
        }

        session.Queued.Enqueue((message, qos));
        Pump();
    }

    public void Puback(ushort packetId)
    {
        OutboundPublish pending = Expect(BenchPacketType.Puback, packetId, 1, _pubackOrder, "MQTT-4.6.0-2");
        session.InFlight.Remove(pending);
        Pump();
    }

    public void Pubrec(ushort packetId)
    {
        OutboundPublish pending = Expect(BenchPacketType.Pubrec, packetId, 2, _pubrecOrder, "MQTT-4.6.0-3");
        pending.Stage = OutboundStage.AwaitPubcomp;
        SendPubrel(pending);
    }

    public void Pubcomp(ushort packetId)
    {
        OutboundPublish? pending = session.InFlight.Find(m => m.PacketId == packetId);
        if (pending is not { Stage: OutboundStage.AwaitPubcomp } || pending.PubrelWrittenBy != this)
        {
            throw new ProtocolViolationException("MQTT-4.3.3-2", $"A PUBCOMP for {packetId}, for which no PUBREL was sent.");
        }

        session.InFlight.Remove(pending);
        Pump();
    }

    private OutboundPublish Expect(BenchPacketType type, ushort packetId, int qos, Queue<ushort> order, string orderClause)
    {
        string name = type.ToString().ToUpperInvariant();
        OutboundPublish? pending = session.InFlight.Find(m => m.PacketId == packetId);
        if (pending != null && pending.Qos != qos)
        {
            throw new ProtocolViolationException("MQTT-3.3.4-1", $"A {name} for {packetId}, which is a QoS {pending.Qos} message.");
        }

        if (pending == null || !order.Contains(packetId))
        {
            throw new ProtocolViolationException("MQTT-2.3.1-6", $"A {name} for {packetId}, which the broker did not ask for.");
        }

        ushort first = order.Peek();
        if (first != packetId)
        {
            throw new ProtocolViolationException(orderClause, $"{name} {packetId} comes before {name} {first}, whose PUBLISH was sent first.");
        }

        order.Dequeue();
        return pending;
    }

    private void Pump()
    {
        while (session.InFlight.Count < window && session.Queued.TryDequeue(out (BenchMessage Message, int Qos) next))
        {
            var pending = new OutboundPublish(session.TakePacketId(), next.Message, next.Qos);
            session.InFlight.Add(pending);
            Send(pending, dup: false);
        }
    }

    private void Send(OutboundPublish pending, bool dup)
    {
        (pending.Qos == 1 ? _pubackOrder : _pubrecOrder).Enqueue(pending.PacketId);
        conversation.SendPublish(pending.Message, pending.Qos, dup, pending.PacketId);
    }

    private void SendPubrel(OutboundPublish pending) =>
        conversation.Answer(BenchPacketType.Pubrel, pending.PacketId, () => pending.PubrelWrittenBy = this);
}
