using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EspNet.Bench.Time;

namespace EspNet.Bench.Tests;

/// <summary>What only the bytes of requests and answers show.</summary>
[TestClass]
public sealed class BenchTimeServerTests
{
    private const int Patience = 10_000;
    private const int Silence = 200;

    private readonly BenchTimeServer _server = new();
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    [TestInitialize]
    public void Start()
    {
        _server.Start();
        _client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    [TestCleanup]
    public void Stop()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [TestMethod]
    public void An_answer_repeats_the_request_and_has_the_time()
    {
        byte[] request = Request();
        Send(request);

        byte[] answer = Receive()!;

        Assert.HasCount(48, answer);
        Assert.AreEqual(0x24, answer[0]);
        Assert.AreEqual(1, answer[1]);
        CollectionAssert.AreEqual(request[40..], answer[24..32]);
        Assert.AreEqual(0, (Time(answer, 32) - DateTime.UtcNow).TotalSeconds, 5);
        Assert.IsGreaterThanOrEqualTo(Time(answer, 32), Time(answer, 40));
        Assert.IsEmpty(_server.Violations);
    }

    [TestMethod]
    public void The_version_is_that_of_the_request_and_the_fields_are_those_of_the_faults()
    {
        Assert.AreEqual(0x1C, Ask(request => request[0] = 0x1B)[0]);

        _server.Faults.Version = 2;
        _server.Faults.Mode = 5;
        _server.Faults.LeapIndicator = 1;
        _server.Faults.Stratum = 9;
        _server.Faults.RootDelay = TimeSpan.FromSeconds(1.5);
        _server.Faults.RootDispersion = TimeSpan.FromSeconds(0.25);
        _server.Faults.ZeroTransmit = true;
        byte[] answer = Ask();

        Assert.AreEqual(0x55, answer[0]);
        Assert.AreEqual(9, answer[1]);
        Assert.AreEqual(0x18000, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(4)));
        Assert.AreEqual(0x4000, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(8)));
        Assert.AreEqual(0UL, BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(40)));
    }

    [TestMethod]
    public void A_kiss_has_its_code_once_or_as_long_as_it_is_set()
    {
        _server.Faults.KissOnce("RATE");
        Assert.AreEqual("RATE", Code(Ask()));
        Assert.AreEqual(1, Ask()[1]);

        _server.Faults.Kiss = "DENY";
        byte[] answer = Ask();
        Assert.AreEqual("DENY", Code(answer));
        Assert.AreEqual(0, answer[1]);
        Assert.AreEqual("DENY", Code(Ask()));
    }

    [TestMethod]
    public void Requests_are_not_answered_when_it_is_silent_or_drops_them()
    {
        _server.Faults.Drop(1);
        Send(Request());
        Assert.IsNull(Receive(Silence));
        Ask();

        _server.Faults.IsSilent = true;
        Send(Request());
        Assert.IsTrue(_server.WaitFor(server => server.Requests == 3));
        Assert.IsNull(Receive(Silence));
        Assert.AreEqual(1, _server.Answers);
    }

    [TestMethod]
    public void A_wrong_origin_is_wrong_and_a_truncated_answer_short_and_a_repeated_one_comes_again()
    {
        byte[] request = Request();
        _server.Faults.WrongOrigin = true;
        Send(request);
        CollectionAssert.AreNotEqual(request[40..], Receive()![24..32]);

        _server.Faults.Clear();
        _server.Faults.Truncate = 40;
        Assert.HasCount(40, Ask());

        _server.Faults.Clear();
        _server.Faults.Repeat = 2;
        CollectionAssert.AreEqual(Ask(), Receive()!);
    }

    [TestMethod]
    public void A_forged_answer_comes_first_and_from_another_port()
    {
        _server.Faults.ForgeFrom = true;
        Send(Request());

        byte[] forged = Receive(out int forgedPort)!;
        byte[] right = Receive(out int port)!;

        Assert.AreNotEqual(_server.Port, forgedPort);
        Assert.AreEqual(_server.Port, port);
        CollectionAssert.AreEqual(forged[24..32], right[24..32]);
        Assert.IsGreaterThan(TimeSpan.FromMinutes(59), Time(forged, 40) - Time(right, 40));
    }

    [TestMethod]
    public void A_delayed_answer_does_not_keep_the_next_request_waiting()
    {
        _server.Faults.Delay = TimeSpan.FromSeconds(20);
        Send(Request());
        Assert.IsTrue(_server.WaitFor(server => server.Requests == 1));

        _server.Faults.Clear();
        Assert.AreEqual(1, Ask()[1]);
    }

    [TestMethod]
    public void The_drift_makes_the_served_time_run_faster()
    {
        _server.Faults.DriftPpm = 1_000_000;
        DateTime first = _server.Now;
        long start = Environment.TickCount64;
        Thread.Sleep(200);

        // Twice as fast. A sleep may take longer, so it is measured as well.
        double elapsed = Environment.TickCount64 - start;
        Assert.IsGreaterThan(elapsed * 1.5, (_server.Now - first).TotalMilliseconds);
    }

    [TestMethod]
    public void What_a_request_does_wrong_is_reported()
    {
        Violates("version", request => request[0] = 0x1B);
        Violates("leap", request => request[0] = 0xE3);
        Violates("stratum", request => request[1] = 1);
        Violates("root delay", request => request[4] = 1);
        Violates("reference identifier", request => request[12] = 1);
        Violates("origin", request => request[24] = 1);
        Violates("receive", request => request[39] = 1);
        Violates("transmit timestamp 0", request => Array.Clear(request, 40, 8));
        byte[] twice = Request();
        Violates("earlier request", request => twice.CopyTo(request, 0), () => Send(twice));
    }

    [TestMethod]
    public void What_is_no_request_is_reported_and_not_answered()
    {
        byte[] server = Request();
        server[0] = 0x24;
        Send(server);
        Send([1, 2, 3]);

        Assert.IsTrue(_server.WaitFor(s => s.Violations.Count == 2), string.Join('\n', _server.Violations));
        Assert.Contains("mode", _server.Violations[0]);
        Assert.Contains("3 bytes", _server.Violations[1]);
        Assert.IsNull(Receive(Silence));
    }

    private static byte[] Request()
    {
        byte[] request = new byte[48];
        request[0] = 0x23;
        Random.Shared.NextBytes(request.AsSpan(40));
        return request;
    }

    private static string Code(byte[] answer) => System.Text.Encoding.ASCII.GetString(answer, 12, 4);

    private static DateTime Time(byte[] answer, int at) =>
        new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(
            BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(at)) + (BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(at + 4)) / 4294967296.0));

    private void Violates(string what, Action<byte[]> change, Action? before = null)
    {
        before?.Invoke();
        int count = _server.Violations.Count;
        byte[] request = Request();
        change(request);
        Send(request);
        Assert.IsTrue(_server.WaitFor(server => server.Violations.Count > count), what);
        Assert.Contains(what, _server.Violations[^1]);
    }

    private byte[] Ask(Action<byte[]>? change = null)
    {
        byte[] request = Request();
        change?.Invoke(request);
        Send(request);
        return Receive()!;
    }

    private void Send(byte[] request) => _client.SendTo(request, new IPEndPoint(IPAddress.Loopback, _server.Port));

    private byte[]? Receive(int milliseconds = Patience) => Receive(out _, milliseconds);

    private byte[]? Receive(out int port, int milliseconds = Patience)
    {
        port = 0;
        if (!_client.Poll(milliseconds * 1000, SelectMode.SelectRead))
        {
            return milliseconds == Silence ? null : throw new TimeoutException("No answer came.");
        }

        byte[] buffer = new byte[100];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = _client.ReceiveFrom(buffer, ref from);
        port = ((IPEndPoint)from).Port;
        return buffer[..count];
    }
}
