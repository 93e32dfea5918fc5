using System;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>The client's side of a <see cref="MemoryNetwork"/>: unconnected until <see cref="Connect"/>.</summary>
internal sealed class MemoryClient : IClientTransport
{
    private readonly object _lock = new object();
    private readonly MemoryNetwork _network;
    private MemoryTransport? _connection;
    private bool _used;
    private bool _closed;

    internal MemoryClient(MemoryNetwork network)
    {
        _network = network;
    }

    public void Connect(string host, int port)
    {
        Arguments.CheckPeer(host, port);
        lock (_lock)
        {
            if (_closed)
            {
                throw new TransportException(TransportError.Closed, "Connecting failed: this side closed the transport.");
            }

            if (_used)
            {
                throw new InvalidOperationException("A transport connects once. Make a new one for each attempt.");
            }

            _used = true;
            _connection = _network.Connect(port);
        }
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds) =>
        GetConnection("Reading").Read(buffer, offset, count, timeoutMilliseconds);

    public void Write(byte[] buffer, int offset, int count) => GetConnection("Writing").Write(buffer, offset, count);

    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        MemoryTransport? connection = _connection;
        return connection is null || connection.Poll(mode, timeoutMilliseconds);
    }

    public void Close() => End()?.Close();

    public void Abort() => End()?.Abort();

    public void Dispose() => Abort();

    private MemoryTransport? End()
    {
        lock (_lock)
        {
            _closed = true;
            return _connection;
        }
    }

    private MemoryTransport GetConnection(string action)
    {
        lock (_lock)
        {
            if (_connection is not null)
            {
                return _connection;
            }

            throw _closed
                ? new TransportException(TransportError.Closed, $"{action} failed: this side closed the transport.")
                : new TransportException(TransportError.NotConnected, $"{action} failed: not connected. Call Connect first.");
        }
    }
}
