using System.Threading;

namespace EspNet.Sockets;

/// <summary>The clients that a server has at the moment, at most as many as it may have, and which of them was idle longest.</summary>
internal sealed class ServedClients
{
    private readonly object _lock = new object();
    private readonly ServedClient?[] _places;
    private int _uses;

    internal ServedClients(int maximum)
    {
        _places = new ServedClient?[maximum];
    }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                int count = 0;
                for (int i = 0; i < _places.Length; i++)
                {
                    count += _places[i] is null ? 0 : 1;
                }

                return count;
            }
        }
    }

    /// <summary>Counts uses instead of reading the clock: cheaper, and two uses never compare equal.</summary>
    internal int NextUse() => Interlocked.Increment(ref _uses);

    /// <summary>Takes a place, or null when none is free.</summary>
    internal ServedClient? TryAdd()
    {
        lock (_lock)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i] is null)
                {
                    ServedClient client = new ServedClient(this);
                    _places[i] = client;
                    return client;
                }
            }

            return null;
        }
    }

    internal void Remove(ServedClient client)
    {
        lock (_lock)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i] == client)
                {
                    _places[i] = null;
                    return;
                }
            }
        }
    }

    /// <summary>The client that was idle longest loses its place; null when there is no client.</summary>
    internal ServedClient? TakeLeastRecentlyUsed()
    {
        lock (_lock)
        {
            int oldest = -1;
            for (int i = 0; i < _places.Length; i++)
            {
                // By their difference, so that the counter may overflow.
                if (_places[i] is not null && (oldest < 0 || _places[i]!.LastUse - _places[oldest]!.LastUse < 0))
                {
                    oldest = i;
                }
            }

            return oldest < 0 ? null : TakeAt(oldest);
        }
    }

    /// <summary>Any client loses its place; null when there is none left.</summary>
    internal ServedClient? TakeAny()
    {
        lock (_lock)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i] is not null)
                {
                    return TakeAt(i);
                }
            }

            return null;
        }
    }

    private ServedClient? TakeAt(int index)
    {
        ServedClient? client = _places[index];
        _places[index] = null;
        return client;
    }
}
