using System;
using System.Text;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Internal;

/// <summary>Brings a message to the handlers of the filters it matches, and acknowledges it when they have returned.</summary>
internal sealed class MessageDelivery
{
    private readonly MqttClient _client;
    private readonly object _gate;
    private readonly MqttSession _session;
    private readonly IncomingMessage _incoming = new IncomingMessage();
    private readonly MqttFragment _fragment = new MqttFragment();

    // Found with a message's first fragment; the others follow before any other message.
    private readonly object[] _handlers;
    private int _handlerCount;
    private bool _isInBuffer;

    internal MessageDelivery(MqttClient client, object gate, MqttSession session, int maximumHandlers)
    {
        _client = client;
        _gate = gate;
        _session = session;
        _handlers = new object[maximumHandlers];
    }

    /// <summary>Delivers the message that stands in the decoder's packet.</summary>
    internal void DeliverCurrent()
    {
        _incoming.Set(_session.Input.Packet, _session.Connection);
        if (_incoming.Offset == 0)
        {
            Match(_session.Input.Buffer, _session.Input.Packet.TopicOffset, _session.Input.Packet.TopicLength);
        }

        _isInBuffer = true;
        try
        {
            Deliver(_incoming);
        }
        finally
        {
            _isInBuffer = false;
        }
    }

    /// <summary>A handler is about to wait, and more will be read: the message it has must no longer stand in the decoder's buffer.</summary>
    internal void KeepCurrent()
    {
        if (_isInBuffer)
        {
            _isInBuffer = false;
            _incoming.Detach();
            _fragment.Set(_incoming);
        }
    }

    /// <summary>A copy of the message in the decoder's packet, for later. Not by way of the current one, on which a handler still works.</summary>
    internal IncomingMessage CopyCurrent()
    {
        IncomingMessage copy = new IncomingMessage();
        copy.Set(_session.Input.Packet, _session.Connection);
        copy.Detach();
        return copy;
    }

    /// <summary>Delivers a message that had to wait.</summary>
    internal void DeliverLater(IncomingMessage message)
    {
        if (message.Offset == 0)
        {
            byte[] topic = Encoding.UTF8.GetBytes(message.Topic);
            Match(topic, 0, topic.Length);
        }

        Deliver(message);
    }

    private void Match(byte[] buffer, int offset, int length)
    {
        lock (_gate)
        {
            _handlerCount = _session.Match(buffer, offset, length, _handlers);
        }
    }

    private void Deliver(IncomingMessage message)
    {
        MqttMessage? copy = null;
        for (int i = 0; i < _handlerCount; i++)
        {
            // Outside the try: a message that cannot be copied was not handled, and must not be acknowledged.
            MqttFragmentHandler? onFragment = _handlers[i] as MqttFragmentHandler;
            copy ??= onFragment == null ? MakeMessage(message) : null;
            try
            {
                if (onFragment != null)
                {
                    _fragment.Set(message);
                    onFragment(_client, _fragment);
                }
                else
                {
                    ((MqttMessageHandler)_handlers[i])(_client, copy!);
                }
            }
            catch (Exception exception)
            {
                _client.ReportCallbackFailure(exception);
            }
        }

        if (_handlerCount == 0 && _client.HasMessageHandler)
        {
            copy = MakeMessage(message);
            try
            {
                _client.RaiseMessageReceived(copy);
            }
            catch (Exception exception)
            {
                _client.ReportCallbackFailure(exception);
            }
        }

        // Only now: what no handler has seen is not acknowledged.
        if (message.Qos != MqttQos.AtMostOnce && message.IsLast)
        {
            lock (_gate)
            {
                _session.Acknowledge(message.PacketId, message.Qos, message.Connection);
            }
        }
    }

    private static MqttMessage MakeMessage(IncomingMessage message)
    {
        return new MqttMessage(message.Topic, message.CopyPayload(), message.Offset, message.Total, message.Qos, message.Retain, message.Duplicate);
    }
}
