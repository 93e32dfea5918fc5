using System;
using System.Threading;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt.Internal;

/// <summary>The client's one thread: asks the session what to do next, and does it.</summary>
internal sealed class ClientLoop
{
    /// <summary>The longest single wait. What another thread could not send at once is sent after it at the latest.</summary>
    private const int LongestWait = 1000;

    private readonly ClientLink _link;
    private readonly ClientEvents _events;
    private readonly ClientWaits _waits;
    private readonly ClientConnection _connection;
    private bool _isAlive;

    internal ClientLoop(ClientLink link, ClientEvents events, ClientWaits waits, ClientConnection connection)
    {
        _link = link;
        _events = events;
        _waits = waits;
        _connection = connection;
    }

    internal bool IsClientThread => _events.IsClientThread;

    /// <summary>Starts the thread, or lets one that was about to end go on. Called under the gate.</summary>
    internal void Start()
    {
        _connection.Start();
        if (_isAlive)
        {
            return;
        }

        _isAlive = true;
        Thread thread = new Thread(Run);
        _events.Thread = thread;
        thread.Start();
    }

    /// <summary>Works on, inside a handler, until the waiter is answered.</summary>
    /// <returns>False when the time is over, or when no more can be read before the handler returns.</returns>
    internal bool PumpUntil(Waiter waiter, long deadline)
    {
        _events.KeepCurrent();
        while (!waiter.IsDone)
        {
            long remaining = deadline - MonotonicClock.Milliseconds;
            if (remaining <= 0 || _events.IsFull || _connection.IsFinished || _connection.IsDisposed)
            {
                return false;
            }

            Step(remaining < LongestWait ? (int)remaining : LongestWait);
        }

        return true;
    }

    private void Run()
    {
        ITransport? transport;
        while (true)
        {
            while (!_connection.IsFinished && !_connection.IsDisposed)
            {
                try
                {
                    if (_events.HasDeferred)
                    {
                        _events.RunDeferred();
                    }
                    else
                    {
                        Step(LongestWait);
                    }
                }
                catch (Exception e)
                {
                    // An exception would end the thread silently, and the client would never connect again.
                    _connection.Drop(MqttDisconnectReason.ClientFailure, e);
                }
            }

            while (_events.HasDeferred && !_connection.IsDisposed)
            {
                _events.RunDeferred();
            }

            lock (_link.Gate)
            {
                if (_connection.IsFinished || _connection.IsDisposed)
                {
                    transport = _link.Close();
                    _connection.Finish();
                    _waits.CompleteAll();
                    _isAlive = false;
                    break;
                }
            }
        }

        transport?.Dispose();
    }

    private void Step(int longest)
    {
        ITransport? transport = _link.Current;
        long now = MonotonicClock.Milliseconds;
        SessionEvent e;
        int token;
        object? owner;
        MqttError error;
        int wait;
        lock (_link.Gate)
        {
            MqttSession session = _link.Session;
            e = session.Next();
            if (e == SessionEvent.None)
            {
                e = session.Tick(now);
            }

            token = session.Token;
            owner = session.Owner;
            error = session.Error;
            wait = session.GetTimeout(now, longest);
        }

        if (e != SessionEvent.None)
        {
            Handle(e, token, owner, error);
        }
        else if (transport == null)
        {
            _connection.ConnectOrWait(now, longest);
        }
        else
        {
            Exchange(transport, wait);
        }
    }

    /// <summary>Sends what is due and reads what has come.</summary>
    private void Exchange(ITransport transport, int wait)
    {
        _link.Flush(true);
        if (_connection.IsReconnectAsked || _link.Failure != null)
        {
            _connection.DropAfterFailure(null);
        }
        else if (!_link.Session.IsInputBlocked)
        {
            Read(transport, wait);
        }
    }

    private void Read(ITransport transport, int wait)
    {
        MqttDecoder input = _link.Session.Input;
        int count;
        try
        {
            input.Reserve();
            count = transport.Read(input.Buffer, input.Position, input.Free, wait);
        }
        catch (Exception e)
        {
            // Whatever a transport throws, the connection is gone; the reason is raised with it.
            _connection.DropAfterFailure(e);
            return;
        }

        if (count > 0)
        {
            lock (_link.Gate)
            {
                _link.Session.Received(count, MonotonicClock.Milliseconds);
            }
        }
        else if (_link.Session.IsDisconnectSent)
        {
            // The broker closes first, or has had its time to.
            _connection.Drop(MqttDisconnectReason.UserRequest, null);
        }
        else if (count == Transport.EndOfStream)
        {
            _connection.Drop(MqttDisconnectReason.ClosedByBroker, null);
        }
    }

    private void Handle(SessionEvent e, int token, object? owner, MqttError error)
    {
        MqttSession session = _link.Session;
        switch (e)
        {
            case SessionEvent.Connected:
                _connection.Accepted();
                _events.Connected(session.IsSessionPresent);
                break;

            case SessionEvent.Message:
                _events.Message();
                break;

            case SessionEvent.Published:
                _waits.MessageDone(owner, MqttError.None);
                _events.Published(token);
                break;

            case SessionEvent.PublishFailed:
                _waits.MessageDone(owner, error);
                _events.PublishFailed(token, error);
                break;

            case SessionEvent.Subscription:
                _waits.SubscriptionDone();
                Subscription subscription = session.Subscription!;
                if (!subscription.IsUnwanted)
                {
                    _events.Subscribed(subscription.Filter, subscription.Granted);
                }

                break;

            case SessionEvent.Refused:
                _connection.Drop(Refusal.Reason(session.ReturnCode), null);
                break;

            case SessionEvent.ProtocolError:
                _connection.Drop(MqttDisconnectReason.ProtocolError, null);
                break;

            case SessionEvent.ConnectTimeout:
                _connection.Drop(MqttDisconnectReason.ConnectTimeout, null);
                break;

            case SessionEvent.PingTimeout:
                _connection.Drop(MqttDisconnectReason.PingTimeout, null);
                break;

            default:
                _connection.Drop(MqttDisconnectReason.AcknowledgementTimeout, null);
                break;
        }
    }
}
