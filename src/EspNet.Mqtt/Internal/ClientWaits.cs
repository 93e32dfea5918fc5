using System;
using System.Threading;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt.Internal;

/// <summary>The application's threads that wait for the broker, and what wakes them.</summary>
internal sealed class ClientWaits
{
    private readonly object _gate;
    private readonly MqttSession _session;
    private readonly WaiterPool _pool = new WaiterPool();

    // Those that wait for a change of the client's state, of a subscription, or of the outbox.
    private readonly WaitList _state = new WaitList();
    private readonly WaitList _subscriptions = new WaitList();
    private readonly WaitList _outbox = new WaitList();
    private ClientLoop? _loop;

    internal ClientWaits(object gate, MqttSession session)
    {
        _gate = gate;
        _session = session;
    }

    /// <summary>The caller is a handler: it must not keep the client's thread from reading.</summary>
    internal bool IsClientThread => _loop!.IsClientThread;

    /// <summary>The loop is made after its waits; it is set once, before any thread runs.</summary>
    internal void Bind(ClientLoop loop) => _loop = loop;

    internal WaitList State => _state;

    internal WaitList Subscriptions => _subscriptions;

    internal WaitList Outbox => _outbox;

    internal Waiter Rent() => _pool.Rent();

    internal void Return(Waiter waiter) => _pool.Return(waiter);

    /// <summary>When a time in milliseconds from now is over; Timeout.Infinite (-1) never is.</summary>
    internal static long Deadline(int timeout)
    {
        if (timeout < Timeout.Infinite)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), "The time is 0 or more milliseconds, or Timeout.Infinite.");
        }

        return timeout == Timeout.Infinite ? long.MaxValue : MonotonicClock.Milliseconds + timeout;
    }

    /// <summary>Called under the gate.</summary>
    internal void StateChanged()
    {
        _state.WakeAll();
        _subscriptions.WakeAll();
        _outbox.WakeAll();
    }

    /// <summary>A request for a subscription was answered. Called under the gate.</summary>
    internal void SubscriptionDone()
    {
        _subscriptions.WakeAll();
        _outbox.WakeAll();
    }

    /// <summary>
    /// A message left the outbox: its caller is answered, and whoever waits for room looks again. Called in the same
    /// section of the gate in which the message left: afterwards its caller may have gone, and its waiter be another's.
    /// </summary>
    internal void MessageDone(object? owner, MqttError error)
    {
        if (owner != null)
        {
            ((Waiter)owner).Complete(error);
        }

        _outbox.WakeAll();
    }

    /// <summary>Nobody will be answered any more. Called under the gate.</summary>
    internal void CompleteAll()
    {
        for (object? owner = _session.FindOwner(); owner != null; owner = _session.FindOwner())
        {
            _session.Release(owner);
            ((Waiter)owner).Complete(MqttError.Disposed);
        }

        StateChanged();
    }

    /// <summary>Waits until the waiter is answered or the time is over. Inside a handler the client's thread goes on working meanwhile.</summary>
    /// <param name="list">The list the waiter stands in, from which it is taken when the time is over; null for none.</param>
    /// <param name="waiter">The waiter.</param>
    /// <param name="deadline">When the time is over.</param>
    /// <returns>True when it was answered.</returns>
    internal bool Wait(WaitList? list, Waiter waiter, long deadline)
    {
        if (IsClientThread ? _loop!.PumpUntil(waiter, deadline) : Block(waiter, deadline))
        {
            return true;
        }

        lock (_gate)
        {
            waiter.IsBlocked = false;
            list?.Remove(waiter);
            return waiter.IsDone;
        }
    }

    /// <summary>The caller needs its waiter no longer. Called under the gate.</summary>
    internal void End(WaitList list, Waiter? waiter)
    {
        if (waiter != null)
        {
            list.Remove(waiter);
            _pool.Return(waiter);
        }
    }

    private bool Block(Waiter waiter, long deadline)
    {
        while (true)
        {
            lock (_gate)
            {
                waiter.IsBlocked = !waiter.IsDone;
                if (waiter.IsDone)
                {
                    return true;
                }
            }

            long remaining = deadline - MonotonicClock.Milliseconds;
            if (remaining <= 0)
            {
                return false;
            }

            waiter.Signal.WaitOne(remaining < int.MaxValue ? (int)remaining : int.MaxValue, false);
        }
    }
}
