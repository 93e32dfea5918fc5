using System;
using System.Collections;
using System.Threading;

namespace EspNet.Mqtt.Internal;

/// <summary>
/// Brings events to the application, one after the other and without any lock. While a handler waits for the broker,
/// the client's thread goes on working inside that wait; what happens then is kept in order and raised when the handler
/// has returned, so that the handlers of the client's thread never run inside one another.
/// </summary>
internal sealed class ClientEvents
{
    /// <summary>What a message takes besides its payload, roughly, in bytes. Only messages count: the others come from the application's own calls.</summary>
    private const int MessageCost = 64;

    private readonly MqttClient _client;
    private readonly MessageDelivery _delivery;
    private readonly Queue _deferred = new Queue();
    private int _deferredCost;
    private Thread? _raising;
    private bool _isRunning;

    internal ClientEvents(MqttClient client, MessageDelivery delivery)
    {
        _client = client;
        _delivery = delivery;
    }

    /// <summary>The client's thread, the only one that defers.</summary>
    internal Thread? Thread { get; set; }

    internal bool IsClientThread => System.Threading.Thread.CurrentThread == Thread;

    /// <summary>
    /// The caller is a Published handler on an application's thread. It sends nothing itself: the thread it runs on goes
    /// on sending when it has returned, so that handlers that enqueue do not nest.
    /// </summary>
    internal bool IsRaisingHere => _raising != null && _raising == System.Threading.Thread.CurrentThread;

    internal bool HasDeferred => !_isRunning && _deferred.Count > 0;

    /// <summary>A handler waits and no more messages can be kept for later: nothing more may be read.</summary>
    internal bool IsFull => _deferredCost >= MqttDefaults.DeferredBytes;

    /// <summary>A handler is running, or others wait already: the order is kept.</summary>
    private bool MustDefer => _isRunning || _deferred.Count > 0;

    /// <summary>Raises the oldest event that had to wait.</summary>
    internal void RunDeferred()
    {
        ClientEvent e = (ClientEvent)_deferred.Dequeue()!;
        _deferredCost -= Cost(e);
        Run(e);
    }

    /// <summary>A handler is about to wait.</summary>
    internal void BeforeWait() => _delivery.KeepCurrent();

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

    internal void Warn(string warning)
    {
        Post(new ClientEvent(ClientEventKind.Warning) { Data = warning });
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
            Thread? outer = _raising;
            _raising = System.Threading.Thread.CurrentThread;
            RaisePublished(token);
            _raising = outer;
        }
        else if (MustDefer)
        {
            Defer(new ClientEvent(ClientEventKind.Published) { Number = token });
        }
        else
        {
            _isRunning = true;
            try
            {
                RaisePublished(token);
            }
            finally
            {
                _isRunning = false;
            }
        }
    }

    /// <summary>A message stands in the decoder's packet.</summary>
    internal void Message()
    {
        if (MustDefer)
        {
            Defer(new ClientEvent(ClientEventKind.Message) { Data = _delivery.CopyCurrent() });
            return;
        }

        _isRunning = true;
        try
        {
            _delivery.DeliverCurrent();
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Events of other threads, a dropped message for one, are raised there and never kept.</summary>
    private void Post(ClientEvent e)
    {
        if (!IsClientThread)
        {
            Raise(e);
        }
        else if (MustDefer)
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
        _deferred.Enqueue(e);
        _deferredCost += Cost(e);
    }

    private static int Cost(ClientEvent e)
    {
        return e.Kind == ClientEventKind.Message ? MessageCost + ((IncomingMessage)e.Data!).Count : 0;
    }

    private void Run(ClientEvent e)
    {
        _isRunning = true;
        try
        {
            if (e.Kind == ClientEventKind.Message)
            {
                _delivery.DeliverLater((IncomingMessage)e.Data!);
            }
            else
            {
                Raise(e);
            }
        }
        finally
        {
            _isRunning = false;
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
}
