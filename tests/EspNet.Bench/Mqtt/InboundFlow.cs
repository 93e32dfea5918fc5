namespace EspNet.Bench.Mqtt;

/// <summary>
/// Messages from a client on one connection: answers them, and judges every identifier, DUP flag and order against what
/// the client can know. An acknowledgement counts as known to the client from the moment it is written, never before, so
/// nothing is reported that a correct client could have done.
/// </summary>
internal sealed class InboundFlow(Conversation conversation, BenchSession session, bool mayRedeliver, bool is31)
{
    private readonly HashSet<ushort> _subscribeIds = [];
    private readonly List<ushort> _pubrecOrder = [];
    private long _lastRedelivered = -1;

    public void Publish(BenchMessage message, ushort packetId, bool dup)
    {
        if (message.Qos == 0)
        {
            conversation.Accept(message, packetId, dup);
            return;
        }

        if (_subscribeIds.Contains(packetId))
        {
            throw IdInUse("PUBLISH", packetId);
        }

        session.Inbound.TryGetValue(packetId, out InboundPublish? known);
        bool again = Judge(known, message, packetId, dup);
        InboundPublish current = again ? known! : new InboundPublish(message, session.NextSequence++, this);
        session.Inbound[packetId] = current;
        current.Flow = this;
        current.Stage = InboundStage.Received;
        if (!again || message.Qos == 1)
        {
            conversation.Accept(message, packetId, dup);
        }

        if (message.Qos == 1)
        {
            conversation.Answer(BenchPacketType.Puback, packetId, () => current.Stage = InboundStage.Done);
        }
        else
        {
            AnswerPubrec(packetId, current);
        }
    }

    public void Pubrel(ushort packetId)
    {
        session.Inbound.TryGetValue(packetId, out InboundPublish? known);
        bool hereBefore = known?.Flow == this;
        if (known is { Stage: InboundStage.Recorded })
        {
            CheckPubrelOrder(packetId);
        }
        else if (hereBefore && known!.Stage == InboundStage.Received)
        {
            throw new ProtocolViolationException("MQTT-4.3.3-1", $"A PUBREL for {packetId}, whose PUBREC was never sent.");
        }
        else if (hereBefore && known!.Message.Qos == 2 && !is31)
        {
            throw new ProtocolViolationException("MQTT-4.4.0-1", $"PUBREL {packetId} is sent again on the same connection.");
        }
        else if (known == null ? !mayRedeliver : hereBefore && known.Message.Qos == 1)
        {
            throw new ProtocolViolationException("MQTT-2.3.1-6", $"A PUBREL for {packetId}, which no QoS 2 PUBLISH has used.");
        }

        // Anything else can follow from a lost acknowledgement or a lost session: PUBCOMP, and nothing to report.
        if (known != null && known.Message.Qos == 2)
        {
            known.Flow = this;
            known.Stage = InboundStage.Released;
        }

        conversation.Answer(BenchPacketType.Pubcomp, packetId, () =>
        {
            if (known is { Stage: InboundStage.Released })
            {
                known.Stage = InboundStage.Done;
            }
        });
    }

    /// <summary>SUBSCRIBE and UNSUBSCRIBE take identifiers from the same space as PUBLISH.</summary>
    public void Claim(string packet, ushort packetId)
    {
        bool publishing = session.Inbound.TryGetValue(packetId, out InboundPublish? known) && known.Stage != InboundStage.Done && IsCertain(known);
        if (publishing || !_subscribeIds.Add(packetId))
        {
            throw IdInUse(packet, packetId);
        }
    }

    public void Unclaim(ushort packetId) => _subscribeIds.Remove(packetId);

    /// <summary>At DISCONNECT: everything certainly unacknowledged was to be sent again on this connection [MQTT-4.4.0-1].</summary>
    public void CheckAllRedelivered()
    {
        foreach ((ushort id, InboundPublish known) in session.Inbound)
        {
            if (known.Stage != InboundStage.Done && known.Flow != this)
            {
                throw new ProtocolViolationException("MQTT-4.4.0-1", $"DISCONNECT, and message {id} of an earlier connection was not sent again.");
            }
        }
    }

    // Returns true for a redelivery of what is known, false for a message that the broker sees for the first time.
    private bool Judge(InboundPublish? known, BenchMessage message, ushort id, bool dup)
    {
        if (known == null)
        {
            if (dup && !mayRedeliver)
            {
                throw FirstWithDup(message, id);
            }

            if (dup)
            {
                // The broker never saw it, so it was lost after everything the broker did see.
                _lastRedelivered = long.MaxValue;
            }

            return false;
        }

        bool same = known.Message.SameAs(message);
        return known.Flow == this ? JudgeHere(known, message, id, dup, same) : JudgeEarlier(known, message, id, dup, same);
    }

    private bool JudgeHere(InboundPublish known, BenchMessage message, ushort id, bool dup, bool same)
    {
        if (known.Stage == InboundStage.Done && !dup)
        {
            return false;
        }

        if (!dup || (!same && known.Stage != InboundStage.Done))
        {
            throw IdInUse("PUBLISH", id);
        }

        if (!same)
        {
            throw FirstWithDup(message, id);
        }

        // MQTT 3.1 (4.2) lets a client send again after a time-out; 3.1.1 only after a reconnect.
        return is31 ? true : throw new ProtocolViolationException("MQTT-4.4.0-1", $"PUBLISH {id} is sent again on the same connection.");
    }

    private bool JudgeEarlier(InboundPublish known, BenchMessage message, ushort id, bool dup, bool same)
    {
        switch (known.Stage)
        {
            case InboundStage.Done:
                // The acknowledgement may be lost, or it arrived and the identifier has a new owner that was lost: both are
                // allowed, so the order cannot be judged either.
                return dup && same && message.Qos == 1;

            case InboundStage.Released when dup && same:
                throw new ProtocolViolationException("MQTT-4.3.3-1", $"PUBLISH {id} is sent again after its PUBREL.");

            case InboundStage.Released:
                throw IdInUse("PUBLISH", id);

            default:
                if (!same)
                {
                    throw IdInUse("PUBLISH", id);
                }

                if (!dup)
                {
                    throw new ProtocolViolationException("MQTT-3.3.1-1", $"PUBLISH {id} is sent again without DUP.");
                }

                if (known.Sequence < _lastRedelivered)
                {
                    throw new ProtocolViolationException("MQTT-4.6.0-1", $"PUBLISH {id} is sent again out of the original order.");
                }

                _lastRedelivered = known.Sequence;
                return true;
        }
    }

    private void AnswerPubrec(ushort packetId, InboundPublish current) =>
        conversation.Answer(BenchPacketType.Pubrec, packetId, () =>
        {
            if (current.Stage == InboundStage.Received)
            {
                current.Stage = InboundStage.Recorded;
            }

            _pubrecOrder.Add(packetId);
        });

    private void CheckPubrelOrder(ushort packetId)
    {
        int place = _pubrecOrder.IndexOf(packetId);
        if (place > 0)
        {
            throw new ProtocolViolationException("MQTT-4.6.0-4", $"PUBREL {packetId} comes before PUBREL {_pubrecOrder[0]}, whose PUBREC was sent first.");
        }

        if (place == 0)
        {
            _pubrecOrder.RemoveAt(0);
        }
    }

    private static bool IsCertain(InboundPublish known) => known.Stage is InboundStage.Received or InboundStage.Recorded or InboundStage.Released;

    private static ProtocolViolationException IdInUse(string packet, ushort id) =>
        new("MQTT-2.3.1-2", $"A new {packet} uses the packet identifier {id}, which is in flight.");

    private static ProtocolViolationException FirstWithDup(BenchMessage message, ushort id) =>
        new(message.Qos == 1 ? "MQTT-4.3.2-1" : "MQTT-4.3.3-1", $"PUBLISH {id} has DUP set on its first delivery.");
}
