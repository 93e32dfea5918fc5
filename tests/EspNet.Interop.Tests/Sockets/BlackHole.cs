using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>
/// A port on loopback that does not answer: a listener whose queue is full, so that the kernel drops every further
/// connection request.
/// </summary>
internal sealed class BlackHole : IDisposable
{
    private readonly Loopback _listener = new(backlog: 0);
    private readonly List<Socket> _queued = [];

    internal BlackHole()
    {
        // A backlog of 0 holds one connection. One request more stays unanswered, which proves that it is full.
        for (int i = 0; i < 3; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, _listener.Port));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }
    }

    internal int Port => _listener.Port;

    public void Dispose()
    {
        foreach (Socket socket in _queued)
        {
            socket.Dispose();
        }

        _listener.Dispose();
    }
}
