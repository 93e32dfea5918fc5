using System.Collections;
using EspNet.Http.Protocol;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Http.Internal;

/// <summary>A client's connections: those in use, and those kept for the next request to the same origin.</summary>
internal sealed class ConnectionPool
{
    // What a full piece takes more than its bytes, so that it leaves in one chunk.
    private const int ChunkOverhead = 16;

    private readonly object _lock = new object();
    private readonly HttpClientOptions _options;
    private readonly ArrayList _idle = new ArrayList();
    private readonly ArrayList _requests = new ArrayList();
    private bool _isDisposed;

    internal ConnectionPool(HttpClientOptions options)
    {
        _options = options;
    }

    /// <summary>A request begins: whoever disposes the client ends it.</summary>
    internal void Enter(HttpRequest request)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new System.ObjectDisposedException(nameof(EspHttpClient));
            }

            _requests.Add(request);
        }
    }

    internal void Leave(HttpRequest request)
    {
        lock (_lock)
        {
            _requests.Remove(request);
        }
    }

    /// <summary>A kept connection to the origin that is still good, as far as can be told; null when there is none.</summary>
    internal PooledConnection? Take(HttpUrl url)
    {
        while (true)
        {
            PooledConnection? found = TakeIdle(url);
            if (found is null)
            {
                return null;
            }

            // Anything that can be read is the server's close, or an answer that nobody asked for.
            if (found.Connection.Reader.Buffered == 0 && !found.Connection.CanRead(0))
            {
                found.IsReused = true;
                return found;
            }

            found.Connection.Abort();
        }
    }

    /// <summary>Makes a new connection.</summary>
    /// <exception cref="HttpException">It could not be made, or the request was cancelled meanwhile.</exception>
    internal PooledConnection Open(HttpUrl url, HttpRequest request, int timeoutMilliseconds)
    {
        MakeRoom();
        IClientTransport transport = MakeTransport(url, timeoutMilliseconds);
        bool isConnected = false;
        try
        {
            request.WaitFor(transport);
            transport.Connect(url.Host, url.Port);
            isConnected = true;
        }
        catch (TransportException e)
        {
            throw request.IsCancelled
                ? HttpConnection.Cancelled(e)
                : new HttpException(HttpError.Transport, $"No connection to {url.HostField}. {e.Message}", e);
        }
        finally
        {
            if (!isConnected)
            {
                transport.Dispose();
            }
        }

        HttpReader reader = new HttpReader(HttpRole.Client, _options.Limits, _options.ReceiveBufferSize);
        HttpWriter writer = new HttpWriter(_options.SendBufferSize + ChunkOverhead);
        return new PooledConnection(new HttpConnection(transport, reader, writer), url);
    }

    /// <summary>The response is complete and the connection good: it is kept, instead of the one that was idle longest.</summary>
    internal void Return(PooledConnection connection)
    {
        PooledConnection? excess = connection;
        lock (_lock)
        {
            if (!_isDisposed && _options.MaximumIdleConnections > 0)
            {
                connection.IdleSince = MonotonicClock.Milliseconds;
                _idle.Add(connection);
                excess = _idle.Count > _options.MaximumIdleConnections ? TakeAt(0) : null;
            }
        }

        excess?.Connection.Close();
    }

    /// <summary>Closes what is kept.</summary>
    internal void CloseIdle()
    {
        for (PooledConnection? idle = TakeAny(); idle is not null; idle = TakeAny())
        {
            idle.Connection.Close();
        }
    }

    /// <summary>Ends every request that is under way.</summary>
    internal void CancelAll()
    {
        HttpRequest[] requests;
        lock (_lock)
        {
            requests = new HttpRequest[_requests.Count];
            _requests.CopyTo(requests);
        }

        for (int i = 0; i < requests.Length; i++)
        {
            requests[i].Cancel();
        }
    }

    internal void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        CancelAll();
        CloseIdle();
    }

    private IClientTransport MakeTransport(HttpUrl url, int timeoutMilliseconds)
    {
        if (_options.TransportFactory is not null)
        {
            return _options.TransportFactory();
        }

        TcpTransport tcp = new TcpTransport(_options.Tcp) { ConnectLimit = timeoutMilliseconds };
        return url.IsSecure ? new TlsTransport(tcp, _options.Tls) { ConnectLimit = timeoutMilliseconds } : tcp;
    }

    private PooledConnection? TakeIdle(HttpUrl url)
    {
        long now = MonotonicClock.Milliseconds;
        PooledConnection? found = null;
        lock (_lock)
        {
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                PooledConnection idle = (PooledConnection)_idle[i]!;
                if (now - idle.IdleSince >= _options.IdleTimeout)
                {
                    TakeAt(i);
                    idle.Connection.Abort();
                }
                else if (found is null && idle.Url.IsSameOrigin(url))
                {
                    found = TakeAt(i);
                }
            }
        }

        return found;
    }

    /// <summary>A connection that would have to go when the new one is kept goes before: two at once may be more than fits.</summary>
    private void MakeRoom()
    {
        PooledConnection? oldest = null;
        lock (_lock)
        {
            if (_idle.Count > 0 && _idle.Count >= _options.MaximumIdleConnections)
            {
                oldest = TakeAt(0);
            }
        }

        oldest?.Connection.Close();
    }

    private PooledConnection? TakeAny()
    {
        lock (_lock)
        {
            return _idle.Count == 0 ? null : TakeAt(0);
        }
    }

    private PooledConnection TakeAt(int index)
    {
        PooledConnection taken = (PooledConnection)_idle[index]!;
        _idle.RemoveAt(index);
        return taken;
    }
}
