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

    /// <summary>How long to wait for another thread's write before looking again.</summary>
    private const int WriterPause = 20;

    private readonly ClientLink _link;
    private readonly ClientEvents _events;
    private readonly ClientWaits _waits;
    private readonly ClientConnection _connection;
    private bool _isAlive;

    // When a connection that was said goodbye to is closed at the latest; 0 while it was not.
    private long _endTime;

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

        try
        {
            Thread thread = BackgroundThread.Create(Run, "MQTT client");
            _events.Thread = thread;
            thread.Start();
            _isAlive = true;
        }
        catch (Exception)
        {
            // Without a thread nothing has started.
            _connection.Finish();
            throw;
        }
    }

    /// <summary>Works on, inside a handler, until the waiter is answered.</summary>
    /// <returns>False when the time is over, or when no more can be read before the handler returns.</returns>
    internal bool PumpUntil(Waiter waiter, long deadline)
    {
        _events.BeforeWait();
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
            while (!_connection.IsDisposed && (!_connection.IsFinished || _events.HasDeferred || _link.Session.HasFailed))
            {
                RunOnce();
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

    /// <summary>An exception would end the thread silently, and the client would never connect again.</summary>
    private void RunOnce()
    {
        try
        {
            if (_events.HasDeferred)
            {
                _events.RunDeferred();
            }

            // Also when more events wait: a handler that publishes again and again must not keep the client from reading.
            if ((!_connection.IsFinished || _link.Session.HasFailed) && !_events.IsFull)
            {
                Step(_events.HasDeferred ? 0 : LongestWait);
            }
        }
        catch (Exception e)
        {
            try
            {
                _connection.Drop(MqttDisconnectReason.ClientFailure, e);
            }
            catch (Exception)
            {
                // Not even the event could be made. The state is that of a lost connection by now, and the next attempt follows.
            }
        }
    }

    private void Step(int longest)
    {
        ITransport? transport = _link.Current;
        long now = MonotonicClock.Milliseconds;
        MqttSession session = _link.Session;
        SessionEvent e;
        int token = 0;
        MqttError error = MqttError.None;
        int wait = 0;
        lock (_link.Gate)
        {
            e = session.Next();
            if (e == SessionEvent.None)
            {
                session.PingIfDue(now);
                wait = session.GetTimeout(now, longest);
            }
            else
            {
                token = session.Token;
                error = session.Error;
                Answer(e, session);
            }
        }

        if (e != SessionEvent.None)
        {
            Handle(e, token, error);
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

    /// <summary>Wakes those who waited for this, in the section of the gate in which it left the session.</summary>
    private void Answer(SessionEvent e, MqttSession session)
    {
        switch (e)
        {
            case SessionEvent.Published:
            case SessionEvent.Released:
                _waits.MessageDone(session.Owner, MqttError.None);
                break;

            case SessionEvent.PublishFailed:
                _waits.MessageDone(session.Owner, session.Error);
                break;

            case SessionEvent.Subscription:
                _waits.SubscriptionDone();
                break;

            default:
                break;
        }
    }

    /// <summary>Sends what is due and reads what has come.</summary>
    private void Exchange(ITransport transport, int wait)
    {
        _link.FlushSome();
        if (_link.Current != transport)
        {
            // A handler that waited has seen this connection end, and perhaps the next one begin.
            return;
        }

        MqttSession session = _link.Session;
        if (_connection.IsReconnectAsked || _link.Failure != null)
        {
            _connection.DropAfterFailure(null);
        }
        else if (!session.IsInputBlocked)
        {
            Read(transport, session.HasOutput && !_link.IsWriting ? 0 : wait);
        }
        else if (_link.IsWriting)
        {
            // Acknowledgements have to go out before more is read, and another thread is writing.
            _connection.Pause(WriterPause);
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

        if (count == Transport.EndOfStream)
        {
            _connection.Drop(_link.Session.IsDisconnectSent ? MqttDisconnectReason.UserRequest : MqttDisconnectReason.ClosedByBroker, null);
            return;
        }

        SessionEvent verdict;
        long now = MonotonicClock.Milliseconds;
        lock (_link.Gate)
        {
            if (count > 0)
            {
                _link.Session.Received(count, now);
            }

            verdict = _link.Session.Judge(now, count == Transport.TimedOut);
        }

        if (verdict != SessionEvent.None)
        {
            Handle(verdict, 0, MqttError.None);
        }
        else if (_link.Session.IsDisconnectWritten)
        {
            // The broker has some time to close first, however much it still sends.
            _endTime = _endTime == 0 ? now + MqttDefaults.EndTimeout : _endTime;
            if (count == Transport.TimedOut || now >= _endTime)
            {
                _connection.Drop(MqttDisconnectReason.UserRequest, null);
            }
        }
        else
        {
            _endTime = 0;
        }
    }

    private void HandleMessage(MqttSession session)
    {
        int packetId = session.Input.Packet.PacketId;
        try
        {
            _events.Message();
        }
        catch (Exception)
        {
            // No handler has seen it, for want of memory: when the broker sends it again it is a new one.
            lock (_link.Gate)
            {
                session.Forget(packetId);
            }

            throw;
        }
    }

    private void DropAfterProtocolError(MqttSession session)
    {
        ITransport? transport = _link.Current;
        if (session.ProtocolError == MqttProtocolError.TooManyExactlyOnce)
        {
            // Without these acknowledgements the broker would send the same messages again for ever.
            _link.FlushSome();
        }

        if (_link.Current == transport)
        {
            _connection.Drop(MqttDisconnectReason.ProtocolError, null);
        }
    }

    private void Handle(SessionEvent e, int token, MqttError error)
    {
        MqttSession session = _link.Session;
        switch (e)
        {
            case SessionEvent.Connected:
                _connection.Accepted();
                _events.Connected(session.IsSessionPresent);
                break;

            case SessionEvent.Message:
                HandleMessage(session);
                break;

            case SessionEvent.Published:
                _events.Published(token);
                break;

            case SessionEvent.Released:
                break;

            case SessionEvent.PublishFailed:
                _events.PublishFailed(token, error);
                break;

            case SessionEvent.Subscription:
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
                DropAfterProtocolError(session);
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
