using System;
using System.Collections;
using System.Text;
using System.Threading;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Internal;

/// <summary>
/// Brings events to the application's handlers, one after the other and without any lock. While a handler waits for the
/// broker, the client's thread goes on working inside that wait; what happens then is kept in order and delivered when
/// the handler has returned, so that handlers never run inside one another.
/// </summary>
internal sealed class ClientEvents
{
    /// <summary>What an event takes besides its payload, roughly, in bytes.</summary>
    private const int EventCost = 64;

    private readonly MqttClient _client;
    private readonly ClientLink _link;
    private readonly Queue _deferred = new Queue();
    private readonly IncomingMessage _incoming = new IncomingMessage();
    private readonly MqttFragment _fragment = new MqttFragment();
    private readonly object[] _handlers;
    private int _handlerCount;
    private int _deferredCost;
    private bool _isRunning;
    private bool _isInBuffer;
    private Thread? _thread;

    internal ClientEvents(MqttClient client, ClientLink link, int maximumHandlers)
    {
        _client = client;
        _link = link;
        _handlers = new object[maximumHandlers];
    }

    /// <summary>The client's thread, the only one that defers.</summary>
    internal Thread? Thread
    {
        get => _thread;
        set => _thread = value;
    }

    internal bool IsClientThread => System.Threading.Thread.CurrentThread == _thread;

    internal bool HasDeferred => !_isRunning && _deferred.Count > 0;

    /// <summary>A handler waits and no more messages can be kept for later: nothing more may be read.</summary>
    internal bool IsFull => _deferredCost >= MqttDefaults.DeferredBytes;

    internal void RunDeferred()
    {
        ClientEvent e = (ClientEvent)_deferred.Dequeue()!;
        _deferredCost -= Cost(e);
        Run(e);
    }

    internal void Connected(bool sessionPresent)
    {
        Post(new ClientEvent(ClientEventKind.Connected) { Flag = sessionPresent });
    }

    internal void Disconnected(MqttDisconnectedEventArgs e)
    {
        Post(new ClientEvent(ClientEventKind.Disconnected) { Data = e });
    }

    internal void PublishFailed(int token, MqttError error)
    {
        Post(new ClientEvent(ClientEventKind.PublishFailed) { Number = token, Error = error });
    }

    internal void Subscribed(string filter, int granted)
    {
        Post(new ClientEvent(ClientEventKind.Subscribed) { Data = filter, Number = granted });
    }

    /// <summary>The one event of a steady stream: it only becomes an object when it has to wait.</summary>
    internal void Published(int token)
    {
        if (!_client.HasPublishedHandler)
        {
            return;
        }

        if (!IsClientThread)
        {
            RaisePublished(token);
        }
        else if (_isRunning)
        {
            Defer(new ClientEvent(ClientEventKind.Published) { Number = token });
        }
        else
        {
            _isRunning = true;
            RaisePublished(token);
            _isRunning = false;
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

    /// <summary>A message stands in the decoder's packet.</summary>
    internal void Message()
    {
        MqttSession session = _link.Session;
        if (_isRunning)
        {
            // Not through _incoming: the handler that waits still works on that.
            IncomingMessage kept = new IncomingMessage();
            kept.Set(session.Input.Packet, session.Connection);
            kept.Detach();
            Defer(new ClientEvent(ClientEventKind.Message) { Data = kept });
            return;
        }

        _incoming.Set(session.Input.Packet, session.Connection);

        if (_incoming.Offset == 0)
        {
            lock (_link.Gate)
            {
                _handlerCount = session.Match(session.Input.Buffer, session.Input.Packet.TopicOffset, session.Input.Packet.TopicLength, _handlers);
            }
        }

        _isInBuffer = true;
        Deliver(_incoming);
        _isInBuffer = false;
    }

    /// <summary>Events of other threads, a dropped message for one, are raised there and never kept.</summary>
    private void Post(ClientEvent e)
    {
        if (!IsClientThread)
        {
            Raise(e);
        }
        else if (_isRunning)
        {
            Defer(e);
        }
        else
        {
            Run(e);
        }
    }

    private void Defer(ClientEvent e)
    {
        _deferredCost += Cost(e);
        _deferred.Enqueue(e);
    }

    private static int Cost(ClientEvent e)
    {
        return e.Kind == ClientEventKind.Message ? EventCost + ((IncomingMessage)e.Data!).Count : EventCost;
    }

    private void Run(ClientEvent e)
    {
        if (e.Kind == ClientEventKind.Message)
        {
            IncomingMessage message = (IncomingMessage)e.Data!;
            if (message.Offset == 0)
            {
                byte[] topic = Encoding.UTF8.GetBytes(message.Topic);
                lock (_link.Gate)
                {
                    _handlerCount = _link.Session.Match(topic, 0, topic.Length, _handlers);
                }
            }

            Deliver(message);
            return;
        }

        _isRunning = true;
        Raise(e);
        _isRunning = false;
    }

    private void RaisePublished(int token)
    {
        try
        {
            _client.RaisePublished(token);
        }
        catch (Exception exception)
        {
            _client.ReportCallbackFailure(exception);
        }
    }

    private void Raise(ClientEvent e)
    {
        try
        {
            _client.Raise(e);
        }
        catch (Exception exception)
        {
            _client.ReportCallbackFailure(exception);
        }
    }

    /// <summary>Calls the handlers of the message, then acknowledges it: what no handler has seen is not acknowledged.</summary>
    private void Deliver(IncomingMessage message)
    {
        _isRunning = true;
        MqttMessage? copy = null;
        for (int i = 0; i < _handlerCount; i++)
        {
            object handler = _handlers[i];
            try
            {
                if (handler is MqttFragmentHandler onFragment)
                {
                    _fragment.Set(message);
                    onFragment(_client, _fragment);
                }
                else
                {
                    copy ??= MakeMessage(message);
                    ((MqttMessageHandler)handler)(_client, copy);
                }
            }
            catch (Exception exception)
            {
                _client.ReportCallbackFailure(exception);
            }
        }

        if (_handlerCount == 0 && _client.HasMessageHandler)
        {
            try
            {
                _client.RaiseMessageReceived(MakeMessage(message));
            }
            catch (Exception exception)
            {
                _client.ReportCallbackFailure(exception);
            }
        }

        _isRunning = false;
        if (message.Qos != MqttQos.AtMostOnce && message.IsLast)
        {
            lock (_link.Gate)
            {
                _link.Session.Acknowledge(message.PacketId, message.Qos, message.Connection);
            }
        }
    }

    private static MqttMessage MakeMessage(IncomingMessage message)
    {
        return new MqttMessage(message.Topic, message.CopyPayload(), message.Offset, message.Total, message.Qos, message.Retain, message.Duplicate);
    }
}
