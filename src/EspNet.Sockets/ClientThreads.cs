using System;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>The threads behind <see cref="TcpServer.Serve"/>: one that accepts, and one for each client.</summary>
internal sealed class ClientThreads
{
    // The wait after a failed accept: whatever it was (no socket, no network), it is not over in a moment.
    private const int PauseAfterFailure = 100;

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
        while (_server.IsListeningOn(_listener))
        {
            try
            {
                TcpTransport? client = _server.AcceptFrom(_listener, Timeout.Infinite);
                if (client is not null)
                {
                    Start(client);
                }
            }
            catch (InvalidOperationException e)
            {
                // Another thread of the application accepts: there is nothing left to do here.
                _server.Report(e);
                return;
            }
            catch (Exception e)
            {
                _server.Report(e);
                Thread.Sleep(PauseAfterFailure);
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
