using System;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Session;

/// <summary>
/// The engine: the client's half of MQTT 3.1.1, chapter 4, without socket, thread or clock. Bytes and the time go in,
/// bytes and events come out. It is not safe for several threads; the driver locks around it.
/// </summary>
/// <remarks>
/// A connection: <see cref="Start"/>; then, over and over, <see cref="Produce"/> and <see cref="Written"/>, bytes into
/// <see cref="Input"/> and <see cref="Received"/>, <see cref="Next"/> until there is nothing, <see cref="PingIfDue"/>
/// and <see cref="Judge"/> at <see cref="GetTimeout"/>; in the end <see cref="Close"/>. Messages and subscriptions outlive connections.
/// </remarks>
internal sealed class MqttSession
{
    private readonly MqttSessionOptions _options;
    private readonly MqttNetworkOptions _network;
    private readonly Outbox _outbox;
    private readonly OutgoingMessages _messages;
    private readonly SubscriptionTable _subscriptions;
    private readonly SessionOutput _output;
    private readonly SessionDeadlines _deadlines;
    private readonly IncomingIds _incoming;
    private readonly MqttDecoder _input;
    private readonly MqttPacket _packet;
    private KeepAlive _keepAlive;
    private SessionState _state;
    private bool _isRepeated;
    private bool _isSurplus;
    private bool _hasSurplus;

    // What CONNECT said; the options may have changed since.
    private MqttProtocolVersion _version;
    private bool _isClean;

    // What ended the connection; nothing more is read from it.
    private SessionEvent _end;

    /// <param name="options">Sizes and limits are taken now, the rest at each connection.</param>
    /// <param name="firstPacketId">
    /// Where the identifiers of messages start, 1 up to 0x8000 less the outbox's size. A restarted device that resumes a
    /// session does not know which identifiers the broker still holds; starting elsewhere each time avoids them.
    /// </param>
    internal MqttSession(MqttClientOptions options, int firstPacketId)
    {
        _options = options.Session;
        _network = options.Network;
        _outbox = new Outbox(options.Outbox.MaximumMessages, options.Outbox.MaximumBytes, firstPacketId);
        _subscriptions = new SubscriptionTable(_options.MaximumSubscriptions);
        _messages = new OutgoingMessages(_outbox);
        _output = new SessionOutput(_outbox, _messages, _subscriptions);
        _deadlines = new SessionDeadlines(_network, _messages, _subscriptions);
        _incoming = new IncomingIds(_options.MaximumIncomingExactlyOnce);
        _input = new MqttDecoder(options.Network.ReceiveBufferSize, options.Network.MaximumPacketSize);
        _packet = _input.Packet;
        _keepAlive = new KeepAlive(_options.KeepAlive, _network.PingTimeout);
    }

    internal SessionState State => _state;

    /// <summary>Where received bytes go, and where a message's bytes are.</summary>
    internal MqttDecoder Input => _input;

    /// <summary>Number of the connection. An acknowledgement is only good for the one its message came by.</summary>
    internal int Connection { get; private set; }

    // Details of the last event.
    internal int Token => _messages.Token;

    internal object? Owner => _messages.Owner;

    internal MqttError Error => _messages.Error;

    internal bool IsSessionPresent { get; private set; }

    internal int ReturnCode { get; private set; }

    internal MqttProtocolError ProtocolError { get; private set; }

    internal Subscription? Subscription { get; private set; }

    /// <summary>Something is to be sent.</summary>
    internal bool HasOutput => _output.HasOutput;

    /// <summary>Bytes were left unread, because acknowledgements have to go out first.</summary>
    internal bool IsInputBlocked { get; private set; }

    internal bool IsDisconnectSent => _output.IsDisconnectSent;

    internal bool IsDisconnectWritten => _output.IsDisconnectWritten;

    internal bool IsPingUnwritten => _output.IsPingUnwritten;

    /// <summary>Every message and every request was acknowledged.</summary>
    internal bool IsDrained => _outbox.Count == 0 && _subscriptions.IsSettled;

    internal int OutboxCount => _outbox.Count;

    /// <summary>The transport is connected: CONNECT goes out.</summary>
    /// <param name="connectPacket">The encoded CONNECT.</param>
    /// <param name="timeout">How long CONNACK is awaited, in milliseconds.</param>
    /// <param name="now">The time.</param>
    internal void Start(byte[] connectPacket, int timeout, long now)
    {
        _version = _options.ProtocolVersion;
        _isClean = _options.CleanSession;
        _keepAlive = new KeepAlive(_options.KeepAlive, _network.PingTimeout);
        _input.Reset(_version);
        _output.Start(connectPacket);
        _deadlines.Start(now + timeout);
        _isRepeated = false;
        _isSurplus = false;
        _hasSurplus = false;
        _end = SessionEvent.None;
        IsInputBlocked = false;
        _state = SessionState.Connecting;
        Connection++;
    }

    /// <summary>The transport is gone. Messages and subscriptions wait for the next connection.</summary>
    internal void Close()
    {
        _output.Close();
        _state = SessionState.Closed;
        _end = SessionEvent.None;
        IsInputBlocked = false;
    }

    /// <summary>Says DISCONNECT next. What is still to be sent waits for the next connection.</summary>
    internal void Disconnect() => _output.Disconnect();

    /// <summary>Bytes were put into <see cref="Input"/>.</summary>
    internal void Received(int count, long now)
    {
        _input.Advance(count);
        _keepAlive.Received(now);
    }

    /// <summary>The next event from what was received.</summary>
    internal SessionEvent Next()
    {
        if (_messages.HasFailed)
        {
            _messages.FinishFailed();
            return SessionEvent.PublishFailed;
        }

        if (_state == SessionState.Closed || _end != SessionEvent.None)
        {
            return _end;
        }

        SessionEvent result;
        do
        {
            IsInputBlocked = _output.IsControlFull;
            if (IsInputBlocked)
            {
                return SessionEvent.None;
            }

            switch (_input.Next())
            {
                case MqttDecodeResult.NeedMore:
                    return SessionEvent.None;

                case MqttDecodeResult.Error:
                    return Fail(_input.Error);

                default:
                    result = Handle();
                    break;
            }
        }
        while (result == SessionEvent.None);

        return result;
    }

    /// <summary>Queues a ping when its time has come.</summary>
    internal void PingIfDue(long now)
    {
        if (_state == SessionState.Connected && _keepAlive.IsPingDue(now))
        {
            _keepAlive.PingQueued();
            _output.Ping();
        }
    }

    /// <summary>Whether the connection has to be given up; see <see cref="SessionDeadlines.Judge"/>.</summary>
    internal SessionEvent Judge(long now, bool isAllRead)
    {
        return _deadlines.Judge(_state, _keepAlive.Deadline(_input.IsMidPacket), now, isAllRead);
    }

    /// <summary>Milliseconds until <see cref="PingIfDue"/> or <see cref="Judge"/> has something to do, at most <paramref name="longest"/>.</summary>
    internal int GetTimeout(long now, int longest)
    {
        return _deadlines.GetTimeout(_state, _keepAlive.NextTime(_input.IsMidPacket), now, longest);
    }

    /// <summary>Fills a buffer with what goes out next. When it returns 0 and <see cref="Body"/> is not null, the driver sends that.</summary>
    internal int Produce(byte[] buffer, int offset, int count, long now)
    {
        int produced = _output.Produce(buffer, offset, count, now);
        if (produced > 0)
        {
            _keepAlive.Sent(now, _output.IsPingHandedOut);
        }

        return produced;
    }

    /// <summary>A payload that the driver has to fetch and send now.</summary>
    internal object? Body => _output.Body;

    internal int BodyRemaining => _output.BodyRemaining;

    internal void BodySent(int count, long now)
    {
        _output.BodySent(count, now);
        _keepAlive.Sent(now, _output.IsPingHandedOut);
    }

    internal void FailBody() => _output.FailBody();

    /// <summary>All that was produced has been written. True when a QoS 0 message is complete thereby; see Token and Owner.</summary>
    internal bool Written() => _output.FinishWritten();

    /// <summary>Takes a message into the outbox: a token above 0, or one of the outbox's constants.</summary>
    internal int Publish(string topic, byte[]? payload, int count, MqttQos qos, bool retain, object? owner, object? body)
    {
        return _outbox.Add(topic, payload, count, qos, retain, owner, body);
    }

    /// <summary>Drops the oldest message of which nothing was sent; false when that cannot make room. Token and Owner tell which.</summary>
    internal bool DropOldest(int size) => _messages.DropOldest(size);

    /// <summary>The caller of a message stops waiting; see <see cref="OutgoingMessages.Release"/>.</summary>
    internal bool Release(object owner) => _messages.Release(owner, _output.Sending);

    /// <summary>The owner of some message that has one, so that the driver can release it; null when none is left.</summary>
    internal object? FindOwner() => _messages.FindOwner();

    /// <summary>Messages were given up, and <see cref="Next"/> has yet to tell.</summary>
    internal bool HasFailed => _messages.HasFailed;

    /// <summary>DISCONNECT has been asked for on this connection.</summary>
    internal bool IsDisconnecting => _output.IsDisconnecting;

    /// <summary>A QoS 2 message could not be handed to the application: it is none that was received.</summary>
    internal void Forget(int packetId) => _incoming.Remove(packetId);

    internal Subscription? Subscribe(string filter, byte[] filterBytes, MqttQos qos, object? handler)
    {
        return _subscriptions.Subscribe(filter, filterBytes, qos, handler);
    }

    internal Subscription? Unsubscribe(string filter) => _subscriptions.Unsubscribe(filter);

    /// <summary>Puts the handlers of all matching subscriptions into the array and returns how many.</summary>
    internal int Match(byte[] buffer, int offset, int length, object[] handlers)
    {
        return _subscriptions.Match(buffer, offset, length, handlers);
    }

    /// <summary>The application has handled a message: its acknowledgement goes out, if the connection it came by still stands.</summary>
    internal void Acknowledge(int packetId, MqttQos qos, int connection)
    {
        if (qos != MqttQos.AtMostOnce && connection == Connection && _state == SessionState.Connected)
        {
            _output.Acknowledge(qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec, packetId);
        }
    }

    private SessionEvent Handle()
    {
        MqttPacketType type = _packet.Type;
        if (_state == SessionState.Connecting)
        {
            return type == MqttPacketType.ConnAck ? HandleConnAck() : Fail(MqttProtocolError.FirstPacketNotConnAck);
        }

        switch (type)
        {
            case MqttPacketType.Publish:
                return HandlePublish();

            case MqttPacketType.PubAck:
            case MqttPacketType.PubRec:
            case MqttPacketType.PubComp:
                return _messages.Acknowledge(type, _packet.PacketId) switch
                {
                    AcknowledgementResult.Completed => SessionEvent.Published,
                    AcknowledgementResult.Released => SessionEvent.Released,
                    AcknowledgementResult.Accepted => SessionEvent.None,
                    _ => Fail(MqttProtocolError.UnsolicitedAcknowledgement),
                };

            case MqttPacketType.PubRel:
                return HandlePubRel();

            case MqttPacketType.SubAck:
            case MqttPacketType.UnsubAck:
                Subscription = _subscriptions.Acknowledge(_packet.PacketId, type == MqttPacketType.SubAck, _packet.ReturnCode);
                return Subscription == null ? Fail(MqttProtocolError.UnsolicitedAcknowledgement) : SessionEvent.Subscription;

            case MqttPacketType.PingResp:
                return _keepAlive.Answered() ? SessionEvent.None : Fail(MqttProtocolError.UnsolicitedPingResponse);

            default:
                return Fail(MqttProtocolError.SecondConnAck);
        }
    }

    private SessionEvent HandleConnAck()
    {
        ReturnCode = _packet.ReturnCode;
        if (ReturnCode != (int)MqttReturnCode.Accepted)
        {
            return _end = SessionEvent.Refused;
        }

        IsSessionPresent = _packet.SessionPresent;
        if (IsSessionPresent && _isClean)
        {
            return Fail(MqttProtocolError.UnexpectedSessionPresent);
        }

        // MQTT 3.1 does not say whether the session was kept. Messages are then treated as if it was, which loses none;
        // subscriptions are made again, which costs a packet each.
        bool isResumed = IsSessionPresent || (_version == MqttProtocolVersion.V31 && !_isClean);
        if (!isResumed)
        {
            _incoming.Clear();
        }

        _messages.Requeue(isResumed);
        _subscriptions.Requeue(IsSessionPresent, _isClean);
        _output.Open();
        _state = SessionState.Connected;
        return SessionEvent.Connected;
    }

    private SessionEvent HandlePublish()
    {
        if (_packet.Qos != MqttQos.ExactlyOnce)
        {
            return SessionEvent.Message;
        }

        if (_packet.FragmentOffset == 0)
        {
            _isRepeated = _incoming.Contains(_packet.PacketId);
            _isSurplus = !_isRepeated && _incoming.IsFull;
            _hasSurplus |= _isSurplus;
        }

        if (_isSurplus)
        {
            // Neither handled nor answered, so the broker will send it again on the next connection. This one goes on:
            // the PUBRELs that make room stand behind it.
            return SessionEvent.None;
        }

        if (_isRepeated)
        {
            if (_packet.IsLast)
            {
                _output.Acknowledge(MqttPacketType.PubRec, _packet.PacketId);
            }

            return SessionEvent.None;
        }

        if (_packet.IsLast)
        {
            _incoming.Add(_packet.PacketId);
        }

        return SessionEvent.Message;
    }

    private SessionEvent HandlePubRel()
    {
        // An identifier that is not known is answered too: the broker repeats PUBREL after a reconnect (section 4.3.3).
        _incoming.Remove(_packet.PacketId);
        _output.Acknowledge(MqttPacketType.PubComp, _packet.PacketId);
        return _hasSurplus && _incoming.IsEmpty ? Fail(MqttProtocolError.TooManyExactlyOnce) : SessionEvent.None;
    }

    private SessionEvent Fail(MqttProtocolError error)
    {
        ProtocolError = error;
        return _end = SessionEvent.ProtocolError;
    }
}
