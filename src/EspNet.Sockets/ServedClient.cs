using System;

namespace EspNet.Sockets;

/// <summary>A client's place in a <see cref="ServedClients"/>: when it was last used, and whether it had to go.</summary>
internal sealed class ServedClient
{
    private readonly ServedClients _clients;
    private TcpTransport? _transport;
    private bool _aborted;

    internal ServedClient(ServedClients clients)
    {
        _clients = clients;
        NotifyUse();
    }

    /// <summary>Greater than that of every client that was used before.</summary>
    internal int LastUse { get; private set; }

    /// <summary>True when the server took the place away to make room.</summary>
    internal bool IsPurged { get; private set; }

    /// <summary>Bytes went over the connection.</summary>
    internal void NotifyUse() => LastUse = _clients.NextUse();

    /// <summary>The connection of this place. Where the place was taken away meanwhile, it is aborted.</summary>
    internal void Hold(TcpTransport transport)
    {
        lock (_clients)
        {
            _transport = transport;
            if (!_aborted)
            {
                return;
            }
        }

        transport.Abort();
    }

    internal void Purge()
    {
        IsPurged = true;
        Abort();
    }

    internal void Abort()
    {
        TcpTransport? transport;
        lock (_clients)
        {
            _aborted = true;
            transport = _transport;
        }

        transport?.Abort();
    }

    /// <summary>The connection is closed.</summary>
    internal void Leave() => _clients.Remove(this);

    internal static TransportException ExplainPurge(string action, Exception? cause) => new TransportException(
        TransportError.Closed,
        $"{action} failed: the server is full and closed this client, the least recently used, to make room for a new one.",
        0,
        cause);
}
