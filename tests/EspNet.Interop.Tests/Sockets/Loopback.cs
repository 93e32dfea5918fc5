using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EspNet.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>A listener on a free port of 127.0.0.1, and connections through it.</summary>
internal sealed class Loopback : IDisposable
{
    /// <summary>Longer than anything here takes; only a hang reaches it.</summary>
    internal const int Patience = 20_000;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal Loopback(int backlog = 16)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    internal Socket Accept() => _listener.Accept();

    /// <summary>One connection: the transport under test and the plain socket of its peer.</summary>
    internal (TcpTransport Transport, Socket Peer) Connect(TcpOptions? options = null)
    {
        TcpTransport transport = new(options);
        transport.Connect("127.0.0.1", Port);
        return (transport, Accept());
    }

    /// <summary>A port that nobody listens on.</summary>
    internal static int FreePort()
    {
        using Loopback shortLived = new();
        return shortLived.Port;
    }

    internal static TransportException Fails(Action action) => Assert.Throws<TransportException>(action);

    /// <summary>Ends the connection with a reset.</summary>
    internal static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Close();
    }

    public void Dispose() => _listener.Dispose();
}
