using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Support;

/// <summary>Accepts TCP connections on a free port of loopback, keeps them open, and neither reads from them nor says anything.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _thread;

    public SilentServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _thread = new Thread(Accept) { IsBackground = true, Name = "Silent server" };
        _thread.Start();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The connections it has accepted.</summary>
    public Collected<Socket> Connections { get; } = new("connections at the silent server");

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
        foreach (Socket connection in Connections.All)
        {
            connection.Dispose();
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Connections.Add(_listener.Accept());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
