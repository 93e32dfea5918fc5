using System;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Internal;

/// <summary>Makes and ends subscriptions, and waits for the broker's answer while there is a connection.</summary>
internal sealed class ClientSubscriber
{
    private readonly MqttClientOptions _options;
    private readonly ClientLink _link;
    private readonly ClientConnection _connection;
    private readonly ClientWaits _waits;

    internal ClientSubscriber(MqttClientOptions options, ClientLink link, ClientConnection connection, ClientWaits waits)
    {
        _options = options;
        _link = link;
        _connection = connection;
        _waits = waits;
    }

    internal MqttQos Subscribe(string filter, MqttQos qos, object? handler)
    {
        if (filter == null)
        {
            throw new ArgumentNullException(nameof(filter));
        }

        if (qos > MqttQos.ExactlyOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(qos), "QoS is 0, 1 or 2.");
        }

        byte[]? filterBytes = MqttTopic.EncodeFilter(filter)
            ?? throw new ArgumentException("A topic filter must not be empty; + must stand for a whole level, # for the last ones; U+0000 and half a surrogate pair are not allowed.", nameof(filter));
        Subscription? subscription;
        int request = 0;
        lock (_link.Gate)
        {
            _connection.ThrowIfDisposed();
            subscription = _link.Session.Subscribe(filter, filterBytes, qos, handler);
            if (subscription != null)
            {
                request = subscription.Requested;
            }
        }

        if (subscription == null)
        {
            throw new MqttException(MqttError.TooManySubscriptions, $"The client holds {_options.Session.MaximumSubscriptions} subscriptions already. Raise Session.MaximumSubscriptions, or use a wildcard.");
        }

        if (!WaitForAnswer(subscription, request))
        {
            return qos;
        }

        if (subscription.Granted == MqttEncoder.SubscriptionRefused)
        {
            throw new MqttException(MqttError.SubscriptionRefused, "The broker refused the subscription to \"" + filter + "\". Check its access list.");
        }

        return (MqttQos)subscription.Granted;
    }

    internal void Unsubscribe(string filter)
    {
        if (filter == null)
        {
            throw new ArgumentNullException(nameof(filter));
        }

        Subscription? subscription;
        int request = 0;
        lock (_link.Gate)
        {
            _connection.ThrowIfDisposed();
            subscription = _link.Session.Unsubscribe(filter);
            if (subscription != null)
            {
                _waits.SubscriptionDone();
                request = subscription.Requested;
            }
        }

        if (subscription != null)
        {
            WaitForAnswer(subscription, request);
        }
    }

    /// <summary>False when there was no connection to wait on at the start: the request goes out with the next one.</summary>
    private bool WaitForAnswer(Subscription subscription, int request)
    {
        if (_connection.State != MqttClientState.Connected)
        {
            return false;
        }

        long deadline = ClientWaits.Deadline(_options.Network.SubscribeTimeout);
        _link.FlushSome();
        Waiter? waiter = null;
        bool isTimeLeft = true;
        while (true)
        {
            lock (_link.Gate)
            {
                bool isAnswered = subscription.Answered >= request;
                if (isAnswered || !isTimeLeft || !_connection.IsRunning)
                {
                    _waits.End(_waits.Subscriptions, waiter);
                    if (isAnswered)
                    {
                        return true;
                    }

                    throw isTimeLeft
                        ? new MqttException(MqttError.Disposed, "The client was disconnected or disposed before the broker answered.")
                        : new MqttException(MqttError.Timeout, "The broker has not answered SUBSCRIBE or UNSUBSCRIBE in time; the client keeps asking.");
                }

                waiter ??= _waits.Rent();
                _waits.Subscriptions.Add(waiter);
            }

            isTimeLeft = _waits.Wait(_waits.Subscriptions, waiter, deadline);
        }
    }
}
