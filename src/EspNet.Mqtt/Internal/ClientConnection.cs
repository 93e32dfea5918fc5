using System;
using System.Threading;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Mqtt.Internal;

/// <summary>The client's state: makes connections, ends them, and says when the next attempt follows.</summary>
internal sealed class ClientConnection
{
    private readonly MqttClientOptions _options;
    private readonly ClientLink _link;
    private readonly ClientEvents _events;
    private readonly ClientWaits _waits;
    private readonly Backoff _backoff;
    private readonly string _defaultClientId;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private IClientTransport? _connecting;
    private long _nextAttempt;

    // Start was called while the old connection was still being ended.
    private bool _isRestartAsked;

    internal ClientConnection(MqttClientOptions options, string defaultClientId, ClientLink link, ClientEvents events, ClientWaits waits)
    {
        _options = options;
        _defaultClientId = defaultClientId;
        _link = link;
        _events = events;
        _waits = waits;
        _backoff = new Backoff(options.Network.Backoff);
    }

    internal MqttClientState State { get; private set; }

    /// <summary>Why the last connection or attempt ended; None until one has.</summary>
    internal MqttDisconnectReason LastReason { get; private set; }

    /// <summary>The broker has refused the client in a way that will not change by itself, and the long pause goes on.</summary>
    internal bool IsRefused => State == MqttClientState.WaitingToReconnect && Refusal.IsLasting(LastReason, LastException);

    internal MqttProtocolError LastProtocolError { get; private set; }

    internal Exception? LastException { get; private set; }

    /// <summary>The identifier set in the options, or the one made from the MAC address.</summary>
    internal string ClientId => _options.Credentials.ClientId ?? _defaultClientId;

    /// <summary>Connected, or on the way to be.</summary>
    internal bool IsRunning => State == MqttClientState.Connected || State == MqttClientState.Connecting || State == MqttClientState.WaitingToReconnect;

    internal bool IsDisposed => State == MqttClientState.Disposed;

    /// <summary>No connection, and no attempt will follow: the thread has nothing more to do.</summary>
    internal bool IsFinished { get; private set; }

    internal bool IsReconnectAsked { get; private set; }

    /// <summary>How often the client was started: a Disconnect that waits sees by it that it was overtaken.</summary>
    internal int StartCount { get; private set; }

    internal void ThrowIfDisposed()
    {
        if (IsDisposed)
        {
            throw new ObjectDisposedException(nameof(MqttClient));
        }
    }

    /// <summary>
    /// The first attempt is due now; a Disconnect that has not said DISCONNECT yet is taken back. Called under the gate.
    /// </summary>
    internal void Start()
    {
        StartCount++;
        if (_link.Session.State == SessionState.Connected && !_link.Session.IsDisconnecting)
        {
            State = MqttClientState.Connected;
            _waits.StateChanged();
            return;
        }

        State = MqttClientState.Connecting;
        LastReason = MqttDisconnectReason.None;
        LastException = null;
        IsFinished = false;
        IsReconnectAsked = false;
        _isRestartAsked = _link.Current != null || _connecting != null;
        _nextAttempt = 0;
        _backoff.Reset();
        _waits.StateChanged();
        _wake.Set();
    }

    /// <summary>Waits a little, or until something is asked of the client's thread.</summary>
    internal void Pause(int milliseconds) => _wake.WaitOne(milliseconds, false);

    /// <summary>No further attempt; the connection, if there is one, ends when DISCONNECT is sent. Called under the gate.</summary>
    internal void Stop()
    {
        State = MqttClientState.Disconnecting;
        _connecting?.Abort();
        _wake.Set();
    }

    /// <summary>The thread has ended. Called under the gate.</summary>
    internal void Finish()
    {
        if (!IsDisposed)
        {
            State = MqttClientState.Stopped;
        }
    }

    /// <summary>Ends everything at once. Called under the gate.</summary>
    internal void Dispose()
    {
        State = MqttClientState.Disposed;
        Cut();
    }

    /// <summary>Drops the connection and makes a new one at once. Called under the gate.</summary>
    internal void Reconnect()
    {
        IsReconnectAsked = true;
        State = MqttClientState.Connecting;
        Cut();
    }

    /// <summary>The broker has accepted the connection.</summary>
    internal void Accepted()
    {
        lock (_link.Gate)
        {
            _backoff.NotifyConnected(MonotonicClock.Milliseconds);
            if (State == MqttClientState.Connecting && !_link.Session.IsDisconnecting)
            {
                // A Start that was to replace this connection has no reason to any more.
                _isRestartAsked = false;
                State = MqttClientState.Connected;
            }

            _waits.StateChanged();
        }
    }

    /// <summary>Between connections: makes the next attempt when its time has come.</summary>
    internal void ConnectOrWait(long now, int longest)
    {
        if (State == MqttClientState.Disconnecting)
        {
            Drop(MqttDisconnectReason.UserRequest, null);
            return;
        }

        long wait = IsReconnectAsked ? 0 : _nextAttempt - now;
        if (wait > 0)
        {
            _wake.WaitOne(wait < longest ? (int)wait : longest, false);
            return;
        }

        IsReconnectAsked = false;
        Connect(now);
    }

    /// <summary>Ends the connection or the attempt, decides what follows, and tells the application.</summary>
    internal void Drop(MqttDisconnectReason reason, Exception? exception)
    {
        int delay;
        bool wasConnected;
        ITransport? transport;
        lock (_link.Gate)
        {
            if (IsDisposed)
            {
                return;
            }

            long now = MonotonicClock.Milliseconds;
            wasConnected = _link.Session.State == SessionState.Connected;
            transport = _link.Close();
            _backoff.NotifyDisconnected(now);
            delay = NextDelay(reason, exception);
            _nextAttempt = now + delay;
            LastReason = reason;
            LastException = exception;
            LastProtocolError = reason == MqttDisconnectReason.ProtocolError ? _link.Session.ProtocolError : MqttProtocolError.None;
            IsFinished = delay < 0;
            State = IsFinished ? MqttClientState.Disconnecting : MqttClientState.WaitingToReconnect;
            _waits.StateChanged();
        }

        if (transport != null)
        {
            bool isLastWordNeeded = reason == MqttDisconnectReason.UserRequest
                || (reason == MqttDisconnectReason.ProtocolError && _link.Session.ProtocolError == MqttProtocolError.TooManyExactlyOnce);
            if (isLastWordNeeded)
            {
                transport.Close();
            }
            else
            {
                transport.Abort();
            }

            transport.Dispose();
        }

        _events.Disconnected(new MqttDisconnectedEventArgs(reason, wasConnected, LastProtocolError, exception, delay));
    }

    /// <summary>Reading or writing failed. What the application or an earlier failure caused is named so, whatever the transport says of it.</summary>
    internal void DropAfterFailure(Exception? exception)
    {
        // Disconnect says DISCONNECT on a connection that the broker has accepted, and cuts one that it has not.
        bool isUserRequest = _link.Session.IsDisconnectSent || (State == MqttClientState.Disconnecting && _link.Session.State != SessionState.Connected);
        if (isUserRequest)
        {
            Drop(MqttDisconnectReason.UserRequest, null);
        }
        else if (IsReconnectAsked)
        {
            Drop(MqttDisconnectReason.Reconnecting, null);
        }
        else if (_link.Failure != null)
        {
            Drop(_link.IsPingFailed ? MqttDisconnectReason.PingFailed : MqttDisconnectReason.TransportError, _link.Failure);
        }
        else
        {
            Drop(MqttDisconnectReason.TransportError, exception);
        }
    }

    private void Cut()
    {
        _connecting?.Abort();
        _link.Current?.Abort();
        _wake.Set();
    }

    private void Connect(long started)
    {
        // Outside the try: options that do not fit any more are not an error of the network.
        byte[] packet = MqttEncoder.Connect(_options, ClientId);
        IClientTransport? transport = null;
        try
        {
            TransportFactory? factory = _options.Network.TransportFactory;
            transport = factory == null ? MakeTransport() : factory();
            lock (_link.Gate)
            {
                if (!IsRunning)
                {
                    transport.Dispose();
                    return;
                }

                State = MqttClientState.Connecting;
                _connecting = transport;
            }

            transport.Connect(_options.Broker.Host, _options.Broker.Port);
            lock (_link.Gate)
            {
                _connecting = null;
                long now = MonotonicClock.Milliseconds;
                _link.Open(transport, packet, _options.Network.ConnectTimeout - (int)(now - started), now);
                if (!IsRunning)
                {
                    transport.Abort();
                }
            }
        }
        catch (Exception e)
        {
            // Whatever a transport or its factory throws is the reason of a failed attempt, not the end of the client.
            lock (_link.Gate)
            {
                _connecting = null;
            }

            transport?.Dispose();
            if (State == MqttClientState.Disconnecting)
            {
                Drop(MqttDisconnectReason.UserRequest, null);
            }
            else
            {
                Drop(IsReconnectAsked ? MqttDisconnectReason.Reconnecting : MqttDisconnectReason.ConnectError, e);
            }
        }
    }

    private IClientTransport MakeTransport()
    {
        _options.Network.Tcp.ConnectTimeout = _options.Network.ConnectTimeout;
        TcpTransport tcp = new TcpTransport(_options.Network.Tcp);
        return _options.Broker.Scheme switch
        {
            MqttUri.PlainScheme => tcp,
            MqttUri.SecureScheme => new TlsTransport(tcp, _options.Network.Tls) { ConnectLimit = _options.Network.ConnectTimeout },

            // Never in the clear what was to go another way.
            _ => throw new MqttException(MqttError.InvalidOptions, $"EspNet has no transport for \"{_options.Broker.Scheme}\": set Network.TransportFactory."),
        };
    }

    /// <summary>Milliseconds until the next attempt, or -1 for none.</summary>
    private int NextDelay(MqttDisconnectReason reason, Exception? exception)
    {
        if (_isRestartAsked && State != MqttClientState.Disconnecting)
        {
            _isRestartAsked = false;
            return 0;
        }

        if (State != MqttClientState.Disconnecting && (IsReconnectAsked || reason == MqttDisconnectReason.Reconnecting))
        {
            return 0;
        }

        if (State == MqttClientState.Disconnecting || !_options.Network.AutomaticReconnect)
        {
            return -1;
        }

        // Asking again soon after a lasting refusal would only hammer the broker: somebody has to change something first.
        return Refusal.IsLasting(reason, exception) ? _backoff.LongestDelay : _backoff.NextDelay();
    }
}
