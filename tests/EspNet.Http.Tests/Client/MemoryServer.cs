using System;
using System.Text;
using System.Threading;
using EspNet.Sockets;
using EspNet.Testing;

namespace EspNet.Http.Tests.Client;

/// <summary>
/// A server without sockets, so that the client is tested where there are none. It answers each request, up to its empty
/// line or to a mark in its body, with the next of the answers given; an empty one closes the connection.
/// </summary>
internal sealed class MemoryServer : IDisposable
{
    private const int Patience = 20_000;

    private readonly MemoryNetwork _network = new MemoryNetwork();
    private readonly MemoryListener _listener;
    private readonly string[] _answers;
    private readonly string _mark;
    private readonly Thread _thread;
    private int _next;

    internal MemoryServer(string mark, params string[] answers)
    {
        _mark = mark;
        _answers = answers;
        _listener = _network.Listen(80);
        Client = new EspHttpClient(new HttpClientOptions { TransportFactory = _network.Factory });
        _thread = new Thread(Serve);
        _thread.Start();
    }

    internal EspHttpClient Client { get; }

    /// <summary>Everything that was received.</summary>
    internal string Received { get; private set; } = string.Empty;

    internal int Connections { get; private set; }

    public void Dispose()
    {
        Client.Dispose();
        _listener.Close();
        _thread.Join();
    }

    private void Serve()
    {
        while (_next < _answers.Length)
        {
            MemoryTransport? connection = _listener.Accept(Patience);
            if (connection is null)
            {
                return;
            }

            Connections++;
            using (connection)
            {
                try
                {
                    Serve(connection);
                }
                catch (TransportException)
                {
                    // The client has ended the connection.
                }
            }
        }
    }

    private void Serve(MemoryTransport connection)
    {
        byte[] buffer = new byte[512];
        string request = string.Empty;
        while (_next < _answers.Length)
        {
            int read = connection.Read(buffer, 0, buffer.Length, Patience);
            if (read <= 0)
            {
                return;
            }

            string text = Encoding.UTF8.GetString(buffer, 0, read);
            request += text;
            Received += text;
            if (request.IndexOf(_mark) < 0)
            {
                continue;
            }

            request = string.Empty;
            string answer = _answers[_next++];
            if (answer.Length == 0)
            {
                connection.Close();
                return;
            }

            connection.WriteAll(Encoding.UTF8.GetBytes(answer));
        }

        // The client has what it asked for; it closes when it is done.
        connection.Read(buffer, 0, buffer.Length, Patience);
    }
}
