using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Session;

/// <summary>
/// The subscriptions of a client, each with a packet identifier of its own, so that one request a filter can be on its
/// way and no identifier of a message is touched.
/// </summary>
internal sealed class SubscriptionTable
{
    /// <summary>Identifiers from here up belong to subscriptions, those below to messages.</summary>
    internal const int FirstPacketId = 0x8000;

    private readonly Subscription?[] _entries;
    private int _awaiting;
    private int _due;

    internal SubscriptionTable(int capacity)
    {
        _entries = new Subscription?[capacity];
    }

    internal bool HasDue => _due > 0;

    internal bool IsSettled => _due == 0 && _awaiting == 0;

    /// <summary>Asks for a filter, anew or with another QoS or handler; null when the table is full.</summary>
    internal Subscription? Subscribe(string filter, byte[] filterBytes, MqttQos qos, object? handler)
    {
        Subscription? entry = Find(filter);
        if (entry == null)
        {
            int index = 0;
            while (index < _entries.Length && _entries[index] != null)
            {
                index++;
            }

            if (index == _entries.Length)
            {
                return null;
            }

            entry = new Subscription(filter, filterBytes, FirstPacketId + index) { Phase = SubscriptionPhase.Removed };
            _entries[index] = entry;
        }

        entry.Qos = qos;
        entry.Handler = handler;
        entry.IsUnwanted = false;
        Request(entry);
        return entry;
    }

    /// <summary>Gives a filter up; null when it is not there.</summary>
    internal Subscription? Unsubscribe(string filter)
    {
        Subscription? entry = Find(filter);
        if (entry == null || entry.IsUnwanted)
        {
            return entry;
        }

        entry.Handler = null;
        entry.IsUnwanted = true;
        if (entry.Phase == SubscriptionPhase.SubscribeDue && !entry.IsSent)
        {
            // It never reached the broker.
            entry.Answered = ++entry.Requested;
            Remove(entry);
            return entry;
        }

        Request(entry);
        return entry;
    }

    /// <summary>The next packet to send, or null.</summary>
    internal byte[]? TakeDue(long now)
    {
        foreach (Subscription? entry in _entries)
        {
            if (entry == null || !entry.IsDue)
            {
                continue;
            }

            // Encoded before anything changes: it can fail for want of memory.
            bool isSubscribe = entry.Phase == SubscriptionPhase.SubscribeDue;
            byte[] packet = isSubscribe
                ? MqttEncoder.Subscribe(entry.PacketId, entry.FilterBytes, entry.Qos)
                : MqttEncoder.Unsubscribe(entry.PacketId, entry.FilterBytes);
            entry.IsSent = true;
            Move(entry, isSubscribe ? SubscriptionPhase.AwaitSuback : SubscriptionPhase.AwaitUnsuback);
            entry.InFlight = entry.Requested;
            entry.Since = now;
            return packet;
        }

        return null;
    }

    /// <summary>SUBACK or UNSUBACK came; null when it answers nothing.</summary>
    internal Subscription? Acknowledge(int packetId, bool isSubAck, int code)
    {
        int index = packetId - FirstPacketId;
        Subscription? entry = index >= 0 && index < _entries.Length ? _entries[index] : null;
        if (entry == null || entry.Phase != (isSubAck ? SubscriptionPhase.AwaitSuback : SubscriptionPhase.AwaitUnsuback))
        {
            return null;
        }

        entry.Answered = entry.InFlight;
        if (isSubAck)
        {
            entry.Granted = code;
        }

        if (entry.Requested != entry.InFlight)
        {
            Move(entry, entry.IsUnwanted ? SubscriptionPhase.UnsubscribeDue : SubscriptionPhase.SubscribeDue);
        }
        else if (isSubAck)
        {
            Move(entry, code == MqttEncoder.SubscriptionRefused ? SubscriptionPhase.Refused : SubscriptionPhase.Active);
        }
        else
        {
            Remove(entry);
        }

        return entry;
    }

    /// <summary>Prepares for a new connection: what was on its way is asked again.</summary>
    /// <param name="isKnown">The broker says that it has kept the subscriptions; otherwise all are asked again.</param>
    /// <param name="isClean">The session is a new one for certain, so that nothing has to be taken back.</param>
    internal void Requeue(bool isKnown, bool isClean)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            Subscription? entry = _entries[i];
            if (entry == null)
            {
                continue;
            }

            if (!entry.IsUnwanted)
            {
                entry.IsSent &= !isClean;
                if (!isKnown || entry.IsAwaiting)
                {
                    Move(entry, SubscriptionPhase.SubscribeDue);
                }
            }
            else if (isClean)
            {
                entry.Answered = entry.Requested;
                Remove(entry);
            }
            else
            {
                Move(entry, SubscriptionPhase.UnsubscribeDue);
            }
        }
    }

    /// <summary>Since when the longest-waiting request is unanswered; long.MaxValue for none.</summary>
    internal long OldestSince()
    {
        long oldest = long.MaxValue;
        if (_awaiting > 0)
        {
            foreach (Subscription? entry in _entries)
            {
                if (entry != null && entry.IsAwaiting && entry.Since < oldest)
                {
                    oldest = entry.Since;
                }
            }
        }

        return oldest;
    }

    /// <summary>Puts the handlers of every matching filter into an array that has room for all, and returns how many.</summary>
    internal int Match(byte[] buffer, int offset, int length, object[] handlers)
    {
        int count = 0;
        foreach (Subscription? entry in _entries)
        {
            if (entry != null && entry.Handler != null && MqttTopic.Matches(entry.FilterBytes, buffer, offset, length))
            {
                handlers[count++] = entry.Handler;
            }
        }

        return count;
    }

    private Subscription? Find(string filter)
    {
        foreach (Subscription? entry in _entries)
        {
            if (entry != null && entry.Filter == filter)
            {
                return entry;
            }
        }

        return null;
    }

    private void Request(Subscription entry)
    {
        entry.Requested++;
        if (!entry.IsAwaiting)
        {
            Move(entry, entry.IsUnwanted ? SubscriptionPhase.UnsubscribeDue : SubscriptionPhase.SubscribeDue);
        }
    }

    private void Remove(Subscription entry)
    {
        Move(entry, SubscriptionPhase.Removed);
        _entries[entry.PacketId - FirstPacketId] = null;
    }

    /// <summary>The only place that changes a phase, so that the two counts stay true.</summary>
    private void Move(Subscription entry, SubscriptionPhase phase)
    {
        _due -= entry.IsDue ? 1 : 0;
        _awaiting -= entry.IsAwaiting ? 1 : 0;
        entry.Phase = phase;
        _due += entry.IsDue ? 1 : 0;
        _awaiting += entry.IsAwaiting ? 1 : 0;
    }
}
