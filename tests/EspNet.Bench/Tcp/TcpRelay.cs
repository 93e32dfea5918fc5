using System.Net;
using System.Net.Sockets;

namespace EspNet.Bench.Tcp;

/// <summary>
/// A TCP relay that stands between a client and any server, for what a network does to a connection on its way. It passes
/// bytes, half-closes, closes and resets on as they come unless <see cref="Faults"/> say otherwise. Every member may be
/// used from any thread.
/// </summary>
public sealed class TcpRelay : IDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly Gate _gate = new();
    private readonly List<RelayConnection> _connections = [];
    private readonly List<Task> _tasks = [];
    private readonly EventPump _events = new();
    private Socket? _listener;
    private bool _disposed;

    /// <summary>Creates a relay that does not listen yet.</summary>
    /// <param name="host">The name or address of the target, looked up anew for each connection.</param>
    /// <param name="port">The port of the target, from 1 to 65535.</param>
    /// <exception cref="ArgumentException">The host is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not one.</exception>
    public TcpRelay(string host, int port)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        TargetHost = host;
        TargetPort = port;
        Faults = new RelayFaults(this);
    }

    /// <summary>Raised with a line about each connection and its end, in order, outside any lock.</summary>
    public event EventHandler<string>? Logged;

    /// <summary>What goes wrong on demand.</summary>
    public RelayFaults Faults { get; }

    /// <summary>The name or address of the target.</summary>
    public string TargetHost { get; }

    /// <summary>The port of the target.</summary>
    public int TargetPort { get; }

    /// <summary>The address to listen on. Default: IPv4 loopback; anything wider is the caller's explicit choice.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port, 0 before the first <see cref="Start"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it accepts connections.</summary>
    public bool IsListening => Read(() => _listener != null);

    /// <summary>Connections accepted so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>Connections whose target could not be reached so far; each client got a reset.</summary>
    public int Unreachable { get; private set; }

    /// <summary>Connections that are open now, those included that still wait for the target.</summary>
    public int ConnectionCount => Read(() => _connections.Count(connection => connection.IsOpen));

    /// <summary>Bytes that have gone on to the target so far.</summary>
    public long BytesToTarget { get; private set; }

    /// <summary>Bytes that have gone on to the client so far.</summary>
    public long BytesToClient { get; private set; }

    /// <summary>Bytes that were swallowed so far.</summary>
    public long BytesDropped { get; private set; }

    /// <summary>Writes so far, both ways: they show how bytes were split.</summary>
    public long Writes { get; private set; }

    /// <summary>Listens. Port 0 takes a free port.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start(int port = 0) => Change(() =>
    {
        if (Port != 0)
        {
            throw new InvalidOperationException("The relay was started before.");
        }

        Open(port);
    });

    /// <summary>
    /// Waits until a condition on this relay holds; it is asked again after each change, never while one is going on.
    /// </summary>
    /// <returns>False when the time is over first. Default time: 10 s.</returns>
    public bool WaitFor(Func<TcpRelay, bool> condition, TimeSpan? timeout = null) => _gate.WaitFor(() => condition(this), timeout);

    /// <summary>Stops listening, resets all connections, and returns when nothing of them goes on any more. Twice is fine.</summary>
    /// <exception cref="AggregateException">The relay itself failed.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        Task[] tasks = [];
        Change(() =>
        {
            _disposed = true;
            Close();
            ForEachConnection(connection => connection.Reset("the relay ends"));
            tasks = [.. _tasks];
        });
        bool ended = Task.WaitAll(tasks, EndTime);
        _events.Dispose();
        if (!ended)
        {
            throw new InvalidOperationException("A connection of the relay does not end.");
        }
    }

    internal void Listen(bool listen) => Change(() =>
    {
        if (Port == 0)
        {
            throw new InvalidOperationException("The relay was not started.");
        }

        if (!listen)
        {
            Close();
        }
        else if (_listener == null)
        {
            Open(Port);
        }
    });

    /// <summary>Runs a change of the relay's state alone, and wakes whoever waits for one.</summary>
    internal void Change(Action change) => _gate.Change(change);

    internal T Read<T>(Func<T> read) => _gate.Read(read);

    internal void ForEachConnection(Action<RelayConnection> action) => Change(() =>
    {
        foreach (RelayConnection connection in _connections.ToArray())
        {
            action(connection);
        }
    });

    internal void Remove(RelayConnection connection) => _connections.Remove(connection);

    internal void Log(string line) => _events.Post(() => Logged?.Invoke(this, line));

    internal void CountUnreachable() => Unreachable++;

    internal void CountWritten(RelayDirection direction, int count)
    {
        Writes++;
        if (direction == RelayDirection.ToTarget)
        {
            BytesToTarget += count;
        }
        else
        {
            BytesToClient += count;
        }
    }

    internal void CountDropped(int count) => BytesDropped += count;

    private void Open(int port)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var listener = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(Address, port));
            listener.Listen(128);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        Keep(Task.Run(() => AcceptAsync(listener)));
    }

    private void Close()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>Remembers a task until it has ended well. One that failed stays, for the end of the relay to report.</summary>
    private void Keep(Task task)
    {
        _tasks.RemoveAll(other => other.IsCompletedSuccessfully);
        _tasks.Add(task);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptAsync().ConfigureAwait(false);
                Change(() =>
                {
                    if (_listener != listener)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        socket.Dispose(); // Refused between the accept and here.
                        return;
                    }

                    Accepted++;
                    var connection = new RelayConnection(this, socket, $"#{Accepted} {socket.RemoteEndPoint}");
                    _connections.Add(connection);
                    Log($"{connection.Name}: accepted");
                    Keep(Task.Run(connection.RunAsync));
                });
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
