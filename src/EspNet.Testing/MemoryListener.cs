using System;
using System.Collections;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>The server's side of a <see cref="MemoryNetwork"/>: a bounded queue of connections that nobody has taken yet.</summary>
public sealed class MemoryListener : IDisposable
{
    /// <summary>Connections that wait at most: 16. The next one is refused.</summary>
    public const int DefaultBacklog = 16;

    private readonly object _lock = new object();
    private readonly ManualResetEvent _waiting = new ManualResetEvent(false);
    private readonly Queue _queue = new Queue();
    private readonly MemoryNetwork _network;
    private bool _closed;

    internal MemoryListener(MemoryNetwork network, int port)
    {
        _network = network;
        Port = port;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Takes the next connection.</summary>
    /// <param name="timeoutMilliseconds">Milliseconds; 0 returns at once, <see cref="Timeout.Infinite"/> waits for ever.</param>
    /// <returns>The server's end, which the caller owns; null when none came within the time or the listener is closed.</returns>
    public MemoryTransport? Accept(int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        Deadline deadline = new Deadline(timeoutMilliseconds);
        while (true)
        {
            lock (_lock)
            {
                if (_queue.Count > 0)
                {
                    MemoryTransport next = (MemoryTransport)_queue.Dequeue()!;
                    ShowState();
                    return next;
                }

                if (_closed)
                {
                    return null;
                }
            }

            if (!deadline.Wait(_waiting))
            {
                return null;
            }
        }
    }

    /// <summary>Stops listening. Connections that nobody has taken are reset. May be called more than once.</summary>
    public void Close()
    {
        _network.Remove(this);
        lock (_lock)
        {
            _closed = true;
            while (_queue.Count > 0)
            {
                ((MemoryTransport)_queue.Dequeue()!).Abort();
            }

            ShowState();
        }
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    internal bool Offer(MemoryTransport server)
    {
        lock (_lock)
        {
            if (_closed || _queue.Count >= DefaultBacklog)
            {
                return false;
            }

            _queue.Enqueue(server);
            ShowState();
            return true;
        }
    }

    private void ShowState()
    {
        if (_closed || _queue.Count > 0)
        {
            _waiting.Set();
        }
        else
        {
            _waiting.Reset();
        }
    }
}
