using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>
/// One connect to one address that ends in time. The device's Socket.Connect has no time limit, but closing the socket
/// from another thread wakes it, so a watchdog does that. It is a thread and not a Timer, because all timers share one
/// thread on the device: a slow callback of the application would make every connect hang.
/// </summary>
internal sealed class ConnectAttempt
{
    private readonly object _lock = new object();
    private readonly AutoResetEvent _finished = new AutoResetEvent(false);
    private readonly IPEndPoint _remote;
    private readonly int _timeout;
    private Socket? _connecting;
    private bool _expired;
    private bool _cancelled;

    internal ConnectAttempt(IPEndPoint remote, int timeoutMilliseconds)
    {
        _remote = remote;
        _timeout = timeoutMilliseconds;
    }

    private string Action => $"Connecting to {_remote}";

    /// <summary>Connects. The caller owns the socket that is returned; when this throws, there is none.</summary>
    internal Socket Run(TcpOptions options)
    {
        Socket? socket = null;
        try
        {
            socket = TcpSocket.Open(_remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp, Action);
            TcpSocket.Apply(socket, options);
            lock (_lock)
            {
                if (_cancelled)
                {
                    throw Failure.Closed(Action, null);
                }

                _connecting = socket;
            }

            new Thread(Watch).Start();
            socket.Connect(_remote);
            Finish();

            // Asked although nothing was thrown: where the platform only waits until the socket can be written to, a
            // refusal looks like a success.
            int pending = Failure.GetPendingError(socket, 0);
            if (pending != 0)
            {
                throw Failure.FromCode(Action, pending, null);
            }

            Socket connected = socket;
            socket = null;
            return connected;
        }
        catch (SocketException e)
        {
            throw Explain(socket, e);
        }
        catch (ObjectDisposedException e)
        {
            throw InterruptionOrNull(e) ?? Failure.Closed(Action, e);
        }
        finally
        {
            lock (_lock)
            {
                _connecting = null;
            }

            _finished.Set();
            if (socket is not null)
            {
                TcpSocket.Close(socket);
            }
        }
    }

    /// <summary>From any thread: wakes <see cref="Run"/>, or keeps it from starting.</summary>
    internal void Cancel()
    {
        Socket? socket;
        lock (_lock)
        {
            _cancelled = true;
            socket = _connecting;
            _connecting = null;
        }

        CloseIfAny(socket);
    }

    private void Watch()
    {
        if (_finished.WaitOne(_timeout, false))
        {
            return;
        }

        Socket? socket;
        lock (_lock)
        {
            socket = _connecting;
            _connecting = null;
            _expired = socket is not null;
        }

        CloseIfAny(socket);
    }

    /// <summary>After this the watchdog and a cancel leave the socket alone; if one came first, the connect has failed.</summary>
    private void Finish()
    {
        lock (_lock)
        {
            _connecting = null;
        }

        TransportException? interruption = InterruptionOrNull(null);
        if (interruption is not null)
        {
            throw interruption;
        }
    }

    private TransportException Explain(Socket? socket, SocketException cause)
    {
        TransportException? interruption = InterruptionOrNull(cause);
        if (interruption is not null)
        {
            return interruption;
        }

        return Failure.FromSocket(Action, cause, socket!);
    }

    private TransportException? InterruptionOrNull(Exception? cause)
    {
        lock (_lock)
        {
            if (_cancelled)
            {
                return Failure.Closed(Action, cause);
            }

            if (_expired)
            {
                return new TransportException(
                    TransportError.TimedOut,
                    $"{Action} failed: no answer within {_timeout} ms. Check the address, and that no firewall drops the packets.",
                    SocketFault.TimedOut,
                    cause);
            }
        }

        return null;
    }

    private static void CloseIfAny(Socket? socket)
    {
        if (socket is not null)
        {
            TcpSocket.Close(socket);
        }
    }
}
