using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspNet.Bench.Mqtt;

/// <summary>
/// An MQTT 3.1.1 and 3.1 broker for tests. It keeps to the standard unless <see cref="Faults"/> say otherwise, and it
/// reports every client violation it sees in <see cref="Violations"/>. Its codec shares nothing with EspNet.Mqtt.
/// Every member may be used from any thread.
/// </summary>
public sealed class BenchBroker : IDisposable
{
    private readonly Gate _gate = new();
    private readonly List<BenchConnection> _connections = [];
    private readonly List<BenchViolation> _violations = [];
    private readonly List<BenchReceived> _received = [];
    private readonly EventPump _events = new();
    private Socket? _listener;
    private string? _user;
    private byte[] _password = [];
    private bool _disposed;

    /// <summary>Creates a broker that does not listen yet.</summary>
    public BenchBroker() => Faults = new BenchFaults(this);

    /// <summary>Raised for each violation, in order, outside any lock.</summary>
    public event EventHandler<BenchViolation>? Violated;

    /// <summary>Raised with a line about each connect, refusal, close and violation, in order, outside any lock.</summary>
    public event EventHandler<string>? Logged;

    /// <summary>What goes wrong on demand.</summary>
    public BenchFaults Faults { get; }

    /// <summary>The address to listen on. Default: IPv4 loopback; anything wider is the caller's explicit choice.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port, 0 before the first <see cref="Start"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Most QoS 1 and 2 messages in flight to one client; more wait in its session. Default: 100.</summary>
    public int MaxInFlight { get; set; } = 100;

    /// <summary>A client is silent too long after this many keep alive times. Default: 1.5 [MQTT-3.1.2-24].</summary>
    public double KeepAliveFactor { get; set; } = 1.5;

    /// <summary>Whether a missed keep alive counts as a violation; tests that cut the client's own link say false. Default: true.</summary>
    public bool ReportMissedKeepAlive { get; set; } = true;

    /// <summary>How long a connection may take to send CONNECT. Default: 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the broker accepts connections.</summary>
    public bool IsListening => Read(() => _listener != null);

    /// <summary>Everything clients have done wrong, in order.</summary>
    public IReadOnlyList<BenchViolation> Violations => Read(() => _violations.ToArray());

    /// <summary>
    /// The application messages clients published, in order: QoS 2 exactly once, QoS 1 once for each delivery.
    /// </summary>
    public IReadOnlyList<BenchReceived> Received => Read(() => _received.ToArray());

    /// <summary>The number of entries in <see cref="Received"/>, without a copy.</summary>
    public int ReceivedCount => Read(() => _received.Count);

    /// <summary>All sessions, connected or kept.</summary>
    public IReadOnlyList<BenchSessionInfo> Sessions => Read(() => State.Sessions.Select(s => s.Describe()).ToArray());

    /// <summary>Identifiers of the clients that are connected now.</summary>
    public IReadOnlyList<string> ConnectedClients => Read(() => State.Sessions.Where(s => s.Conversation != null).Select(s => s.ClientId).ToArray());

    /// <summary>Retained payloads by topic.</summary>
    public IReadOnlyDictionary<string, byte[]> Retained => Read(() => State.Retained.ToDictionary(m => m.Topic, m => m.Payload));

    /// <summary>Open TCP connections, with or without a CONNECT.</summary>
    public int ConnectionCount => Read(() => _connections.Count(c => c.IsOpen));

    /// <summary>TCP connections accepted so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>CONNECTs accepted so far.</summary>
    public int Connects { get; private set; }

    /// <summary>CONNECTs refused with a code so far.</summary>
    public int Refused { get; private set; }

    /// <summary>DISCONNECTs received so far.</summary>
    public int Disconnects { get; private set; }

    /// <summary>PINGREQs received so far.</summary>
    public int Pings { get; private set; }

    /// <summary>PUBLISH packets received so far, redeliveries included.</summary>
    public int PublishesReceived { get; private set; }

    /// <summary>PUBLISH packets sent to clients so far, redeliveries included.</summary>
    public int PublishesSent { get; private set; }

    /// <summary>Bytes handled so far, of all connections.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Bytes written so far, on all connections.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Socket writes so far: with <see cref="BytesSent"/> it shows how packets were split or joined.</summary>
    public long SocketWrites { get; private set; }

    internal BrokerState State { get; } = new();

    /// <summary>Listens. Port 0 takes a free port, or the port of the last time.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start(int port = 0)
    {
        Change(() =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_listener != null)
            {
                throw new InvalidOperationException("The broker listens already.");
            }

            var listener = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(Address, port == 0 ? Port : port));
                listener.Listen(128);
            }
            catch
            {
                listener.Dispose();
                throw;
            }

            Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            _listener = listener;
            _ = Task.Run(() => AcceptAsync(listener));
        });
    }

    /// <summary>
    /// Dies as a broker process does: no longer listens (connecting is refused), ends every connection, publishes no will.
    /// Sessions and retained messages stay until <see cref="Restart"/> says otherwise.
    /// </summary>
    public void Stop(BenchCut how = BenchCut.Reset) => Change(() =>
    {
        _listener?.Dispose();
        _listener = null;
        foreach (BenchConnection connection in _connections.ToArray())
        {
            connection.Conversation.End(publishWill: false);
            connection.Cut(how, "the broker stopped");
        }
    });

    /// <summary>Stops if needed and listens on the same port again, with sessions and retained messages kept or lost.</summary>
    public void Restart(bool keepSessions)
    {
        Stop();
        Change(() =>
        {
            if (!keepSessions)
            {
                State.Forget();
            }

            Start();
        });
    }

    /// <summary>Demands this user and password: CONNACK 5 without a user name, 4 with a wrong one or a wrong password.</summary>
    public void RequireCredentials(string user, string password) =>
        Change(() => (_user, _password) = (user, Encoding.UTF8.GetBytes(password)));

    /// <summary>Publishes as the broker itself.</summary>
    public void Publish(string topic, byte[] payload, int qos = 0, bool retain = false)
    {
        if (topic.Length == 0 || topic.AsSpan().ContainsAny('+', '#', '\0'))
        {
            throw new ArgumentException("A topic name without wildcards is needed.", nameof(topic));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(qos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qos, 2);
        Change(() => State.Route(new BenchMessage(topic, (byte[])payload.Clone(), qos, retain)));
    }

    /// <summary>Publishes text as the broker itself.</summary>
    public void Publish(string topic, string text, int qos = 0, bool retain = false) =>
        Publish(topic, Encoding.UTF8.GetBytes(text), qos, retain);

    /// <summary>
    /// Waits until a condition on this broker holds; it is asked again after each change, never while one is going on.
    /// </summary>
    /// <returns>False when the time is over first. Default time: 10 s.</returns>
    public bool WaitFor(Func<BenchBroker, bool> condition, TimeSpan? timeout = null) => _gate.WaitFor(() => condition(this), timeout);

    /// <summary>Stops and frees everything. Twice is fine.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            Stop();
            Change(() => _disposed = true);
            _events.Dispose();
        }
    }

    /// <summary>Runs a change of the broker's state alone, and wakes whoever waits for one.</summary>
    internal void Change(Action change) => _gate.Change(change);

    internal void ForEachConnection(Action<BenchConnection> action) => Change(() =>
    {
        foreach (BenchConnection connection in _connections.ToArray())
        {
            action(connection);
        }
    });

    internal void Remove(BenchConnection connection) => _connections.Remove(connection);

    internal void Report(string clientId, string clause, string sentence)
    {
        var violation = new BenchViolation(clientId, clause, sentence);
        _violations.Add(violation);
        _events.Post(() => Violated?.Invoke(this, violation));
        Log($"VIOLATION {violation}");
    }

    internal void Log(string line) => _events.Post(() => Logged?.Invoke(this, line));

    internal byte Judge(ConnectPacket connect) =>
        _user == null ? (byte)0
        : connect.UserName == null ? (byte)5
        : connect.UserName != _user || connect.Password == null || !connect.Password.AsSpan().SequenceEqual(_password) ? (byte)4
        : (byte)0;

    internal void RecordReceived(BenchReceived message) => _received.Add(message);

    internal void CountConnect() => Connects++;

    internal void CountRefused() => Refused++;

    internal void CountDisconnect() => Disconnects++;

    internal void CountPing() => Pings++;

    internal void CountPublish() => PublishesReceived++;

    internal void CountDelivered() => PublishesSent++;

    internal void CountBytesReceived(int count) => BytesReceived += count;

    internal void CountBytesSent(int count)
    {
        BytesSent += count;
        SocketWrites += count > 0 ? 1 : 0;
    }

    private T Read<T>(Func<T> read) => _gate.Read(read);

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
                        socket.Dispose(); // Stopped between the accept and here.
                        return;
                    }

                    Accepted++;
                    var connection = new BenchConnection(this, socket);
                    _connections.Add(connection);
                    connection.Start();
                });
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
