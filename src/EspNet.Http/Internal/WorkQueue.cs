using System.Collections;

namespace EspNet.Http.Internal;

/// <summary>
/// Hands connections to workers, in the order in which they became ready. Each worker waits for an event of its own, since
/// the device's events can lose a wake-up when several wait for one.
/// </summary>
internal sealed class WorkQueue
{
    private readonly object _lock = new object();
    private readonly Queue _ready = new Queue();
    private readonly ArrayList _idle = new ArrayList();
    private int _busy;
    private bool _isClosed;

    /// <summary>Connections that wait for a worker.</summary>
    internal bool HasWaiting
    {
        get
        {
            lock (_lock)
            {
                return _ready.Count > 0;
            }
        }
    }

    /// <summary>Workers that serve somebody at the moment.</summary>
    internal int Busy
    {
        get
        {
            lock (_lock)
            {
                return _busy;
            }
        }
    }

    /// <summary>A connection is ready to be served.</summary>
    internal void Add(ServerConnection connection)
    {
        WorkSlot slot;
        lock (_lock)
        {
            if (_idle.Count == 0)
            {
                _ready.Enqueue(connection);
                return;
            }

            // The one that became idle last: its memory is warm, and the others sleep on.
            slot = (WorkSlot)_idle[_idle.Count - 1]!;
            _idle.RemoveAt(_idle.Count - 1);
            slot.Connection = connection;
            _busy++;
        }

        slot.Wake.Set();
    }

    /// <summary>Waits for the next connection; null when there are no more.</summary>
    internal ServerConnection? Take(WorkSlot slot)
    {
        lock (_lock)
        {
            if (_ready.Count > 0)
            {
                _busy++;
                return (ServerConnection)_ready.Dequeue()!;
            }

            if (_isClosed)
            {
                return null;
            }

            slot.Connection = null;
            _idle.Add(slot);
        }

        slot.Wake.WaitOne();
        return slot.Connection;
    }

    /// <summary>A worker is done with a connection.</summary>
    internal void Done()
    {
        lock (_lock)
        {
            _busy--;
        }
    }

    /// <summary>No more connections: workers end when those that wait are served.</summary>
    internal void Close()
    {
        WorkSlot[] idle;
        lock (_lock)
        {
            _isClosed = true;
            idle = new WorkSlot[_idle.Count];
            _idle.CopyTo(idle);
            _idle.Clear();
        }

        for (int i = 0; i < idle.Length; i++)
        {
            idle[i].Wake.Set();
        }
    }
}
