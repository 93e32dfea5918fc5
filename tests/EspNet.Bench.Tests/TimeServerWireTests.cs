using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EspNet.Bench.Time;

namespace EspNet.Bench.Tests;

/// <summary>Each fault of the time server alone, and each rule for requests, by the bytes that go over the wire.</summary>
[TestClass]
public sealed class TimeServerWireTests : IDisposable
{
    private const int Patience = 20_000;

    private readonly BenchTimeServer _server = new();
    private readonly Socket _client = Open();

    public TimeServerWireTests() => _server.Start();

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [TestMethod]
    public void Right_requests_are_no_violations_and_a_reference_clock_answers()
    {
        byte[] answer = Ask(Request());
        Ask(Request());

        CollectionAssert.AreEqual((byte[])[.. "PPS\0"u8], answer[12..16]);
        CollectionAssert.AreEqual(new byte[8], answer[4..12]);
        Assert.IsLessThan(Stamp(answer, 32), Stamp(answer, 16));
        Assert.IsEmpty(_server.Violations);
        Assert.AreEqual(2, _server.Answers);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(7)]
    public void The_version_of_the_request_is_copied_and_so_is_its_poll(int version)
    {
        byte[] request = Request();
        request[0] = (byte)((version << 3) | 3);
        request[2] = 6;

        byte[] answer = Ask(request);

        Assert.AreEqual((version << 3) | 4, answer[0]);
        Assert.AreEqual(6, answer[2]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void The_leap_indicator_alone_changes(int leap)
    {
        _server.Faults.LeapIndicator = leap;

        byte[] answer = Ask(Request());

        Assert.AreEqual((leap << 6) | 0x24, answer[0]);
        Assert.AreEqual(1, answer[1]);
    }

    [TestMethod]
    [DataRow(0, "00000000")]
    [DataRow(2, "7F7F0101")]
    [DataRow(16, "7F7F0101")]
    public void The_stratum_changes_and_the_reference_with_it(int stratum, string reference)
    {
        _server.Faults.Stratum = stratum;

        byte[] answer = Ask(Request());

        Assert.AreEqual(stratum, answer[1]);
        Assert.AreEqual(reference, Convert.ToHexString(answer, 12, 4));
    }

    [TestMethod]
    public void The_version_and_the_mode_each_change_alone()
    {
        _server.Faults.Version = 0;
        Assert.AreEqual(0x04, Ask(Request())[0]);

        _server.Faults.Clear();
        _server.Faults.Mode = 3;
        Assert.AreEqual(0x23, Ask(Request())[0]);
    }

    [TestMethod]
    public void A_zero_transmit_leaves_the_other_timestamps()
    {
        _server.Faults.ZeroTransmit = true;
        byte[] request = Request();

        byte[] answer = Ask(request);

        CollectionAssert.AreEqual(new byte[8], answer[40..]);
        CollectionAssert.AreEqual(request[40..], answer[24..32]);
        Assert.AreNotEqual(0UL, Stamp(answer, 32));
    }

    [TestMethod]
    public void A_wrong_origin_differs_by_its_last_bit()
    {
        _server.Faults.WrongOrigin = true;
        byte[] request = Request();

        Assert.AreEqual(Stamp(request, 40) ^ 1, Stamp(Ask(request), 24));
    }

    [TestMethod]
    public void A_kiss_is_not_synchronised_and_answers_what_was_asked()
    {
        _server.Faults.Kiss = "RSTR";
        byte[] request = Request();

        byte[] answer = Ask(request);

        Assert.AreEqual(0xE4, answer[0]);
        Assert.AreEqual(0, answer[1]);
        CollectionAssert.AreEqual((byte[])[.. "RSTR"u8], answer[12..16]);
        CollectionAssert.AreEqual(request[40..], answer[24..32]);
    }

    [TestMethod]
    public void A_kiss_for_once_waits_until_there_is_an_answer()
    {
        _server.Faults.KissOnce("RATE");
        _server.Faults.Drop(2);

        Send(Request());
        Send(Request());

        Assert.AreEqual(0, Ask(Request())[1]);
        Assert.AreEqual(1, Ask(Request())[1]);
        Assert.AreEqual(4, _server.Requests);
        Assert.AreEqual(2, _server.Answers);
    }

    [TestMethod]
    public void Silence_ends_without_late_answers()
    {
        _server.Faults.IsSilent = true;
        Send(Request());
        Assert.IsTrue(_server.WaitFor(server => server.Requests == 1));
        _server.Faults.IsSilent = false;
        byte[] request = Request();

        // The first answer to come is the one to the second request.
        CollectionAssert.AreEqual(request[40..], Ask(request)[24..32]);
        Assert.AreEqual(1, _server.Answers);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(47)]
    [DataRow(48)]
    public void An_answer_is_as_short_as_it_is_told(int count)
    {
        _server.Faults.Truncate = count;

        Assert.HasCount(count, Ask(Request()));
    }

    [TestMethod]
    public void A_repeated_answer_is_the_same_and_counts_once()
    {
        _server.Faults.Repeat = 3;

        byte[] first = Ask(Request());

        CollectionAssert.AreEqual(first, Receive(_client).Answer);
        CollectionAssert.AreEqual(first, Receive(_client).Answer);
        Assert.AreEqual(1, _server.Answers);
    }

    [TestMethod]
    public void A_forged_answer_has_no_other_fault_and_does_not_count()
    {
        _server.Faults.ForgeFrom = true;
        _server.Faults.Kiss = "DENY";
        _server.Faults.WrongOrigin = true;
        byte[] request = Request();
        Send(request);

        (byte[] forged, int forger) = Receive(_client);
        (byte[] right, int port) = Receive(_client);

        Assert.AreNotEqual(_server.Port, forger);
        Assert.AreEqual(0x24, forged[0]);
        Assert.AreEqual(1, forged[1]);
        CollectionAssert.AreEqual(request[40..], forged[24..32]);
        Assert.AreEqual(3600, Seconds(forged, 32) - Seconds(right, 32), 1);
        Assert.AreEqual(_server.Port, port);
        Assert.AreEqual(0, right[1]);
        Assert.AreEqual(1, _server.Answers);
    }

    [TestMethod]
    public void A_delayed_answer_comes_later_with_the_times_of_one_that_left_at_once()
    {
        _server.Faults.Delay = TimeSpan.FromMilliseconds(500);
        byte[] request = Request();

        byte[] answer = Ask(request);

        // It was stamped before the delay. The timer and the clock are not the same, hence a little less than the whole.
        Assert.IsGreaterThan(0.4, Seconds(DateTime.UtcNow) - Seconds(answer, 40));
        CollectionAssert.AreEqual(request[40..], answer[24..32]);
    }

    [TestMethod]
    public void A_delay_keeps_no_other_client_waiting()
    {
        using Socket other = Open();
        _server.Faults.Delay = TimeSpan.FromDays(1);
        Send(Request());
        Assert.IsTrue(_server.WaitFor(server => server.Requests == 1));
        _server.Faults.Delay = TimeSpan.Zero;
        byte[] request = Request();

        other.SendTo(request, new IPEndPoint(IPAddress.Loopback, _server.Port));

        CollectionAssert.AreEqual(request[40..], Receive(other).Answer[24..32]);
        Assert.AreEqual(0, _client.Available);
        Assert.AreEqual(1, _server.Answers);
    }

    [TestMethod]
    public void A_drift_shows_in_answers_and_ends_with_them()
    {
        _server.Faults.DriftPpm = -1_000_000; // The served time stands still.
        byte[] first = Ask(Request());
        Thread.Sleep(1500);
        byte[] second = Ask(Request());
        DateTime then = DateTime.UtcNow;

        Assert.AreEqual(Seconds(first, 32), Seconds(second, 32), 0.5);
        Assert.IsLessThan(Seconds(then) - 1, Seconds(second, 32));

        _server.Faults.Clear();
        Assert.AreEqual(Seconds(DateTime.UtcNow), Seconds(Ask(Request()), 32), 30);
    }

    [TestMethod]
    [DataRow(2036, 2, 7, 6, 28, 10)] // The last seconds of era 0.
    [DataRow(2036, 2, 7, 6, 30, 0)]
    [DataRow(2050, 1, 1, 0, 0, 0)]
    [DataRow(2200, 1, 1, 0, 0, 0)] // Era 2.
    [DataRow(1890, 1, 1, 0, 0, 0)] // The era before 0.
    public void Dates_of_other_eras_are_served_by_their_low_32_bits(int year, int month, int day, int hour, int minute, int second)
    {
        var date = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        _server.Faults.Offset = date - DateTime.UtcNow;

        byte[] answer = Ask(Request());

        uint expected = unchecked((uint)(long)Math.Floor(Seconds(date)));
        foreach (int at in (int[])[32, 40])
        {
            int ahead = unchecked((int)(BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(at)) - expected));
            Assert.IsInRange(-1, 60, ahead);
        }
    }

    [TestMethod]
    [DataRow(0, 0xE3, "leap indicator 3, not 0")]
    [DataRow(0, 0x1B, "version 3, not 4")]
    [DataRow(0, 0x24, "mode 4, not 3")]
    [DataRow(1, 1, "stratum 01, not 0")]
    [DataRow(2, 6, "poll 06, not 0")]
    [DataRow(3, 0xE9, "precision E9, not 0")]
    [DataRow(7, 1, "root delay 00000001, not 0")]
    [DataRow(8, 1, "root dispersion 01000000, not 0")]
    [DataRow(15, 1, "reference identifier 00000001, not 0")]
    [DataRow(16, 1, "reference timestamp 0100000000000000, not 0")]
    [DataRow(31, 1, "origin timestamp 0000000000000001, not 0")]
    [DataRow(39, 1, "receive timestamp 0000000000000001, not 0")]
    public void A_byte_that_breaks_a_rule_is_one_violation(int at, int value, string clause)
    {
        byte[] request = Request();
        request[at] = (byte)value;

        Send(request);

        AssertViolation(1, clause);
        CollectionAssert.AreEqual(request, _server.LastRequest);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(47)]
    [DataRow(49)]
    [DataRow(68)]
    public void Another_length_is_one_violation(int length)
    {
        byte[] request = Request();
        Array.Resize(ref request, length);

        Send(request);

        AssertViolation(1, $"{length} bytes, not 48");
    }

    [TestMethod]
    public void A_transmit_timestamp_that_is_zero_or_came_before_is_one_violation()
    {
        byte[] request = Request();
        Send(request);
        Send(request);
        AssertViolation(2, $"transmit timestamp {Stamp(request, 40):X16} of an earlier request");

        byte[] zero = Request();
        zero.AsSpan(40).Clear();
        Send(zero);
        Assert.IsTrue(_server.WaitFor(server => server.Requests == 3));
        Assert.HasCount(2, _server.Violations);
        Assert.EndsWith(": transmit timestamp 0", _server.Violations[1]);
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Patience };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    /// <summary>A request without a fault: version 4, mode 3, and a transmit timestamp that is random and not zero.</summary>
    private static byte[] Request()
    {
        byte[] request = new byte[48];
        request[0] = 0x23;
        Random.Shared.NextBytes(request.AsSpan(40));
        request[40] |= 1;
        return request;
    }

    private static ulong Stamp(byte[] packet, int at) => BinaryPrimitives.ReadUInt64BigEndian(packet.AsSpan(at));

    private static double Seconds(byte[] packet, int at) => Stamp(packet, at) / 4294967296.0;

    private static double Seconds(DateTime time) => (time - new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalSeconds;

    private static (byte[] Answer, int Port) Receive(Socket client)
    {
        byte[] buffer = new byte[100];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = client.ReceiveFrom(buffer, ref from);
        return (buffer[..count], ((IPEndPoint)from).Port);
    }

    private byte[] Ask(byte[] request)
    {
        Send(request);
        return Receive(_client).Answer;
    }

    private void Send(byte[] request) => _client.SendTo(request, new IPEndPoint(IPAddress.Loopback, _server.Port));

    /// <summary>The one violation so far is of this request and says this.</summary>
    private void AssertViolation(int number, string clause)
    {
        Assert.IsTrue(_server.WaitFor(server => server.Requests == number));
        Assert.HasCount(1, _server.Violations);
        Assert.AreEqual($"#{number} {_client.LocalEndPoint}: {clause}", _server.Violations[0]);
    }
}
