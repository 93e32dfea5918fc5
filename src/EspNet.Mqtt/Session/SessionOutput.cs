using System;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Session;

/// <summary>
/// Decides what goes out next and hands it out in pieces of any size. A packet once begun is finished before the next
/// begins; between packets, acknowledgements come first, then subscriptions, then messages.
/// </summary>
internal sealed class SessionOutput
{
    private const int ControlCapacity = 64;

    private readonly Outbox _outbox;
    private readonly OutgoingMessages _messages;
    private readonly SubscriptionTable _subscriptions;
    private byte[] _control = new byte[ControlCapacity];
    private int _controlCount;
    private byte[]? _packet;
    private int _packetPosition;
    private OutboundMessage? _sending;
    private int _position;
    private OutboundMessage? _written;
    private bool _isOpen;
    private bool _isDisconnectDue;

    internal SessionOutput(Outbox outbox, OutgoingMessages messages, SubscriptionTable subscriptions)
    {
        _outbox = outbox;
        _messages = messages;
        _subscriptions = subscriptions;
    }

    /// <summary>DISCONNECT has been handed out: nothing may follow it (MQTT-3.14.4-2).</summary>
    internal bool IsDisconnectSent { get; private set; }

    /// <summary>DISCONNECT has been asked for.</summary>
    internal bool IsDisconnecting => _isDisconnectDue || IsDisconnectSent;

    /// <summary>DISCONNECT has been written.</summary>
    internal bool IsDisconnectWritten { get; private set; }

    /// <summary>No PINGREQ waits to be handed out.</summary>
    internal bool IsPingHandedOut => !IsPingUnwritten || _controlCount == 0;

    /// <summary>A PINGREQ has been handed out or queued, and the driver has not yet said that it was written.</summary>
    internal bool IsPingUnwritten { get; private set; }

    /// <summary>Acknowledgements pile up: they must go out before more is read.</summary>
    internal bool IsControlFull => _controlCount > ControlCapacity - MqttEncoder.AcknowledgementLength;

    /// <summary>Payload that the driver has to fetch and send itself now, and how much of it is left.</summary>
    internal object? Body => _sending != null && _position >= _sending.Length ? _sending.Body : null;

    internal int BodyRemaining => _sending!.Length + _sending.BodyLength - _position;

    /// <summary>The message that has been handed out in part.</summary>
    internal OutboundMessage? Sending => _sending;

    internal bool HasOutput
    {
        get
        {
            if (_packet != null || _sending != null)
            {
                return true;
            }

            if (!_isOpen || IsDisconnectSent)
            {
                return _controlCount > 0;
            }

            return _outbox.HasReady || _controlCount > 0 || _subscriptions.HasDue || _isDisconnectDue;
        }
    }

    /// <summary>A new transport connection: CONNECT goes out and nothing else until <see cref="Open"/>.</summary>
    internal void Start(byte[] connectPacket)
    {
        _packet = connectPacket;
        _packetPosition = 0;
        IsDisconnectSent = false;
        IsDisconnectWritten = false;
        IsPingUnwritten = false;
    }

    /// <summary>CONNACK accepted the connection.</summary>
    internal void Open() => _isOpen = true;

    /// <summary>The connection is gone, and with it what was on its way. A QoS 0 message among it is lost.</summary>
    internal void Close()
    {
        if (_sending != null && _sending.Qos == MqttQos.AtMostOnce)
        {
            _messages.Fail(_sending, MqttError.ConnectionLost);
        }

        if (_written != null)
        {
            _messages.Fail(_written, MqttError.ConnectionLost);
        }

        _sending = null;
        _written = null;
        _packet = null;
        _controlCount = 0;
        _isOpen = false;
        _isDisconnectDue = false;
    }

    internal void Acknowledge(MqttPacketType type, int packetId)
    {
        if (IsDisconnectSent)
        {
            return;
        }

        ReserveControl(MqttEncoder.AcknowledgementLength);
        _controlCount += MqttEncoder.Acknowledgement(_control, _controlCount, type, packetId);
    }

    internal void Ping()
    {
        if (IsDisconnectSent)
        {
            return;
        }

        ReserveControl(2);
        _controlCount += MqttEncoder.Empty(_control, _controlCount, MqttPacketType.PingReq);
        IsPingUnwritten = true;
    }

    /// <summary>DISCONNECT goes out next, after acknowledgements and what has been begun.</summary>
    internal void Disconnect() => _isDisconnectDue = _isOpen;

    /// <summary>Fills a buffer with what goes out next, at most one message at a time.</summary>
    /// <returns>Bytes put there; 0 when there is nothing, or when the driver has to send a body.</returns>
    internal int Produce(byte[] buffer, int offset, int count, long now)
    {
        int produced = 0;
        while (produced < count)
        {
            int room = count - produced;
            if (_packet != null)
            {
                int length = Smaller(_packet.Length - _packetPosition, room);
                Array.Copy(_packet, _packetPosition, buffer, offset + produced, length);
                produced += length;
                _packetPosition += length;
                if (_packetPosition == _packet.Length)
                {
                    _packet = null;
                }

                continue;
            }

            if (_sending != null)
            {
                if (_position >= _sending.Length)
                {
                    // Its body is the driver's to send.
                    return produced;
                }

                int length = Smaller(_sending.Length - _position, room);
                Array.Copy(_outbox.Block, _sending.Offset + _position, buffer, offset + produced, length);
                _position += length;
                FinishIfSent(now);
                return produced + length;
            }

            if (!_isOpen)
            {
                break;
            }

            if (_controlCount > 0)
            {
                int length = Smaller(_controlCount, room);
                Array.Copy(_control, 0, buffer, offset + produced, length);
                produced += length;
                _controlCount -= length;
                Array.Copy(_control, length, _control, 0, _controlCount);
            }
            else if (!BeginNext(now))
            {
                break;
            }
        }

        return produced;
    }

    /// <summary>The driver has sent part of a body.</summary>
    internal void BodySent(int count, long now)
    {
        _position += count;
        FinishIfSent(now);
    }

    /// <summary>A body could not be fetched: the message is given up. The packet is cut, so the connection must be closed.</summary>
    internal void FailBody()
    {
        _messages.Fail(_sending!, MqttError.PayloadStreamFailed);
        _sending = null;
    }

    /// <summary>All that was handed out has been written. True when a QoS 0 message is complete thereby.</summary>
    internal bool FinishWritten()
    {
        // What is still in the control bytes has not been handed out, a PINGREQ among it neither.
        IsPingUnwritten &= _controlCount > 0;
        IsDisconnectWritten = IsDisconnectSent && _controlCount == 0;
        if (_written == null)
        {
            return false;
        }

        _messages.Finish(_written);
        _written = null;
        return true;
    }

    private bool BeginNext(long now)
    {
        if (IsDisconnectSent)
        {
            return false;
        }

        if (_isDisconnectDue)
        {
            _isDisconnectDue = false;
            ReserveControl(2);
            _controlCount += MqttEncoder.Empty(_control, _controlCount, MqttPacketType.Disconnect);
            IsDisconnectSent = true;
            return true;
        }

        if (_subscriptions.HasDue)
        {
            _packet = _subscriptions.TakeDue(now);
            _packetPosition = 0;
            return true;
        }

        if (_outbox.HasReady)
        {
            OutboundMessage message = _outbox.TakeReady();
            if (message.State == OutboundState.PubrelDue)
            {
                message.State = OutboundState.AwaitPubcomp;
                message.Since = now;
                Acknowledge(MqttPacketType.PubRel, message.PacketId);
                return true;
            }

            // DUP says "sent before in this session", no more (MQTT-3.3.1-1).
            if (message.Qos != MqttQos.AtMostOnce)
            {
                int first = _outbox.Block[message.Offset] & ~MqttEncoder.DuplicateFlag;
                _outbox.Block[message.Offset] = (byte)(message.IsAttempted ? first | MqttEncoder.DuplicateFlag : first);
            }

            message.State = OutboundState.Sending;
            message.IsAttempted = true;
            _sending = message;
            _position = 0;
            return true;
        }

        return false;
    }

    private void FinishIfSent(long now)
    {
        OutboundMessage message = _sending!;
        if (_position < message.Length + message.BodyLength)
        {
            return;
        }

        _sending = null;
        if (message.Qos == MqttQos.AtMostOnce)
        {
            _written = message;
            return;
        }

        message.IsHeld = message.Qos == MqttQos.ExactlyOnce;
        message.State = message.IsHeld ? OutboundState.AwaitPubrec : OutboundState.AwaitPuback;
        message.Since = now;
    }

    private void ReserveControl(int count)
    {
        if (_controlCount + count > _control.Length)
        {
            // Only acknowledgements of messages that were kept back while a handler waited can get here; their number is bounded with them.
            byte[] larger = new byte[_control.Length * 2];
            Array.Copy(_control, 0, larger, 0, _controlCount);
            _control = larger;
        }
    }

    private static int Smaller(int a, int b) => a < b ? a : b;
}
