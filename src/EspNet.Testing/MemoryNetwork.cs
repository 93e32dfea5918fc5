using System;
using System.Collections;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>
/// A network in memory: listeners by port, and clients that connect to them. It stands in for TCP in the test of a
/// client that takes a <see cref="TransportFactory"/>.
/// </summary>
public sealed class MemoryNetwork
{
    private readonly object _lock = new object();
    private readonly ArrayList _listeners = new ArrayList();
    private readonly int _capacity;

    /// <summary>Makes an empty network whose connections buffer <see cref="MemoryTransport.DefaultCapacity"/> bytes each way.</summary>
    public MemoryNetwork()
        : this(MemoryTransport.DefaultCapacity)
    {
    }

    /// <summary>Makes an empty network.</summary>
    /// <param name="capacity">Size of each direction's buffer in bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public MemoryNetwork(int capacity)
    {
        if (capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), "Give at least 1 byte.");
        }

        _capacity = capacity;
        Factory = () => new MemoryClient(this);
    }

    /// <summary>
    /// Makes unconnected clients of this network. Connecting to a port where nobody listens is refused; the host's name
    /// does not matter.
    /// </summary>
    public TransportFactory Factory { get; }

    /// <summary>Listens on a port, until the listener is closed.</summary>
    /// <param name="port">1 to 65535.</param>
    /// <returns>The listener, whose queue holds <see cref="MemoryListener.DefaultBacklog"/> connections.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is outside its range.</exception>
    /// <exception cref="TransportException"><see cref="TransportError.AddressInUse"/>: somebody listens there already.</exception>
    public MemoryListener Listen(int port)
    {
        Arguments.CheckPort(port);
        lock (_lock)
        {
            if (Find(port) is not null)
            {
                throw new TransportException(TransportError.AddressInUse, $"Port {port} has a listener already. Close that one first.");
            }

            MemoryListener listener = new MemoryListener(this, port);
            _listeners.Add(listener);
            return listener;
        }
    }

    internal MemoryTransport Connect(int port)
    {
        MemoryListener? listener;
        lock (_lock)
        {
            listener = Find(port);
        }

        MemoryTransport.CreatePair(out MemoryTransport client, out MemoryTransport server, _capacity);
        if (listener is null || !listener.Offer(server))
        {
            throw new TransportException(TransportError.Refused, $"Nobody takes connections on port {port}.");
        }

        return client;
    }

    internal void Remove(MemoryListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    private MemoryListener? Find(int port)
    {
        foreach (object item in _listeners)
        {
            MemoryListener listener = (MemoryListener)item;
            if (listener.Port == port)
            {
                return listener;
            }
        }

        return null;
    }
}
