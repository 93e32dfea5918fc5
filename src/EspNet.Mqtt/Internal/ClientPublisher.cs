using System;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Internal;

/// <summary>Takes messages into the outbox, as its policy says when it is full, and waits for their end.</summary>
internal sealed class ClientPublisher
{
    private const int NotStarted = -3;

    private readonly MqttClientOptions _options;
    private readonly ClientLink _link;
    private readonly ClientConnection _connection;
    private readonly ClientEvents _events;
    private readonly ClientWaits _waits;

    internal ClientPublisher(MqttClientOptions options, ClientLink link, ClientConnection connection, ClientEvents events, ClientWaits waits)
    {
        _options = options;
        _link = link;
        _connection = connection;
        _events = events;
        _waits = waits;
    }

    internal int Enqueue(string topic, byte[] payload, MqttQos qos, bool retain)
    {
        CheckMessage(topic, qos);
        int token;
        while (true)
        {
            lock (_link.Gate)
            {
                _connection.ThrowIfDisposed();
                token = _link.Session.Publish(topic, payload, payload.Length, qos, retain, null, null);
            }

            if (token != Outbox.Full || !TryDropOldest(topic, payload.Length))
            {
                break;
            }
        }

        ThrowIfNotAccepted(token);
        if (!_events.IsRaisingHere)
        {
            _link.FlushWithoutWaiting();
        }

        return token;
    }

    internal int Publish(string topic, byte[]? payload, int length, StreamBody? body, MqttQos qos, bool retain)
    {
        CheckMessage(topic, qos);
        long deadline = ClientWaits.Deadline(_options.Network.PublishTimeout);
        Waiter waiter;
        int token;
        lock (_link.Gate)
        {
            waiter = _waits.Rent();
            token = Add(waiter, topic, payload, length, body, qos, retain);
        }

        if (token == Outbox.Full)
        {
            token = MakeRoomAndAdd(deadline, waiter, topic, payload, length, body, qos, retain);
        }

        if (token <= 0)
        {
            lock (_link.Gate)
            {
                _waits.Return(waiter);
            }

            ThrowIfNotAccepted(token);
        }

        MqttError error;
        try
        {
            if (_waits.IsClientThread)
            {
                _link.FlushSome();
            }
            else
            {
                _link.FlushUntil(waiter, deadline);
            }

            error = WaitForEnd(waiter, deadline);
        }
        finally
        {
            // However this ends, the stream is the caller's again.
            body?.Close();
        }

        if (error != MqttError.None)
        {
            throw Failure(error);
        }

        return token;
    }

    /// <summary>Called under the gate. A token above 0, Outbox.Full, or why not.</summary>
    private int Add(Waiter waiter, string topic, byte[]? payload, int length, StreamBody? body, MqttQos qos, bool retain)
    {
        if (!_connection.IsRunning)
        {
            _connection.ThrowIfDisposed();
            return NotStarted;
        }

        waiter.IsDone = false;
        return _link.Session.Publish(topic, payload, length, qos, retain, waiter, body);
    }

    private int MakeRoomAndAdd(long deadline, Waiter waiter, string topic, byte[]? payload, int length, StreamBody? body, MqttQos qos, bool retain)
    {
        bool isTimeLeft = true;
        while (true)
        {
            int token;
            bool isWaiting = false;
            lock (_link.Gate)
            {
                token = Add(waiter, topic, payload, length, body, qos, retain);
                if (token == Outbox.Full && isTimeLeft && _options.Outbox.WhenFull == MqttOutboxPolicy.Block)
                {
                    _waits.Outbox.Add(waiter);
                    isWaiting = true;
                }
            }

            if (isWaiting)
            {
                isTimeLeft = _waits.Wait(_waits.Outbox, waiter, deadline);
            }
            else if (token != Outbox.Full || !TryDropOldest(topic, body == null ? length : 0))
            {
                return token;
            }
        }
    }

    private MqttError WaitForEnd(Waiter waiter, long deadline)
    {
        bool isAnswered = waiter.IsDone || _waits.Wait(null, waiter, deadline);
        MqttError error;
        lock (_link.Gate)
        {
            isAnswered |= waiter.IsDone;
            error = isAnswered ? waiter.Error : MqttError.Timeout;
            if (!isAnswered)
            {
                if (!_link.Session.Release(waiter))
                {
                    // Its stream is being sent at this moment, and only closing the connection can end that.
                    _link.Current?.Abort();
                }

                // The message may have left the outbox with its caller.
                _waits.Outbox.WakeAll();
            }

            _waits.Return(waiter);
        }

        return error;
    }

    private bool TryDropOldest(string topic, int length)
    {
        if (_options.Outbox.WhenFull != MqttOutboxPolicy.DropOldest)
        {
            return false;
        }

        int token;
        lock (_link.Gate)
        {
            if (!_link.Session.DropOldest(MqttEncoder.LongestPublishHeader(topic) + length))
            {
                return false;
            }

            token = _link.Session.Token;
            _waits.MessageDone(_link.Session.Owner, MqttError.Dropped);
        }

        _events.PublishFailed(token, MqttError.Dropped);
        return true;
    }

    private static void CheckMessage(string topic, MqttQos qos)
    {
        if (topic == null)
        {
            throw new ArgumentNullException(nameof(topic));
        }

        if (topic.Length == 0 || topic.Length > MqttDefaults.LargestField || topic.IndexOf('#') >= 0 || topic.IndexOf('+') >= 0 || topic.IndexOf('\0') >= 0)
        {
            throw InvalidTopic();
        }

        if (qos > MqttQos.ExactlyOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(qos), "QoS is 0, 1 or 2.");
        }
    }

    private void ThrowIfNotAccepted(int token)
    {
        switch (token)
        {
            case Outbox.Full:
                throw new MqttException(MqttError.OutboxFull, $"The outbox holds {_options.Outbox.MaximumMessages} messages or {_options.Outbox.MaximumBytes} bytes that are not acknowledged. Wait for some, or raise Outbox.MaximumMessages and Outbox.MaximumBytes, or choose another Outbox.WhenFull.");

            case Outbox.TooLarge:
                throw new MqttException(MqttError.MessageTooLarge, $"The message does not fit into the outbox of {_options.Outbox.MaximumBytes} bytes. Publish it from a stream, or raise Outbox.MaximumBytes.");

            case Outbox.InvalidTopic:
                throw InvalidTopic();

            case NotStarted:
                throw new MqttException(MqttError.NotConnected, "The client is not started, or is being disconnected. Call Connect or Start first, or use Enqueue.");

            default:
                break;
        }
    }

    private static ArgumentException InvalidTopic()
    {
        return new ArgumentException("A topic name must not be empty, contain +, #, U+0000 or half a surrogate pair, or be longer than 65,535 bytes.", "topic");
    }

    private static MqttException Failure(MqttError error)
    {
        string message = error switch
        {
            MqttError.Timeout => "The broker has not acknowledged the message in time. At QoS 1 and 2 it stays in the outbox and is still delivered, unless it came from a stream.",
            MqttError.Dropped => "The message was dropped to make room for a newer one.",
            MqttError.ConnectionLost => "The connection was lost while the QoS 0 message was written.",
            MqttError.SessionLost => "The broker lost the session between PUBREC and PUBCOMP: whether it passed the message on cannot be known. Set Session.CleanSession to false, and let the broker keep sessions.",
            MqttError.PayloadStreamFailed => "The payload's stream ended early or failed.",
            _ => "The client was disconnected or disposed before the message was acknowledged.",
        };
        return new MqttException(error, message);
    }
}
