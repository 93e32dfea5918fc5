using System;
using System.IO;
using System.Threading;
using EspNet.Mqtt.Internal;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>
/// An MQTT client that stays connected. It uses one thread, which makes the connection, keeps it, makes it again when it
/// is lost, and calls the handlers. All methods may be called from any thread and from any handler; handlers never run
/// under a lock.
/// </summary>
/// <remarks>
/// Events are raised on the client's thread, one after the other, except three: <see cref="Published"/> of a QoS 0
/// message by the thread that wrote it, <see cref="PublishFailed"/> of a dropped message by the thread whose message took
/// its place, <see cref="Warning"/> by the thread that called <see cref="Start"/>. A handler that takes long delays reading
/// and the keep-alive; one that waits for the broker does not, up to 16 KB of what arrives meanwhile.
/// Call <see cref="Disconnect"/> before <see cref="Dispose"/> for an orderly end: Dispose alone makes the broker publish
/// the will.
/// </remarks>
public sealed class MqttClient : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly ClientLink _link;
    private readonly ClientEvents _events;
    private readonly ClientWaits _waits;
    private readonly ClientConnection _connection;
    private readonly ClientLoop _loop;
    private readonly ClientPublisher _publisher;
    private readonly ClientSubscriber _subscriber;

    /// <summary>Makes a client for a URI such as <c>mqtt://user:pass@host:1883</c>, with every default.</summary>
    /// <param name="uri">The broker's URI.</param>
    /// <exception cref="ArgumentNullException">The URI is null.</exception>
    /// <exception cref="MqttException">The URI is not one of a broker (InvalidOptions).</exception>
    public MqttClient(string uri)
        : this(new MqttClientOptions(uri))
    {
    }

    /// <summary>Makes a client. Nothing is connected before <see cref="Start"/> or <see cref="Connect"/>.</summary>
    /// <param name="options">The options. Buffers are allocated now.</param>
    /// <exception cref="ArgumentNullException">The options are null.</exception>
    /// <exception cref="MqttException">The options do not fit together (InvalidOptions).</exception>
    public MqttClient(MqttClientOptions options)
    {
        if (options == null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        _options = options;
        object gate = new object();
        MqttSession session = new MqttSession(options, DefaultClientId.RandomPacketId(options.Outbox.MaximumMessages));
        _waits = new ClientWaits(gate, session);
        _events = new ClientEvents(this, new MessageDelivery(this, gate, session, options.Session.MaximumSubscriptions));
        _link = new ClientLink(gate, session, _waits, options.Network.SendBufferSize, _events.Published);
        _connection = new ClientConnection(options, DefaultClientId.Create(), _link, _events, _waits);
        _loop = new ClientLoop(_link, _events, _waits, _connection);
        _waits.Bind(_loop);
        _publisher = new ClientPublisher(options, _link, _connection, _events, _waits);
        _subscriber = new ClientSubscriber(options, _link, _connection, _waits);
        options.Validate(ClientId);
    }

    /// <summary>The broker has accepted a connection. Subscriptions are made again by the client; nothing needs to be done here for them.</summary>
    public event MqttConnectedHandler? Connected;

    /// <summary>A connection, or an attempt at one, ended; says why and when the next attempt follows.</summary>
    public event MqttDisconnectedHandler? Disconnected;

    /// <summary>A message, or a part of a large one, came that no subscription with a handler of its own matches.</summary>
    public event MqttMessageHandler? MessageReceived;

    /// <summary>The broker has acknowledged a message to the end (FAQ: MQTT_EVENT_PUBLISHED); at QoS 0: it was written. Can be raised before Enqueue returns.</summary>
    public event MqttPublishedHandler? Published;

    /// <summary>A message was given up. Enqueueing it again from the handler of a dropped message would only drop another.</summary>
    public event MqttPublishFailedHandler? PublishFailed;

    /// <summary>The broker has granted or refused a subscription, at first or again after a reconnect.</summary>
    public event MqttSubscribedHandler? Subscribed;

    /// <summary>A handler threw an exception. The client goes on; the message counts as handled. Without a handler of this event it goes to the console.</summary>
    public event MqttCallbackFailedHandler? CallbackFailed;

    /// <summary>An option is allowed but not recommended; raised by <see cref="Start"/>. Without a handler it goes to the console.</summary>
    public event MqttWarningHandler? Warning;

    /// <summary>The client identifier in use.</summary>
    public string ClientId => _connection.ClientId;

    /// <summary>What the client is doing.</summary>
    public MqttClientState State => _connection.State;

    /// <summary>The broker has accepted the connection, and it has not been found broken since.</summary>
    public bool IsConnected => _connection.State == MqttClientState.Connected;

    /// <summary>Messages accepted and not yet acknowledged.</summary>
    public int PendingMessages => _link.Session.OutboxCount;

    internal bool HasPublishedHandler => Published != null;

    internal bool HasMessageHandler => MessageReceived != null;

    /// <summary>Starts connecting and returns at once. From here on the client stays connected by itself. Does nothing when it is started already.</summary>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">The options do not fit together (InvalidOptions).</exception>
    public void Start()
    {
        _options.Validate(ClientId);
        lock (_link.Gate)
        {
            _connection.ThrowIfDisposed();
            if (_connection.IsRunning)
            {
                return;
            }

            _loop.Start();
        }

        foreach (string warning in _options.GetWarnings())
        {
            _events.Warn(warning);
        }
    }

    /// <summary>Starts the client and waits for the connection.</summary>
    /// <param name="timeout">
    /// How long to wait in milliseconds; default 30 s; Timeout.Infinite waits for ever. Failed attempts are repeated
    /// within it; a refusal that will not change by itself (version, client id, user name, password) ends the wait at once.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is less than -1.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">
    /// There is no connection yet: ConnectionRefused, ConnectionFailed or Timeout, with the reason. The client goes on
    /// trying, unless automatic reconnect is off.
    /// </exception>
    public void Connect(int timeout = MqttDefaults.FirstConnectTimeout)
    {
        Start();
        if (!WaitForConnection(timeout))
        {
            throw Refusal.ConnectFailure(_options.Broker, _connection.LastReason, _connection.LastProtocolError, _connection.LastException);
        }
    }

    /// <summary>Waits until the broker has accepted a connection.</summary>
    /// <param name="timeout">How long to wait, in milliseconds; 0 only looks, Timeout.Infinite waits for ever.</param>
    /// <returns>True when connected; false when the time is over, when the broker refused the client, or when no attempt will follow.</returns>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public bool WaitForConnection(int timeout)
    {
        long deadline = ClientWaits.Deadline(timeout);
        Waiter? waiter = null;
        bool isGivenUp = false;
        while (true)
        {
            lock (_link.Gate)
            {
                _connection.ThrowIfDisposed();
                bool isOver = isGivenUp || IsConnected || _connection.State == MqttClientState.Stopped || _connection.IsFinished || _connection.IsRefused;
                if (isOver)
                {
                    _waits.End(_waits.State, waiter);
                    return IsConnected;
                }

                waiter ??= _waits.Rent();
                _waits.State.Add(waiter);
            }

            isGivenUp = !_waits.Wait(_waits.State, waiter, deadline);
        }
    }

    /// <summary>
    /// Ends the connection in order: waits until the outbox is empty, says DISCONNECT, so that the broker does not
    /// publish the will, and stops. What could not be sent in time stays in the outbox for the next <see cref="Start"/>.
    /// </summary>
    /// <param name="timeout">How long the outbox may take, in milliseconds; default 5 s; Timeout.Infinite waits for ever.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is less than -1.</exception>
    public void Disconnect(int timeout = MqttDefaults.DisconnectTimeout)
    {
        long deadline = ClientWaits.Deadline(timeout);
        int startCount;
        lock (_link.Gate)
        {
            if (_connection.State == MqttClientState.Stopped || _connection.State == MqttClientState.Disposed)
            {
                return;
            }

            _connection.Stop();
            startCount = _connection.StartCount;
        }

        Waiter? waiter = null;
        bool isGivenUp = false;
        while (true)
        {
            lock (_link.Gate)
            {
                if (_connection.StartCount != startCount)
                {
                    // Start came after this; what is connected now is not to be ended.
                    _waits.End(_waits.Outbox, waiter);
                    return;
                }

                if (isGivenUp || _link.Session.State != SessionState.Connected || _link.Session.IsDrained)
                {
                    _waits.End(_waits.Outbox, waiter);
                    if (_link.Session.State == SessionState.Connected)
                    {
                        _link.Session.Disconnect();
                    }
                    else
                    {
                        _link.Current?.Abort();
                    }

                    break;
                }

                waiter ??= _waits.Rent();
                _waits.Outbox.Add(waiter);
            }

            isGivenUp = !_waits.Wait(_waits.Outbox, waiter, deadline);
        }

        _link.FlushUntil(null, MonotonicClock.Milliseconds + MqttDefaults.EndTimeout);
        JoinThread();
    }

    /// <summary>
    /// Drops the connection and makes a new one at once, without the pause; the broker publishes the will. Does nothing
    /// when the client is not started.
    /// </summary>
    public void Reconnect()
    {
        lock (_link.Gate)
        {
            if (_connection.State == MqttClientState.Connected || _connection.State == MqttClientState.Connecting || _connection.State == MqttClientState.WaitingToReconnect)
            {
                _connection.Reconnect();
            }
        }
    }

    /// <summary>Publishes a message and waits until the broker has acknowledged it; at QoS 0 until it is written.</summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="payload">Payload; it is copied, and may be changed afterwards.</param>
    /// <param name="qos">Quality of service; default at most once.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <returns>The token by which <see cref="Published"/> names the message.</returns>
    /// <exception cref="ArgumentNullException">Topic or payload is null.</exception>
    /// <exception cref="ArgumentException">The topic is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">
    /// Timeout: not acknowledged within Network.PublishTimeout, or (in a handler) more than 16 KB of other messages
    /// arrived before the acknowledgement; at QoS 1 and 2 the message stays in the outbox and is still delivered.
    /// OutboxFull, MessageTooLarge, NotConnected (the client is not started), Dropped, ConnectionLost, SessionLost,
    /// Disposed. On a link that takes nothing it can take longer by the transport's send timeout (10 s).
    /// </exception>
    public int Publish(string topic, byte[] payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false)
    {
        if (payload == null)
        {
            throw new ArgumentNullException(nameof(payload));
        }

        return _publisher.Publish(topic, payload, payload.Length, null, qos, retain);
    }

    /// <summary>
    /// Publishes a message of any size from a stream and waits as <see cref="Publish(string, byte[], MqttQos, bool)"/>
    /// does. Only the header is kept in memory; the stream is read as it is sent, by the client's thread or this one. A
    /// stream that ends before <paramref name="length"/> bytes cuts the connection, because the packet cannot be finished.
    /// </summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="payload">Where the payload is read from, starting at the current position. For QoS 1 and 2 it must be able to seek, because the message may have to be sent again.</param>
    /// <param name="length">Length of the payload in bytes.</param>
    /// <param name="qos">Quality of service; default at most once.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <returns>The token by which <see cref="Published"/> names the message.</returns>
    /// <exception cref="ArgumentNullException">Topic or stream is null.</exception>
    /// <exception cref="ArgumentException">The topic is not valid, or the stream cannot seek at QoS 1 or 2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">As for a byte array; PayloadStreamFailed; after a Timeout the message is given up, since its stream is the caller's again.</exception>
    public int Publish(string topic, Stream payload, int length, MqttQos qos = MqttQos.AtMostOnce, bool retain = false)
    {
        if (payload == null)
        {
            throw new ArgumentNullException(nameof(payload));
        }

        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        if (qos != MqttQos.AtMostOnce && !payload.CanSeek)
        {
            throw new ArgumentException("QoS 1 and 2 need a stream that can seek, because the message may have to be sent again.", nameof(payload));
        }

        return _publisher.Publish(topic, null, length, length == 0 ? null : new StreamBody(payload, length), qos, retain);
    }

    /// <summary>Publishes a text in UTF-8; otherwise as <see cref="Publish(string, byte[], MqttQos, bool)"/>.</summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="text">The text.</param>
    /// <param name="qos">Quality of service; default at most once.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <returns>The token by which <see cref="Published"/> names the message.</returns>
    /// <exception cref="ArgumentNullException">Topic or text is null.</exception>
    /// <exception cref="MqttException">As for a byte array.</exception>
    public int Publish(string topic, string text, MqttQos qos = MqttQos.AtMostOnce, bool retain = false) => Publish(topic, Utf8.Encode(text), qos, retain);

    /// <summary>Puts a text in UTF-8 into the outbox; otherwise as <see cref="Enqueue(string, byte[], MqttQos, bool)"/>.</summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="text">The text.</param>
    /// <param name="qos">Quality of service; default at most once.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <returns>The token by which <see cref="Published"/> or <see cref="PublishFailed"/> names the message.</returns>
    /// <exception cref="ArgumentNullException">Topic or text is null.</exception>
    /// <exception cref="MqttException">OutboxFull or MessageTooLarge.</exception>
    public int Enqueue(string topic, string text, MqttQos qos = MqttQos.AtMostOnce, bool retain = false) => Enqueue(topic, Utf8.Encode(text), qos, retain);

    /// <summary>Puts a message into the outbox and returns at once, connected or not.</summary>
    /// <param name="topic">Topic name, without wildcards.</param>
    /// <param name="payload">Payload; it is copied, and may be changed afterwards.</param>
    /// <param name="qos">Quality of service; default at most once.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <returns>The token by which <see cref="Published"/> or <see cref="PublishFailed"/> names the message.</returns>
    /// <exception cref="ArgumentNullException">Topic or payload is null.</exception>
    /// <exception cref="ArgumentException">The topic is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">OutboxFull or MessageTooLarge.</exception>
    public int Enqueue(string topic, byte[] payload, MqttQos qos = MqttQos.AtMostOnce, bool retain = false)
    {
        if (payload == null)
        {
            throw new ArgumentNullException(nameof(payload));
        }

        return _publisher.Enqueue(topic, payload, qos, retain);
    }

    /// <summary>Subscribes; each message that matches goes to the handler. See <see cref="SubscribeFragments"/> for one without copies.</summary>
    /// <param name="filter">Topic filter; <c>+</c> stands for one level, <c>#</c> at the end for all the rest.</param>
    /// <param name="qos">The highest QoS wanted.</param>
    /// <param name="handler">
    /// Called for each message; null to let <see cref="MessageReceived"/> have them. A message whose packet does not fit
    /// into Network.ReceiveBufferSize (1,024 bytes) comes in several calls: see <see cref="MqttMessage.IsWhole"/>,
    /// Offset, Total and IsLast. Raise ReceiveBufferSize to get it whole.
    /// </param>
    /// <returns>The QoS the broker granted; the one asked for when there is no connection yet, in which case the subscription is made with the next one.</returns>
    /// <exception cref="ArgumentNullException">The filter is null.</exception>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">SubscriptionRefused; Timeout, after which the client keeps asking; TooManySubscriptions.</exception>
    public MqttQos Subscribe(string filter, MqttQos qos = MqttQos.AtMostOnce, MqttMessageHandler? handler = null) => _subscriber.Subscribe(filter, qos, handler);

    /// <summary>Subscribes with a handler that gets each message where it stands in the buffer, without a copy.</summary>
    /// <param name="filter">Topic filter.</param>
    /// <param name="qos">The highest QoS wanted.</param>
    /// <param name="handler">Called for each message or fragment.</param>
    /// <returns>The QoS the broker granted; the one asked for when there is no connection yet.</returns>
    /// <exception cref="ArgumentNullException">Filter or handler is null.</exception>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">SubscriptionRefused; Timeout, after which the client keeps asking; TooManySubscriptions.</exception>
    public MqttQos SubscribeFragments(string filter, MqttQos qos, MqttFragmentHandler handler)
    {
        return _subscriber.Subscribe(filter, qos, handler ?? throw new ArgumentNullException(nameof(handler)));
    }

    /// <summary>Ends a subscription. No message that begins after this call goes to its handler.</summary>
    /// <param name="filter">The filter as it was subscribed. One that is not there is ignored.</param>
    /// <exception cref="ArgumentNullException">The filter is null.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    /// <exception cref="MqttException">Timeout: the broker did not confirm in time; the client keeps asking.</exception>
    public void Unsubscribe(string filter) => _subscriber.Unsubscribe(filter);

    /// <summary>Ends everything at once: closes the connection without DISCONNECT, so that the broker publishes the will, ends the thread and every wait. May be called more than once.</summary>
    public void Dispose()
    {
        lock (_link.Gate)
        {
            if (_connection.State == MqttClientState.Disposed)
            {
                return;
            }

            _connection.Dispose();
            _waits.CompleteAll();
        }

        JoinThread();
    }

    internal void Raise(ClientEvent e)
    {
        switch (e.Kind)
        {
            case ClientEventKind.Connected:
                Connected?.Invoke(this, e.Flag);
                break;

            case ClientEventKind.Disconnected:
                Disconnected?.Invoke(this, (MqttDisconnectedEventArgs)e.Data!);
                break;

            case ClientEventKind.Published:
                RaisePublished(e.Number);
                break;

            case ClientEventKind.PublishFailed:
                PublishFailed?.Invoke(this, e.Number, e.Error);
                break;

            case ClientEventKind.Warning:
                if (Warning == null)
                {
                    Console.WriteLine("EspNet.Mqtt: " + (string)e.Data!);
                }

                Warning?.Invoke(this, (string)e.Data!);
                break;

            default:
                bool isGranted = e.Number != MqttEncoder.SubscriptionRefused;
                Subscribed?.Invoke(this, (string)e.Data!, isGranted, isGranted ? (MqttQos)e.Number : MqttQos.AtMostOnce);
                break;
        }
    }

    internal void RaisePublished(int token) => Published?.Invoke(this, token);

    internal void RaiseMessageReceived(MqttMessage message) => MessageReceived?.Invoke(this, message);

    internal void ReportCallbackFailure(Exception exception)
    {
        MqttCallbackFailedHandler? handler = CallbackFailed;
        if (handler == null)
        {
            // Not Debug: a release build leaves that out, and the failure would be lost.
            Console.WriteLine("EspNet.Mqtt: a handler failed: " + exception.Message);
            return;
        }

        try
        {
            handler(this, exception);
        }
        catch (Exception e)
        {
            // There is nobody left to tell, and the client's thread must not end.
            Console.WriteLine("EspNet.Mqtt: the CallbackFailed handler failed: " + e.Message);
        }
    }

    /// <summary>A handler cannot wait for its own thread; that one ends when the handler has returned.</summary>
    private void JoinThread()
    {
        Thread? thread = _events.Thread;
        if (thread != null && !_events.IsClientThread)
        {
            thread.Join(MqttDefaults.EndTimeout);
        }
    }

}
