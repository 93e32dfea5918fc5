using System.Net;
using System.Net.Sockets;

namespace EspNet.Bench.Time;

/// <summary>
/// A server of NTP (RFC 5905) for tests of a client. It serves the time of this PC as a clock of stratum 1 unless
/// <see cref="Faults"/> say otherwise, and it reports what requests break of the rules in <see cref="Violations"/>. Its
/// codec shares nothing with what is tested. Every member may be used from any thread.
/// </summary>
public sealed class BenchTimeServer : IDisposable
{
    private static readonly TimeSpan ForgedOffset = TimeSpan.FromHours(1);

    private readonly Gate _gate = new();
    private readonly EventPump _events = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly RequestJudge _judge = new();
    private readonly List<string> _violations = [];
    private readonly List<long> _requestTimes = [];
    private byte[] _lastRequest = [];
    private int _answers;
    private Socket? _socket;
    private Thread? _thread;

    /// <summary>Raised with a line about each request and each violation, in order, outside any lock.</summary>
    public event EventHandler<string>? Logged;

    /// <summary>What goes wrong on demand.</summary>
    public TimeServerFaults Faults { get; } = new();

    /// <summary>The address to listen on. Default: IPv4 loopback; anything wider is the caller's explicit choice.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port, 0 before <see cref="Start"/>.</summary>
    public int Port { get; private set; }

    /// <summary>The time that is served now, in UTC.</summary>
    public DateTime Now => Faults.Plan.Now;

    /// <summary>Datagrams received so far, those included that are no request.</summary>
    public int Requests => _gate.Read(() => _requestTimes.Count);

    /// <summary>Answers sent so far, each once however often it was repeated.</summary>
    public int Answers => _gate.Read(() => _answers);

    /// <summary>When each request came, in milliseconds of a clock that only goes forward; its zero means nothing.</summary>
    public IReadOnlyList<long> RequestTimes => _gate.Read(() => _requestTimes.ToArray());

    /// <summary>The bytes of the last request, none before the first.</summary>
    public byte[] LastRequest => _gate.Read(() => (byte[])_lastRequest.Clone());

    /// <summary>Everything requests have done wrong, in order: number of the request, client, and clause.</summary>
    public IReadOnlyList<string> Violations => _gate.Read(() => _violations.ToArray());

    /// <summary>Listens. Port 0 takes a free port.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start(int port = 0) => _gate.Change(() =>
    {
        ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
        if (_socket != null)
        {
            throw new InvalidOperationException("The time server was started before.");
        }

        Socket socket = Open(port);
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _socket = socket;
        _thread = new Thread(() => Receive(socket)) { IsBackground = true, Name = "Time server" };
        _thread.Start();
    });

    /// <summary>
    /// Waits until a condition on this server holds; it is asked again after each change, never while one is going on.
    /// </summary>
    /// <returns>False when the time is over first. Default time: 10 s.</returns>
    public bool WaitFor(Func<BenchTimeServer, bool> condition, TimeSpan? timeout = null) => _gate.WaitFor(() => condition(this), timeout);

    /// <summary>Ends; answers that are being delayed are lost. Twice is fine.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _socket?.Dispose();
        _thread?.Join();
        _events.Dispose();
    }

    private Socket Open(int port)
    {
        var socket = new Socket(Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(Address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Receive(Socket socket)
    {
        byte[] buffer = new byte[65_535];
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                EndPoint from = socket.LocalEndPoint!;
                int count = socket.ReceiveFrom(buffer, ref from);
                Handle(socket, buffer[..count], from);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It has ended, or an earlier client did not wait for its answer, which some systems report here.
            }
        }
    }

    private void Handle(Socket socket, byte[] request, EndPoint client)
    {
        if (!TimePacket.IsRequest(request))
        {
            Record(request, client, "no request of a client");
            return;
        }

        AnswerPlan plan = Faults.Take();
        DateTime received = plan.Now;
        Record(request, client, Describe(plan));
        if (plan.Answers)
        {
            Answer(socket, request, client, plan, received);
        }
    }

    private static string Describe(AnswerPlan plan) => plan switch
    {
        { Answers: false } => "no answer",
        { KissNow: { } kiss } => $"kiss {kiss}",
        _ => $"the time is {plan.Now:yyyy-MM-dd HH:mm:ss.fff}",
    };

    private void Record(byte[] request, EndPoint client, string what) => _gate.Change(() =>
    {
        _requestTimes.Add(Environment.TickCount64);
        _lastRequest = request;
        string name = $"#{_requestTimes.Count} {client}";
        Log($"{name}: {what}");
        foreach (string broken in _judge.Judge(request))
        {
            string violation = $"{name}: {broken}";
            _violations.Add(violation);
            Log($"VIOLATION {violation}");
        }
    });

    private void Answer(Socket socket, byte[] request, EndPoint client, AnswerPlan plan, DateTime received)
    {
        byte[] answer = TimePacket.Answer(plan, request, received);
        if (plan.ForgeFrom)
        {
            Forge(request, client, plan, received);
        }

        if (plan.Delay == TimeSpan.Zero)
        {
            Send(socket, answer, client, plan.Repeat);
        }
        else
        {
            _ = SendLaterAsync(socket, answer, client, plan);
        }
    }

    private void Forge(byte[] request, EndPoint client, AnswerPlan plan, DateTime received)
    {
        using Socket other = Open(0);
        AnswerPlan flawless = new() { Offset = plan.Offset + ForgedOffset, DriftPpm = plan.DriftPpm, DriftSince = plan.DriftSince };
        other.SendTo(TimePacket.Answer(flawless, request, received + ForgedOffset), client);
    }

    private async Task SendLaterAsync(Socket socket, byte[] answer, EndPoint client, AnswerPlan plan)
    {
        try
        {
            await Task.Delay(plan.Delay, _ended.Token).ConfigureAwait(false);
            Send(socket, answer, client, plan.Repeat);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private void Send(Socket socket, byte[] answer, EndPoint client, int times) => _gate.Change(() =>
    {
        try
        {
            for (int i = 0; i < times; i++)
            {
                socket.SendTo(answer, client);
            }

            _answers++;
        }
        catch (SocketException e)
        {
            Log($"{client}: cannot be answered: {e.Message}");
        }
    });

    private void Log(string line) => _events.Post(() => Logged?.Invoke(this, line));
}
