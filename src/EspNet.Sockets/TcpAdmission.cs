using System;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>Who is let in by a <see cref="TcpServer"/>: its clients, and what happens to one more than there may be.</summary>
internal sealed class TcpAdmission
{
    private readonly TcpServerOptions _options;
    private ServedClients _clients = new ServedClients(0);
    private int _port;

    internal TcpAdmission(TcpServerOptions options)
    {
        _options = options;
    }

    internal int ClientCount => _clients.Count;

    internal int Refused { get; private set; }

    internal int Purged { get; private set; }

    /// <summary>The server starts.</summary>
    internal void Open(int port)
    {
        _port = port;
        _clients = new ServedClients(_options.MaximumClients);
    }

    /// <summary>The server has stopped.</summary>
    internal void AbortAll()
    {
        for (ServedClient? client = _clients.TakeAny(); client is not null; client = _clients.TakeAny())
        {
            client.Abort();
        }
    }

    /// <summary>Accepts the client that waits, if there is a socket and a place for it; otherwise it is refused, and null returned.</summary>
    /// <exception cref="TransportException">It could not be accepted.</exception>
    internal TcpTransport? Accept(Socket listener)
    {
        // The socket first: lwIP drops a client for which it has none, and then it is too late to make room. A purge for it
        // cannot find the new client itself either.
        SocketLease? lease = TakeLease();
        if (lease is null && Purge())
        {
            lease = TakeLease();
        }

        Socket accepted;
        try
        {
            accepted = listener.Accept();
        }
        catch (SocketException e)
        {
            lease?.Return();
            Refused++;
            throw Failure.FromCode("Accepting a client", PlatformSocket.GetOpeningErrorCode(e), e);
        }
        catch (Exception)
        {
            lease?.Return();
            throw;
        }

        return Admit(accepted, lease);
    }

    private TcpTransport? Admit(Socket accepted, SocketLease? lease)
    {
        ServedClient? client = null;
        try
        {
            client = lease is null ? null : _clients.TryAdd();
            if (lease is not null && client is null)
            {
                // Asked again also where nobody could be purged: then the last of them have just left.
                Purge();
                client = _clients.TryAdd();
            }

            if (client is not null)
            {
                TcpTransport transport = new TcpTransport(accepted, _options.Client, lease, client);
                client.Hold(transport);
                return transport;
            }

            Refused++;
        }
        catch (TransportException)
        {
            // It broke before it was served: as if it had never come. The transport has given everything back.
            return null;
        }
        catch (Exception)
        {
            Drop(accepted, lease, client);
            throw;
        }

        Drop(accepted, lease, client);
        return null;
    }

    private static void Drop(Socket accepted, SocketLease? lease, ServedClient? client)
    {
        TcpSocket.Abort(accepted);
        lease?.Return();
        client?.Leave();
    }

    private SocketLease? TakeLease() => SocketBudget.TryTake($"a client of the TcpServer on port {_port}");

    private bool Purge()
    {
        ServedClient? victim = _options.WhenFull == TcpServerWhenFull.PurgeLeastRecentlyUsed
            ? _clients.TakeLeastRecentlyUsed()
            : null;
        if (victim is null)
        {
            return false;
        }

        Purged++;
        victim.Purge();
        return true;
    }
}
