using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>
/// A TCP connection whose every wait is bounded and which leaves no socket behind, however it ends. One thread reads
/// and one writes; writes of several threads follow one another, a second reader gets an exception (FAQ, "Is it possible
/// to operate the same socket in multiple threads in ESP-IDF?").
/// </summary>
public sealed class TcpTransport : IClientTransport
{
    private readonly TcpOptions _options;
    private readonly object _lock = new object();
    private readonly object _writing = new object();
    private Socket? _socket;
    private SocketLease? _lease;
    private readonly ServedClient? _served;
    private Connecting? _connecting;
    private SocketCloser? _closer;
    private TransportException? _readFailure;
    private TransportException? _writeFailure;
    private bool _used;
    private bool _closed;
    private int _reading;

    /// <summary>Makes an unconnected transport with the default options.</summary>
    public TcpTransport()
        : this((TcpOptions?)null)
    {
    }

    /// <summary>Makes an unconnected transport.</summary>
    /// <param name="options">The options, read when connecting; null takes the defaults.</param>
    public TcpTransport(TcpOptions? options)
    {
        _options = options ?? new TcpOptions();
    }

    /// <summary>Makes a transport of a socket that is connected already, for instance an accepted one.</summary>
    /// <param name="connected">The socket. It belongs to the transport from here on, also when this throws.</param>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <exception cref="TransportException">
    /// The socket refused an option, for instance because it is already broken; or the <see cref="SocketBudget"/> is used
    /// up (<see cref="TransportError.OutOfResources"/>).
    /// </exception>
    public TcpTransport(Socket connected, TcpOptions? options)
        : this(connected, options, null, null)
    {
    }

    /// <summary>Makes a transport of a socket that a server accepted.</summary>
    internal TcpTransport(Socket connected, TcpOptions? options, SocketLease? lease, ServedClient? served)
        : this(options)
    {
        _used = true;
        _socket = connected ?? throw new ArgumentNullException(nameof(connected));
        _served = served;
        try
        {
            _lease = lease ?? SocketBudget.Take("a TcpTransport of a connected socket");
            TcpSocket.Apply(connected, _options);
        }
        catch (SocketException e)
        {
            Abort();
            throw Failure.FromCode("Setting the options of a connection", PlatformSocket.GetErrorCode(e), e);
        }
        catch (ObjectDisposedException e)
        {
            Abort();
            throw Failure.Closed("Setting the options of a connection", e);
        }
        catch (Exception)
        {
            Abort();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An address literal needs no look-up. A name is looked up by <see cref="TcpOptions.Resolver"/>, which stops only the
    /// calling thread; its time, bounded by <see cref="DnsOptions.Attempts"/>, comes on top of
    /// <see cref="TcpOptions.ConnectTimeout"/>. The addresses of a name are tried one after another, IPv4 first, and share
    /// the time; when none works, the first one's error is reported, and the name is asked for anew the next time.
    /// </remarks>
    public void Connect(string host, int port)
    {
        Arguments.CheckPeer(host, port);
        Connecting connecting;
        lock (_lock)
        {
            if (_closed)
            {
                throw Failure.Closed("Connecting", null);
            }

            if (_used)
            {
                throw new InvalidOperationException("A transport connects once. Make a new one for each attempt.");
            }

            _used = true;
            connecting = new Connecting(_options, ConnectLimit);
            _connecting = connecting;
        }

        IPAddress[] addresses = connecting.Find(host);
        _lease = SocketBudget.Take($"a TcpTransport to {host}:{port}");
        bool connected = false;
        try
        {
            Adopt(connecting.Connect(host, addresses, port));
            connected = true;
        }
        finally
        {
            if (!connected)
            {
                _lease.Return();
            }
        }
    }

    /// <summary>Reads what is there, waiting for the first byte no longer than <see cref="TcpOptions.ReceiveTimeout"/>.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <returns>The number of bytes, <see cref="Transport.EndOfStream"/> or <see cref="Transport.TimedOut"/>.</returns>
    /// <exception cref="TransportException">The connection is gone; <see cref="TransportException.Error"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public int Read(byte[] buffer, int offset, int count) => Read(buffer, offset, count, _options.ReceiveTimeout);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Arguments.CheckRange(buffer, offset, count, 1); // The answer 0 means the end.
        Arguments.CheckTimeout(timeoutMilliseconds);
        Socket socket = GetSocket("Reading");
        if (!ClaimReading())
        {
            if (IsClosed)
            {
                // It is the close that reads, to drain.
                throw ExplainClosed("Reading", null);
            }

            throw new InvalidOperationException("Another thread is reading from this transport. Let one thread do it.");
        }

        try
        {
            if (_readFailure is not null)
            {
                // Kept, because the socket tells its error once and then seems to have ended in order.
                throw _readFailure;
            }

            // Asked before it is received, so that silence costs neither an exception nor an allocation.
            if (!TcpSocket.Poll(socket, SelectMode.SelectRead, timeoutMilliseconds))
            {
                return Transport.TimedOut;
            }

            int read = socket.Receive(buffer, offset, count, SocketFlags.None);
            if (read <= 0 && IsClosed)
            {
                // Closing wakes the wait, and an end that this side made is not the peer's.
                throw ExplainClosed("Reading", null);
            }

            NotifyUse();
            return read;
        }
        catch (SocketException e)
        {
            _readFailure = Explain("Reading", e, socket);
            throw _readFailure;
        }
        catch (ObjectDisposedException e)
        {
            throw ExplainClosed("Reading", e);
        }
        finally
        {
            Interlocked.Exchange(ref _reading, 0);
        }
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        lock (_writing)
        {
            Socket socket = GetSocket("Writing");
            if (_writeFailure is not null)
            {
                throw Failure.CutOff(_writeFailure);
            }

            try
            {
                while (count > 0)
                {
                    int sent = socket.Send(buffer, offset, count, SocketFlags.None);
                    offset += sent;
                    count -= sent;
                }

                NotifyUse();
            }
            catch (SocketException e)
            {
                _writeFailure = Explain("Writing", e, socket);
                throw _writeFailure;
            }
            catch (ObjectDisposedException e)
            {
                throw ExplainClosed("Writing", e);
            }
        }
    }

    /// <inheritdoc/>
    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        Socket? socket = _socket;
        if (socket is null || _readFailure is not null || (_writeFailure is not null && mode != TransportPoll.Read))
        {
            return true;
        }

        return TcpSocket.PollUntilItFails(socket, mode, timeoutMilliseconds) || IsClosed;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A write in progress is finished first, which takes up to <see cref="TcpOptions.SendTimeout"/>. On the PC the sending side is shut down and the peer's close is awaited for
    /// <see cref="TcpOptions.CloseTimeout"/>; the device has no such call, so there what has arrived is read away and the
    /// socket is closed, and lwIP delivers what was written. A connect in progress is cancelled.
    /// </remarks>
    public void Close()
    {
        Socket? socket;
        Connecting? connecting;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            socket = _socket;
            connecting = _connecting;
        }

        connecting?.Cancel();
        if (socket is null)
        {
            return;
        }

        lock (_writing)
        {
            // Only waits: from here on nobody writes.
        }

        if (_closer is null)
        {
            EndInOrder(socket);
        }

        socket = TakeSocket();
        if (socket is not null)
        {
            CloseSocket(socket, false);
            Leave();
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        Connecting? connecting;
        lock (_lock)
        {
            _closed = true;
            connecting = _connecting;
        }

        connecting?.Cancel();
        Socket? socket = TakeSocket();
        if (socket is not null)
        {
            CloseSocket(socket, true);
            Leave();
        }
    }

    /// <summary>
    /// Frees everything at once, like <see cref="Abort"/>: at the end of a using block too. Call <see cref="Close"/> first for
    /// what was written to arrive.
    /// </summary>
    public void Dispose() => Abort();

    /// <summary>
    /// Milliseconds for <see cref="Connect"/> with the look-up of the name, for a client with a limit of its own; 0 for none.
    /// </summary>
    internal int ConnectLimit { get; set; }

    private bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    /// <summary>The socket of a connect, unless this side has closed meanwhile.</summary>
    private void Adopt(Socket socket)
    {
        lock (_lock)
        {
            _connecting = null;
            if (!_closed)
            {
                _socket = socket;
                return;
            }
        }

        TcpSocket.Abort(socket);
        throw Failure.Closed("Connecting", null);
    }

    /// <summary>The time of a read that is given none, for a transport that stands on this one.</summary>
    internal int ReceiveTimeout => _options.ReceiveTimeout;

    /// <summary>How long a close may wait for the peer, for a transport that stands on this one.</summary>
    internal int CloseTimeout => _options.CloseTimeout;

    /// <summary>
    /// From here on the socket is closed by the transport that stands on this one, whoever asks for it: a server that stops
    /// or purges knows only this one.
    /// </summary>
    /// <returns>False when it is closed already.</returns>
    internal bool TryTakeOver(SocketCloser closer)
    {
        lock (_lock)
        {
            _closer = closer;
            return !_closed && _socket is not null;
        }
    }

    /// <summary>Bytes went over the connection, here or in the transport that stands on this one.</summary>
    internal void NotifyUse() => _served?.NotifyUse();

    /// <summary>The failure of a call on what this side, or its server, has closed.</summary>
    internal TransportException ExplainClosed(string action, Exception? cause) =>
        _served is not null && _served.IsPurged ? ServedClient.ExplainPurge(action, cause) : Failure.Closed(action, cause);

    private void EndInOrder(Socket socket)
    {
        // Told first in any case: closing under a thread that reads would otherwise make the PC's socket send a reset.
        long deadline = MonotonicClock.Milliseconds + _options.CloseTimeout;
        bool peerWillClose = TcpSocket.EndSending(socket);
        if (ClaimReading())
        {
            TcpSocket.Drain(socket, peerWillClose ? deadline : 0);
        }
    }

    private void CloseSocket(Socket socket, bool abort)
    {
        SocketCloser? closer = _closer;
        if (closer is not null)
        {
            closer(socket, abort);
        }
        else if (abort)
        {
            TcpSocket.Abort(socket);
        }
        else
        {
            TcpSocket.Close(socket);
        }
    }

    /// <summary>The socket is closed: whoever counts it is told.</summary>
    private void Leave()
    {
        _lease?.Return();
        _served?.Leave();
    }

    private bool ClaimReading() => Interlocked.CompareExchange(ref _reading, 1, 0) == 0;

    /// <summary>The open socket, for a transport that stands on this one.</summary>
    internal Socket GetSocket(string action)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw ExplainClosed(action, null);
            }

            return _socket
                ?? throw new TransportException(TransportError.NotConnected, $"{action} failed: not connected. Call Connect first.");
        }
    }

    /// <summary>Whoever gets the socket closes it, so it is closed once.</summary>
    private Socket? TakeSocket()
    {
        lock (_lock)
        {
            Socket? socket = _socket;
            _socket = null;
            return socket;
        }
    }

    private TransportException Explain(string action, SocketException cause, Socket socket) =>
        IsClosed ? ExplainClosed(action, cause) : Failure.FromSocket(action, cause, socket);
}
