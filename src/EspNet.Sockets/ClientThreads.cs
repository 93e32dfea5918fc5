using System;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>The threads behind <see cref="TcpServer.Serve"/>: one that accepts, and one for each client.</summary>
internal sealed class ClientThreads
{
    // Milliseconds after a failed accept, doubled until one succeeds.
    private const int FirstPause = 100;
    private const int LongestPause = 5_000;

    private readonly TcpServer _server;
    private readonly Socket _listener;
    private readonly TcpClientHandler _handler;

    internal ClientThreads(TcpServer server, Socket listener, TcpClientHandler handler)
    {
        _server = server;
        _listener = listener;
        _handler = handler;
    }

    internal void Start() => new Thread(Accept).Start();

    private void Accept()
    {
        int pause = 0;
        while (_server.IsListeningOn(_listener))
        {
            try
            {
                TcpTransport? client = _server.AcceptFrom(_listener, Timeout.Infinite);
                pause = 0;
                if (client is not null)
                {
                    Start(client);
                }
            }
            catch (Exception e)
            {
                // Whatever it was (no network, no memory, another thread that accepts), it is not over in a moment. It is
                // reported once, and the server goes on.
                if (pause == 0)
                {
                    _server.Report(e);
                }

                pause = pause == 0 ? FirstPause : pause < LongestPause / 2 ? pause * 2 : LongestPause;
                Thread.Sleep(pause);
            }
        }
    }

    private void Start(TcpTransport client)
    {
        try
        {
            new Thread(() => Serve(client)).Start();
        }
        catch (Exception)
        {
            // No memory for a thread: the client must not be left without anyone.
            client.Dispose();
            throw;
        }
    }

    private void Serve(TcpTransport client)
    {
        try
        {
            _handler(_server, client);
            client.Close();
        }
        catch (Exception e)
        {
            _server.Report(e);
        }
        finally
        {
            client.Dispose();
        }
    }
}
