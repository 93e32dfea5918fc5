using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Session;

/// <summary>What the messages of the outbox go through: the sender's half of MQTT 3.1.1, section 4.3, and what a lost connection does to it.</summary>
internal sealed class OutgoingMessages
{
    private readonly Outbox _outbox;
    private int _failed;

    internal OutgoingMessages(Outbox outbox)
    {
        _outbox = outbox;
    }

    /// <summary>Messages were given up, and the driver has yet to be told.</summary>
    internal bool HasFailed => _failed > 0;

    // Details of the message that left last.
    internal int Token { get; private set; }

    internal object? Owner { get; private set; }

    internal MqttError Error { get; private set; }

    /// <summary>Since when the oldest message awaits an acknowledgement; long.MaxValue for none.</summary>
    internal long OldestSince
    {
        get
        {
            OutboundMessage? first = _outbox.First;
            return first != null && first.IsInFlight ? first.Since : long.MaxValue;
        }
    }

    /// <summary>PUBACK, PUBREC or PUBCOMP came.</summary>
    internal AcknowledgementResult Acknowledge(MqttPacketType type, int packetId)
    {
        OutboundMessage? message = _outbox.Find(packetId);
        if (message == null)
        {
            return AcknowledgementResult.Unsolicited;
        }

        switch (message.State)
        {
            // Section 4.3.2: QoS 1 ends with PUBACK. Section 4.3.3: QoS 2 ends with PUBCOMP.
            case OutboundState.AwaitPuback when type == MqttPacketType.PubAck:
            case OutboundState.AwaitPubcomp when type == MqttPacketType.PubComp:
                bool isAbandoned = message.IsAbandoned;
                Finish(message);
                return isAbandoned ? AcknowledgementResult.Released : AcknowledgementResult.Completed;

            // Section 4.3.3: after PUBREC the message itself may be discarded; PUBREL must follow (MQTT-4.3.3-1).
            case OutboundState.AwaitPubrec when type == MqttPacketType.PubRec:
                message.State = OutboundState.PubrelDue;
                message.Length = 0;
                message.Body = null;
                message.BodyLength = 0;
                _outbox.MakeReady(message);
                return AcknowledgementResult.Accepted;

            // A broker that repeats PUBREC on its own after a reconnect gets the PUBREL that is due anyway.
            case OutboundState.PubrelDue when type == MqttPacketType.PubRec:
            case OutboundState.AwaitPubcomp when type == MqttPacketType.PubRec:
                return AcknowledgementResult.Accepted;

            default:
                return AcknowledgementResult.Unsolicited;
        }
    }

    /// <summary>A message has come to its end; Token and Owner keep what the driver needs of it.</summary>
    internal void Finish(OutboundMessage message)
    {
        Token = message.Token;
        Owner = message.Owner;
        _outbox.Remove(message);
    }

    /// <summary>Gives a message up; the driver learns of it by <see cref="FinishFailed"/>.</summary>
    internal void Fail(OutboundMessage message, MqttError error)
    {
        message.State = OutboundState.Failed;
        message.Error = error;
        message.Length = 0;
        _failed++;
    }

    /// <summary>Takes out the oldest message given up. There must be one.</summary>
    internal void FinishFailed()
    {
        OutboundMessage message = _outbox.First!;
        while (message.State != OutboundState.Failed)
        {
            message = message.Next!;
        }

        _failed--;
        Error = message.Error;
        if (!message.IsHeld || message.Error == MqttError.SessionLost)
        {
            Finish(message);
            return;
        }

        // Its stream failed when it was to be sent again. The identifier stays taken until the next connection frees it.
        Token = message.Token;
        Owner = message.Owner;
        message.Owner = null;
        message.Body = null;
        message.IsAbandoned = true;
        message.State = OutboundState.AwaitPubrec;
    }

    /// <summary>Takes out the oldest message of which nothing was ever sent, if dropping such messages can make room at all.</summary>
    /// <param name="size">Bytes that are needed.</param>
    /// <returns>False when nothing was dropped.</returns>
    internal bool DropOldest(int size)
    {
        int kept = 0;
        for (OutboundMessage? message = _outbox.First; message != null; message = message.Next)
        {
            kept += IsDroppable(message) ? 0 : message.Length;
        }

        if (_outbox.Block.Length - kept < size)
        {
            return false;
        }

        for (OutboundMessage? message = _outbox.First; message != null; message = message.Next)
        {
            if (IsDroppable(message))
            {
                _outbox.Unready(message);
                Finish(message);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Prepares every message for a new connection, in their first order (MQTT-4.4.0-1, MQTT-4.6.0-1).
    /// </summary>
    /// <param name="isResumed">
    /// The broker kept the session: PUBLISH goes out again with DUP, PUBREL goes out again. Otherwise PUBLISH starts
    /// anew; a QoS 2 message whose PUBREC had come is given up, because whether the broker passed it on cannot be known
    /// and sending it again could make two of it.
    /// </param>
    internal void Requeue(bool isResumed)
    {
        _outbox.ClearReady();
        OutboundMessage? next;
        for (OutboundMessage? message = _outbox.First; message != null; message = next)
        {
            next = message.Next;
            switch (message.State)
            {
                case OutboundState.Failed:
                    break;

                case OutboundState.PubrelDue:
                case OutboundState.AwaitPubcomp:
                    RequeueReleased(message, isResumed);
                    break;

                default:
                    RequeuePublish(message, isResumed);
                    break;
            }
        }
    }

    /// <summary>
    /// The caller of a message stops waiting. A message of QoS 1 or 2 in the block is still delivered; one of QoS 0
    /// that was not sent, or one whose payload the caller holds, is given up.
    /// </summary>
    /// <param name="owner">The caller, as given with the message.</param>
    /// <param name="sending">The message that has been handed out in part, if any.</param>
    /// <returns>False when the caller's payload is being sent right now, so that only closing the connection can end it.</returns>
    internal bool Release(object owner, OutboundMessage? sending)
    {
        OutboundMessage? message = _outbox.First;
        while (message != null && message.Owner != owner)
        {
            message = message.Next;
        }

        if (message == null)
        {
            return true;
        }

        message.Owner = null;
        if (message.State == OutboundState.Failed || (message.Body == null && message.Qos != MqttQos.AtMostOnce))
        {
            return true;
        }

        if (message.State != OutboundState.Queued)
        {
            return Abandon(message, sending);
        }

        if (message.IsHeld)
        {
            // PUBREL, in the place of PUBLISH, frees the identifier at the broker.
            message.IsAbandoned = true;
            message.Body = null;
            message.Length = 0;
            message.State = OutboundState.PubrelDue;
            return true;
        }

        _outbox.Unready(message);
        _outbox.Remove(message);
        return true;
    }

    /// <summary>The owner of the oldest message that has one; null when none is left.</summary>
    internal object? FindOwner()
    {
        OutboundMessage? message = _outbox.First;
        while (message != null && message.Owner == null)
        {
            message = message.Next;
        }

        return message?.Owner;
    }

    private static bool IsDroppable(OutboundMessage message) => message.State == OutboundState.Queued && !message.IsAttempted;

    private static bool Abandon(OutboundMessage message, OutboundMessage? sending)
    {
        if (message.Body == null)
        {
            return true;
        }

        message.IsAbandoned = true;
        if (message == sending)
        {
            return false;
        }

        message.Body = null;
        return true;
    }

    private void RequeueReleased(OutboundMessage message, bool isResumed)
    {
        if (isResumed)
        {
            message.State = OutboundState.PubrelDue;
            _outbox.MakeReady(message);
        }
        else if (message.IsAbandoned)
        {
            _outbox.Remove(message);
        }
        else
        {
            Fail(message, MqttError.SessionLost);
        }
    }

    private void RequeuePublish(OutboundMessage message, bool isResumed)
    {
        if (!message.IsAbandoned)
        {
            message.State = OutboundState.Queued;
            message.IsAttempted &= isResumed;
            message.IsHeld &= isResumed;
            _outbox.MakeReady(message);
        }
        else if (isResumed && message.IsHeld)
        {
            // Its payload is gone. PUBREL frees the identifier at the broker, whether or not it knows the message.
            message.State = OutboundState.PubrelDue;
            message.Length = 0;
            _outbox.MakeReady(message);
        }
        else
        {
            _outbox.Remove(message);
        }
    }
}
