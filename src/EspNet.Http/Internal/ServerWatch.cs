using System;
using System.Collections;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>
/// The clients that no worker serves: idle ones, and those that are still sending a header. Their bytes are taken as they
/// come, without waiting for anyone, so that a client that sends one byte a second holds up nothing but itself.
/// </summary>
internal sealed class ServerWatch
{
    private readonly object _lock = new object();
    private readonly ArrayList _watched = new ArrayList();
    private readonly HttpServerOptions _options;
    private readonly WorkQueue _work;
    private bool _isClosed;

    internal ServerWatch(HttpServerOptions options, WorkQueue work)
    {
        _options = options;
        _work = work;
    }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _watched.Count;
            }
        }
    }

    /// <summary>A client has come, or has been served and may send another request.</summary>
    internal void Add(ServerConnection client)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _watched.Add(client);
                return;
            }
        }

        client.Close();
    }

    /// <summary>Looks at every client once; true when one of them had something to say.</summary>
    internal bool Scan()
    {
        long now = MonotonicClock.Milliseconds;
        bool wasActive = false;
        for (int i = 0; ; i++)
        {
            ServerConnection client;
            lock (_lock)
            {
                if (i >= _watched.Count)
                {
                    return wasActive;
                }

                client = (ServerConnection)_watched[i]!;
            }

            try
            {
                bool isReady = client.CanRead;
                wasActive |= isReady;
                if (isReady ? TakeBytes(client, now) : CheckTime(client, now))
                {
                    i--;
                }
            }
            catch (Exception e)
            {
                Remove(client);
                client.Abort();
                i--;
                if (e is not HttpException)
                {
                    // No memory for its header, for instance. It ends alone: kept, it would fail again before those behind it get their turn.
                    throw;
                }

                // A client that is gone between two requests has lost nothing.
            }
        }
    }

    /// <summary>Closes every client, and those that come later. Each may take its time to close; past the deadline they are aborted.</summary>
    internal void Close(long deadline)
    {
        ServerConnection[] clients;
        lock (_lock)
        {
            _isClosed = true;
            clients = new ServerConnection[_watched.Count];
            _watched.CopyTo(clients);
            _watched.Clear();
        }

        for (int i = 0; i < clients.Length; i++)
        {
            if (MonotonicClock.Milliseconds < deadline)
            {
                clients[i].Close();
            }
            else
            {
                clients[i].Abort();
            }
        }
    }

    private void Remove(ServerConnection client)
    {
        lock (_lock)
        {
            _watched.Remove(client);
        }
    }

    /// <summary>
    /// Makes the client a worker's. It is no longer watched before the worker has it: a stop would close it under the worker,
    /// and a worker that is quick adds it again.
    /// </summary>
    /// <returns>True, for the client is no longer watched.</returns>
    private bool HandOver(ServerConnection client)
    {
        Remove(client);
        _work.Add(client);
        return true;
    }

    /// <summary>Takes what has come; true when the client is no longer watched.</summary>
    private bool TakeBytes(ServerConnection client, long now)
    {
        HttpConnection? connection = client.Connection;
        if (connection is null)
        {
            // The handshake waits for the client, which is a worker's business.
            return HandOver(client);
        }

        int read = connection.Receive(0);
        if (read == Transport.EndOfStream)
        {
            Remove(client);
            client.Close();
            return true;
        }

        if (read == Transport.TimedOut)
        {
            return CheckTime(client, now);
        }

        if (!client.IsReading)
        {
            client.IsReading = true;
            client.Since = now;
        }

        if (connection.Reader.ReadHeader() == HttpReadResult.NeedMore)
        {
            return CheckTime(client, now);
        }

        return HandOver(client);
    }

    /// <summary>Lets a worker end a client whose time is up; true when it is.</summary>
    private bool CheckTime(ServerConnection client, long now)
    {
        // A client that does not begin its handshake gets no more time than one that does not finish its header.
        int patience = client.IsReading || client.Connection is null ? _options.HeaderTimeout : _options.IdleTimeout;
        if (now - client.Since < patience)
        {
            return false;
        }

        client.IsLate = true;
        return HandOver(client);
    }
}
