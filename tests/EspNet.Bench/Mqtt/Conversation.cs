namespace EspNet.Bench.Mqtt;

/// <summary>
/// The protocol of one connection, from CONNECT to its end: takes bytes, sends packets, reports violations.
/// Every method runs under the broker's gate.
/// </summary>
internal sealed class Conversation(BenchBroker broker, BenchConnection connection)
{
    private readonly PacketReader _reader = new();
    private readonly Task[] _lastDelayed = [.. Enumerable.Repeat(Task.CompletedTask, 16)];
    private State _state = State.AwaitConnect;
    private ConnectPacket? _connect;
    private BenchSession? _session;
    private InboundFlow? _inbound;
    private bool _sessionPresent;

    private enum State
    {
        AwaitConnect,
        Connected,

        /// <summary>A fault answered CONNECT: what the client sends now means nothing.</summary>
        Deaf,

        /// <summary>After DISCONNECT: any further byte is a violation.</summary>
        SaidGoodbye,
        Ended,
    }

    public string ClientId { get; private set; } = "(not connected)";

    public OutboundFlow? Outbound { get; private set; }

    public bool IsOver => _state is State.SaidGoodbye or State.Ended;

    public bool AwaitsConnect => _state == State.AwaitConnect;

    public TimeSpan? KeepAlive => _state == State.Connected && _connect!.KeepAliveSeconds > 0
        ? TimeSpan.FromSeconds(_connect.KeepAliveSeconds * broker.KeepAliveFactor)
        : null;

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_state == State.SaidGoodbye)
            {
                throw new ProtocolViolationException("MQTT-3.14.4-2", "Something was sent after DISCONNECT.");
            }

            _reader.Append(bytes);
            while (_state is State.AwaitConnect or State.Connected && _reader.TryPeek(out byte header))
            {
                CheckHeader(header);
                if (!_reader.TryRead(out Packet packet))
                {
                    break;
                }

                connection.PacketArrived();
                Handle(packet);
                if (_state == State.SaidGoodbye && _reader.TryPeek(out _))
                {
                    throw new ProtocolViolationException("MQTT-3.14.4-2", "Something was sent after DISCONNECT.");
                }
            }
        }
        catch (ProtocolViolationException violation)
        {
            broker.Report(ClientId, violation.Clause, violation.Message);
            _state = _state == State.SaidGoodbye ? State.Ended : _state; // What follows still is one violation.
            if (violation.ConnackCode != 0)
            {
                connection.Send(PacketWriter.Connack(false, violation.ConnackCode));
            }

            connection.CloseGracefully("violation");
        }
    }

    /// <summary>Reports what only the clock sees [MQTT-3.1.2-24].</summary>
    public void KeepAliveMissed()
    {
        if (broker.ReportMissedKeepAlive)
        {
            broker.Report(ClientId, "MQTT-3.1.2-23", $"No packet for {broker.KeepAliveFactor} times the keep alive of {_connect!.KeepAliveSeconds} s.");
        }

        connection.CloseGracefully("keep alive missed");
    }

    public void TakenOver() => connection.CloseGracefully("taken over by another connection with the same client identifier");

    /// <summary>Frees the session and publishes the will unless the client said goodbye. Twice is fine.</summary>
    public void End(bool publishWill)
    {
        ConnectPacket? connect = _state == State.Connected ? _connect : null;
        if (_state != State.SaidGoodbye)
        {
            _state = State.Ended;
        }

        if (_session?.Conversation == this)
        {
            _session.Conversation = null;
            broker.State.ConnectionEnded(_session);
        }

        _session = null;
        Outbound = null;
        if (publishWill && connect?.Will is { } will)
        {
            broker.State.Route(will);
        }
    }

    public void Accept(BenchMessage message, ushort packetId, bool dup)
    {
        broker.RecordReceived(new BenchReceived(ClientId, message.Topic, message.Payload, message.Qos, dup, message.Retain, packetId));
        broker.State.Route(message);
    }

    public void SendPublish(BenchMessage message, int qos, bool dup, ushort packetId)
    {
        broker.CountDelivered();
        connection.Send(PacketWriter.Publish(message, qos, dup, packetId));
    }

    public void Answer(BenchPacketType type, ushort packetId, Action? written = null) =>
        Answer(type, PacketWriter.Acknowledge(type, packetId), written);

    private void Answer(BenchPacketType type, byte[] packet, Action? written = null)
    {
        if (broker.Faults.TakeDrop(type))
        {
            return;
        }

        TimeSpan delay = broker.Faults.DelayOf(type);
        Task before = _lastDelayed[(int)type];
        if (delay == TimeSpan.Zero && before.IsCompleted)
        {
            written?.Invoke();
            connection.Send(packet);
        }
        else
        {
            // Acknowledgements of one type never overtake each other [MQTT-4.6.0-2]; other types may.
            _lastDelayed[(int)type] = AnswerLaterAsync(before, delay, packet, written);
        }
    }

    private async Task AnswerLaterAsync(Task before, TimeSpan delay, byte[] packet, Action? written)
    {
        await Task.Delay(delay).ConfigureAwait(false);
        await before.ConfigureAwait(false);
        broker.Change(() =>
        {
            if (_state == State.Connected)
            {
                written?.Invoke();
                connection.Send(packet);
            }
        });
    }

    private void CheckHeader(byte header)
    {
        var type = (BenchPacketType)(header >> 4);
        int flags = header & 0x0F;
        if (_state == State.AwaitConnect && type != BenchPacketType.Connect)
        {
            throw new ProtocolViolationException("MQTT-3.1.0-1", $"The first packet is of type {(int)type}, not CONNECT.");
        }

        if (type is 0 or > BenchPacketType.Disconnect
            or BenchPacketType.Connack or BenchPacketType.Suback or BenchPacketType.Unsuback or BenchPacketType.Pingresp)
        {
            throw new ProtocolViolationException("MQTT-4.8.0-1", $"A packet of type {(int)type}, which no client may send.");
        }

        if (_state == State.Connected && type == BenchPacketType.Connect)
        {
            throw new ProtocolViolationException("MQTT-3.1.0-2", "A second CONNECT on the same connection.");
        }

        if (type == BenchPacketType.Publish)
        {
            CheckPublishFlags(flags);
            return;
        }

        bool fixedTwo = type is BenchPacketType.Pubrel or BenchPacketType.Subscribe or BenchPacketType.Unsubscribe;

        // MQTT 3.1 has a DUP flag in these three as well.
        int meaning = fixedTwo && _connect is { IsVersion31: true } ? flags & 0x07 : flags;
        if (meaning != (fixedTwo ? 2 : 0))
        {
            string clause = type switch
            {
                BenchPacketType.Pubrel => "MQTT-3.6.1-1",
                BenchPacketType.Subscribe => "MQTT-3.8.1-1",
                BenchPacketType.Unsubscribe => "MQTT-3.10.1-1",
                BenchPacketType.Disconnect => "MQTT-3.14.1-1",
                _ => "MQTT-2.2.2-2",
            };
            throw new ProtocolViolationException(clause, $"{type.ToString().ToUpperInvariant()} with the header flags {flags}.");
        }
    }

    private static void CheckPublishFlags(int flags)
    {
        int qos = (flags >> 1) & 3;
        if (qos == 3)
        {
            throw new ProtocolViolationException("MQTT-3.3.1-4", "A PUBLISH with QoS 3.");
        }

        if (qos == 0 && (flags & 8) != 0)
        {
            throw new ProtocolViolationException("MQTT-3.3.1-2", "A QoS 0 PUBLISH with DUP set.");
        }
    }

    private void Handle(Packet packet)
    {
        var body = new BodyReader(packet.Type, packet.Body);
        switch (packet.Type)
        {
            case BenchPacketType.Connect:
                Connect(packet.Body);
                break;
            case BenchPacketType.Publish:
                Publish(packet.Header, body);
                break;
            case BenchPacketType.Puback:
                Outbound!.Puback(ReadAcknowledgement(body));
                break;
            case BenchPacketType.Pubrec:
                Outbound!.Pubrec(ReadAcknowledgement(body));
                break;
            case BenchPacketType.Pubrel:
                _inbound!.Pubrel(ReadAcknowledgement(body));
                break;
            case BenchPacketType.Pubcomp:
                Outbound!.Pubcomp(ReadAcknowledgement(body));
                break;
            case BenchPacketType.Subscribe:
                Subscribe(SubscribePacket.ReadSubscribe(body));
                break;
            case BenchPacketType.Unsubscribe:
                Unsubscribe(SubscribePacket.ReadUnsubscribe(body));
                break;
            case BenchPacketType.Pingreq:
                body.End("MQTT-4.8.0-1");
                broker.CountPing();
                Answer(BenchPacketType.Pingresp, PacketWriter.Pingresp());
                break;
            case BenchPacketType.Disconnect:
                body.End("MQTT-4.8.0-1");
                if (_sessionPresent)
                {
                    _inbound!.CheckAllRedelivered();
                }

                broker.CountDisconnect();
                _state = State.SaidGoodbye; // The will dies here [MQTT-3.14.4-3].
                connection.CloseGracefully("DISCONNECT");
                break;
        }
    }

    private void Connect(byte[] body)
    {
        ConnectPacket? connect = ConnectPacket.Read(body);
        if (connect == null)
        {
            connection.Send(PacketWriter.Connack(false, 1));
            connection.CloseGracefully("protocol level not supported");
            return;
        }

        _connect = connect;
        ClientId = connect.ClientId.Length > 0 ? connect.ClientId : broker.State.InventClientId();
        bool mayRedeliver = broker.State.RememberConnect(ClientId, connect.CleanSession);
        if (broker.Faults.TakeConnectAnswer() is { } raw)
        {
            _state = State.Deaf;
            broker.Log($"{ClientId}: CONNECT answered with {raw.Length} bytes by a fault");
            connection.Send(raw);
            return;
        }

        byte code = broker.Faults.TakeRefusal() ?? broker.Judge(connect);
        if (code != 0)
        {
            broker.CountRefused();
            broker.Log($"{ClientId}: refused with code {code}");
            connection.Send(PacketWriter.Connack(false, code));
            connection.CloseGracefully("refused");
            return;
        }

        (_session, _sessionPresent) = broker.State.Open(ClientId, connect.CleanSession);
        _session.Conversation = this;
        _state = State.Connected;
        _inbound = new InboundFlow(this, _session, mayRedeliver, connect.IsVersion31);
        Outbound = new OutboundFlow(this, _session, broker.MaxInFlight);
        broker.CountConnect();
        broker.Log($"{ClientId}: connected, session present {_sessionPresent}, keep alive {connect.KeepAliveSeconds} s");
        connection.Send(PacketWriter.Connack(_sessionPresent && !connect.IsVersion31, 0)); // The flag came with 3.1.1.
        Outbound.Resume();
    }

    private void Publish(byte header, BodyReader body)
    {
        int qos = (header >> 1) & 3;
        string topic = body.ReadTopicName("topic name", "MQTT-3.3.2-2");
        ushort packetId = qos > 0 ? body.ReadPacketId() : (ushort)0;
        broker.CountPublish();
        _inbound!.Publish(new BenchMessage(topic, body.ReadRest(), qos, (header & 1) != 0), packetId, (header & 8) != 0);
    }

    private void Subscribe(SubscribePacket packet)
    {
        _inbound!.Claim("SUBSCRIBE", packet.PacketId);
        bool deny = broker.Faults.TakeDenial();
        var codes = new List<byte>();
        foreach ((string filter, int qos) in packet.Filters)
        {
            codes.Add(deny ? (byte)0x80 : (byte)qos);
            if (!deny)
            {
                _session!.Subscriptions[filter] = qos;
            }
        }

        Answer(BenchPacketType.Suback, PacketWriter.Suback(packet.PacketId, [.. codes]), () => _inbound.Unclaim(packet.PacketId));
        if (!deny)
        {
            broker.State.DeliverRetained(Outbound!, packet.Filters);
        }
    }

    private void Unsubscribe(SubscribePacket packet)
    {
        _inbound!.Claim("UNSUBSCRIBE", packet.PacketId);
        foreach ((string filter, _) in packet.Filters)
        {
            _session!.Subscriptions.Remove(filter);
        }

        Answer(BenchPacketType.Unsuback, packet.PacketId, () => _inbound.Unclaim(packet.PacketId));
    }

    private static ushort ReadAcknowledgement(BodyReader body)
    {
        ushort id = body.ReadPacketId();
        body.End("MQTT-4.8.0-1");
        return id;
    }
}
