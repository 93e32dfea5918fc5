using System;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>
/// Serves one client at a time: the requests whose header has come, in their order. When nothing more has come from a
/// client, it is watched again.
/// </summary>
internal sealed class ServerWorker
{
    // Milliseconds that a client which was just answered may take for its next request before it is watched again.
    private const int Patience = 5;

    // Milliseconds for a client that was refused to take that and close.
    private const int RefusalPatience = 200;

    private readonly EspHttpServer _server;
    private readonly ServerRun _run;
    private readonly HttpWriter _writer;
    private readonly byte[] _staged;
    private readonly WorkSlot _slot = new WorkSlot();

    internal ServerWorker(EspHttpServer server, ServerRun run)
    {
        _server = server;
        _run = run;
        _writer = new HttpWriter(run.Options.SendBufferSize + 16);
        _staged = new byte[run.Options.SendBufferSize];
    }

    internal void Run()
    {
        for (ServerConnection? client = _run.Work.Take(_slot); client is not null; client = _run.Work.Take(_slot))
        {
            try
            {
                Serve(client);
            }
            catch (Exception e)
            {
                // A client that went away, a handshake that failed, no memory: the end of this client, not of the server.
                client.Abort();
                _server.Report(null, e);
            }
            finally
            {
                _run.Work.Done();
            }
        }
    }

    private void Serve(ServerConnection client)
    {
        if (client.IsLate && !client.IsReading)
        {
            // Closing may wait for the client, which the thread that watches must not.
            client.Close();
            return;
        }

        if (client.Connection is null)
        {
            client.Authenticate();
            client.Since = MonotonicClock.Milliseconds;
            _run.Watch.Add(client);
            return;
        }

        HttpConnection connection = client.Connection;
        connection.Writer = _writer;
        _writer.Clear();
        client.IsReading = false;
        if (client.IsLate || connection.Reader.Error != HttpProtocolError.None)
        {
            Refuse(client);
            return;
        }

        while (RequestServer.Serve(_server, _run, client, _staged))
        {
            connection.Reader.Begin(false);
            HttpReadResult next = ReadNext(connection);
            if (next == HttpReadResult.Error)
            {
                Refuse(client);
                return;
            }

            if (next == HttpReadResult.NeedMore || _run.Work.HasWaiting)
            {
                HandBack(client, next);
                return;
            }
        }

        client.Close();
    }

    /// <summary>The next request, if its header has come already or comes at once.</summary>
    private HttpReadResult ReadNext(HttpConnection connection)
    {
        if (connection.Reader.Buffered == 0)
        {
            bool isQuick = !_run.Work.HasWaiting && connection.CanRead(Patience);
            if (!isQuick || connection.Receive(0) <= 0)
            {
                return HttpReadResult.NeedMore;
            }
        }

        return connection.Reader.ReadHeader();
    }

    /// <summary>Others wait, or nothing is there.</summary>
    private void HandBack(ServerConnection client, HttpReadResult next)
    {
        client.Since = MonotonicClock.Milliseconds;
        if (next == HttpReadResult.Complete)
        {
            _run.Work.Add(client);
        }
        else
        {
            client.IsReading = client.Connection!.Reader.Buffered > 0;
            _run.Watch.Add(client);
        }
    }

    /// <summary>A header that is damaged, too large or too late is answered, and the connection ends.</summary>
    private static void Refuse(ServerConnection client)
    {
        HttpProtocolError error = client.Connection!.Reader.Error;
        int status = client.IsLate ? 408 : ErrorPages.GetStatus(error);
        ErrorPages.SendAlone(client.Connection, status);

        // Bytes that are still on their way would make the device answer with a reset, which can overtake the response.
        client.Connection.Discard(RefusalPatience);
        client.Close();
    }
}
