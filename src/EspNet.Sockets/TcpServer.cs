using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>
/// Listens on a port and hands out connections, never more than it may have. Accepting never waits for a client: nothing
/// is read from it or written to it, so a slow one holds nobody up but itself.
/// </summary>
/// <remarks>
/// Either call <see cref="Accept"/> from a loop of your own, or let <see cref="Serve"/> run a handler for each client on a
/// thread of its own. One thread accepts at a time.
/// </remarks>
public sealed class TcpServer : IDisposable
{
    private readonly object _lock = new object();
    private readonly TcpServerOptions _options;
    private readonly TcpAdmission _admission;
    private Socket? _listener;
    private SocketLease? _lease;
    private Socket? _accepting;
    private Socket? _serving;
    private bool _disposed;

    /// <summary>Makes a server that does not listen yet, with the default options and a port that the platform chooses.</summary>
    public TcpServer()
        : this(null)
    {
    }

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">
    /// The options, read when starting, <see cref="TcpServerOptions.WhenFull"/> and <see cref="TcpServerOptions.Client"/> with
    /// each client; null takes the defaults, with a port that the platform chooses.
    /// </param>
    public TcpServer(TcpServerOptions? options)
    {
        _options = options ?? new TcpServerOptions();
        _admission = new TcpAdmission(_options);
    }

    /// <summary>
    /// Raised when a handler of <see cref="Serve"/> threw, which includes the end of a connection that it was reading from
    /// or writing to, and when accepting failed, once until it succeeds again. Where nobody listens, what is not a <see cref="TransportException"/> goes to the console.
    /// </summary>
    public event TcpClientFailedHandler? ClientFailed;

    /// <summary>True from <see cref="Start"/> to <see cref="Stop"/>.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _listener is not null;
            }
        }
    }

    /// <summary>The port that the server listens on, also when the platform chose it; 0 before the first start.</summary>
    public int Port { get; private set; }

    /// <summary>The clients that are connected: accepted, and neither closed nor aborted on this side.</summary>
    public int ClientCount => _admission.ClientCount;

    /// <summary>How many clients were reset or closed at once because there was no place or no socket for them.</summary>
    public int RefusedClients => _admission.Refused;

    /// <summary>How many clients were closed to make room for others.</summary>
    public int PurgedClients => _admission.Purged;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="TransportException">
    /// <see cref="TransportError.AddressInUse"/>: another socket listens on the port;
    /// <see cref="TransportError.AddressNotAvailable"/>: the address is not one of this device;
    /// <see cref="TransportError.OutOfResources"/>: the <see cref="SocketBudget"/> is used up.
    /// </exception>
    /// <exception cref="InvalidOperationException">The server is running.</exception>
    /// <exception cref="ObjectDisposedException">The server is disposed.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                throw new ObjectDisposedException(nameof(TcpServer));
            }

            if (_listener is not null)
            {
                throw new InvalidOperationException("The server is running. Stop it first.");
            }

            SocketLease lease = SocketBudget.Take($"a TcpServer on port {_options.Port}");
            try
            {
                _listener = Listen();
            }
            catch (Exception)
            {
                lease.Return();
                throw;
            }

            _lease = lease;
            _admission.Open(Port);
        }
    }

    /// <summary>Waits for the next client.</summary>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds; 0 returns at once, <see cref="Timeout.Infinite"/> waits until the server is stopped.
    /// </param>
    /// <returns>
    /// The connection, which the caller owns and closes; null when none came in time, or when the server was stopped
    /// (<see cref="IsRunning"/> tells them apart).
    /// </returns>
    /// <exception cref="TransportException">Accepting failed, for instance because the network is down. The server goes on.</exception>
    /// <exception cref="InvalidOperationException">The server was never started, or another thread is accepting.</exception>
    public TcpTransport? Accept(int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        Socket? listener;
        lock (_lock)
        {
            if (Port == 0)
            {
                throw new InvalidOperationException("The server was never started. Start it first.");
            }

            listener = _listener;
        }

        return listener is null ? null : AcceptFrom(listener, timeoutMilliseconds);
    }

    /// <summary>
    /// Accepts clients until the server is stopped, and serves each on a thread of its own. Returns at once. The threads keep
    /// the program alive until <see cref="Stop"/>.
    /// </summary>
    /// <param name="handler">
    /// Serves one client; when it returns, the client is closed. What it throws ends only its own client.
    /// </param>
    /// <exception cref="InvalidOperationException">The server is not running, or serves already.</exception>
    public void Serve(TcpClientHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler, nameof(handler));
        Socket? listener;
        lock (_lock)
        {
            listener = _listener ?? throw new InvalidOperationException("The server is not running. Start it first.");
            if (_serving == listener)
            {
                throw new InvalidOperationException("The server has a handler already. Stop it before it gets another.");
            }

            _serving = listener;
        }

        new ClientThreads(this, listener, handler).Start();
    }

    /// <summary>
    /// Stops listening and aborts every client that is still connected. The port is free when this returns, and
    /// <see cref="Start"/> may be called again. Does nothing when the server is not running.
    /// </summary>
    public void Stop()
    {
        Socket? listener;
        SocketLease? lease;
        lock (_lock)
        {
            listener = _listener;
            lease = _lease;
            _listener = null;
            _lease = null;
        }

        if (listener is null)
        {
            return;
        }

        TcpSocket.Close(listener);
        lease?.Return();
        _admission.AbortAll();
    }

    /// <summary>Stops the server for ever.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        Stop();
    }

    private Socket Listen()
    {
        string action = $"Listening on {_options.Address}:{_options.Port}";
        Socket listener = TcpSocket.Open(_options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp, action);
        try
        {
            if (_options.ReuseAddress)
            {
                PlatformSocket.ReuseAddressOfServer(listener);
            }

            TcpSocket.Bind(listener, new IPEndPoint(_options.Address, _options.Port), _options.Backlog, action);
            Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            return listener;
        }
        catch (SocketException e)
        {
            TransportException failure = Failure.FromSocket(action, e, listener);
            TcpSocket.Close(listener);
            throw failure;
        }
        catch (Exception)
        {
            TcpSocket.Close(listener);
            throw;
        }
    }

    /// <summary>Accepts as long as this listener is the one that listens; null when it no longer does.</summary>
    internal TcpTransport? AcceptFrom(Socket listener, int timeoutMilliseconds)
    {
        if (!BeginAccepting(listener))
        {
            return null;
        }

        try
        {
            long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
            int left = timeoutMilliseconds;
            while (TcpSocket.Poll(listener, SelectMode.SelectRead, left))
            {
                TcpTransport? client = _admission.Accept(listener);
                if (client is not null && IsListeningOn(listener))
                {
                    return client;
                }

                // A stop that came meanwhile did not see this client.
                client?.Abort();
                if (timeoutMilliseconds >= 0)
                {
                    left = (int)(deadline - MonotonicClock.Milliseconds);
                    if (left <= 0)
                    {
                        return null;
                    }
                }
            }

            return null;
        }
        catch (SocketException e)
        {
            return IsListeningOn(listener) ? throw Failure.FromSocket("Accepting a client", e, listener) : null;
        }
        catch (TransportException) when (!IsListeningOn(listener))
        {
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            EndAccepting(listener);
        }
    }

    /// <summary>False when the server was stopped meanwhile, even if it runs again.</summary>
    private bool BeginAccepting(Socket listener)
    {
        lock (_lock)
        {
            if (_listener != listener)
            {
                return false;
            }

            // By listener: a thread that is just leaving the last run's does not count.
            if (_accepting == listener)
            {
                throw new InvalidOperationException("Another thread is accepting. Let one thread do it.");
            }

            _accepting = listener;
            return true;
        }
    }

    private void EndAccepting(Socket listener)
    {
        lock (_lock)
        {
            if (_accepting == listener)
            {
                _accepting = null;
            }
        }
    }

    internal bool IsListeningOn(Socket listener)
    {
        lock (_lock)
        {
            return _listener == listener;
        }
    }

    /// <summary>A client, or accepting the next one, failed.</summary>
    internal void Report(Exception exception)
    {
        TcpClientFailedHandler? failed = ClientFailed;
        try
        {
            if (failed is not null)
            {
                failed(this, exception);
            }
            else if (exception is not TransportException)
            {
                Console.WriteLine("EspNet.Sockets: serving a client failed: " + exception.Message);
            }
        }
        catch (Exception e)
        {
            // Nobody is left to tell but whoever reads the console; the server goes on.
            Console.WriteLine("EspNet.Sockets: the ClientFailed handler failed: " + e.Message);
        }
    }
}
