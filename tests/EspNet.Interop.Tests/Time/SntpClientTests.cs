using System;
using System.Net;
using EspNet.Bench.Time;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Time;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Time;

/// <summary>One question and its answer, against a server that does what real ones seldom do.</summary>
[TestClass]
public sealed class SntpClientTests
{
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(500);

    [TestMethod]
    [DataRow(0)]
    [DataRow(3 * 3_600_000)]
    [DataRow(-90_000)]
    [DataRow(1_250)]
    public void The_offset_is_what_the_server_is_ahead(int milliseconds)
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromMilliseconds(milliseconds);

        SntpResponse response = Query(server);

        IsClose(server.Faults.Offset, response.Offset);
        IsClose(TimeSpan.Zero, response.UtcNow - server.Now);
        Assert.AreEqual(1, response.Stratum);
        Assert.IsEmpty(server.Violations);
    }

    [TestMethod]
    [DataRow(2037)]
    [DataRow(2103)]
    public void Dates_after_the_end_of_the_first_era_are_right(int year)
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = new DateTime(year, 6, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UtcNow;

        Assert.AreEqual(year, Query(server).ReceivedUtc.Year);
    }

    [TestMethod]
    public void A_name_is_looked_up()
    {
        using BenchTimeServer server = Start();

        SntpResponse response = new SntpClient().Query($"localhost:{server.Port}");

        Assert.AreEqual(IPAddress.Loopback, response.Address);
        Assert.AreEqual($"localhost:{server.Port}", response.Server);
    }

    [TestMethod]
    public void The_port_of_the_options_holds_for_a_server_without_one()
    {
        using BenchTimeServer server = Start();

        new SntpClient(new SntpOptions { Port = server.Port }).Query("127.0.0.1");

        Assert.AreEqual(1, server.Answers);
    }

    [TestMethod]
    public void Setting_the_clock_of_a_PC_is_refused()
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromHours(1);

        Assert.IsFalse(Query(server).SetDeviceClock());

        IsClose(TimeSpan.FromHours(1), Query(server).Offset);
    }

    [TestMethod]
    public void Each_request_is_one_a_server_may_expect_and_shares_nothing_with_the_last()
    {
        using BenchTimeServer server = Start();
        for (int i = 0; i < 20; i++)
        {
            Query(server);
        }

        Assert.IsEmpty(server.Violations, string.Join('\n', server.Violations));
        Assert.AreEqual(20, server.Requests);
    }

    [TestMethod]
    public void A_silent_server_times_out_while_other_threads_go_on()
    {
        using BenchTimeServer server = Start();
        server.Faults.IsSilent = true;
        Ticking ticking = new();

        Fails(SntpError.TimedOut, server);

        Assert.IsGreaterThan(5, ticking.Stop());
    }

    [TestMethod]
    public void A_server_that_lies_about_the_origin_is_never_believed()
    {
        using BenchTimeServer server = Start();
        server.Faults.WrongOrigin = true;

        Fails(SntpError.TimedOut, server);

        Assert.AreEqual(1, server.Answers);
    }

    [TestMethod]
    public void A_forged_answer_from_another_port_is_ignored()
    {
        using BenchTimeServer server = Start();
        server.Faults.ForgeFrom = true;

        IsClose(TimeSpan.Zero, Query(server).Offset);
    }

    [TestMethod]
    public void An_answer_that_comes_after_its_time_is_not_taken_for_that_of_the_next_request()
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromHours(5);
        server.Faults.Delay = TimeSpan.FromMilliseconds(600);
        Fails(SntpError.TimedOut, server);

        server.Faults.Clear();

        IsClose(TimeSpan.Zero, Query(server).Offset);
    }

    [TestMethod]
    public void A_way_that_takes_long_shows_in_the_delay()
    {
        using BenchTimeServer server = Start();
        server.Faults.Delay = TimeSpan.FromMilliseconds(200);

        SntpResponse response = Query(server, new SntpOptions());

        Assert.IsGreaterThan(TimeSpan.FromMilliseconds(190), response.Delay);
        Assert.IsLessThan(TimeSpan.FromMilliseconds(1), (response.RootDistance - (response.Delay / 2)).Duration());
    }

    [TestMethod]
    [DataRow("DENY", SntpError.Denied)]
    [DataRow("RSTR", SntpError.Restricted)]
    [DataRow("RATE", SntpError.RateExceeded)]
    [DataRow("NKEY", SntpError.Unsynchronised)] // With leap indicator 3, as real servers send it.
    public void A_kiss_of_death_is_an_error_that_says_why(string code, SntpError error)
    {
        using BenchTimeServer server = Start();
        server.Faults.Kiss = code;

        Fails(error, server);
    }

    [TestMethod]
    public void What_a_server_says_of_itself_is_looked_at()
    {
        using BenchTimeServer server = Start();
        FailsWith(server, SntpError.Unsynchronised, faults => faults.LeapIndicator = 3);
        FailsWith(server, SntpError.Unsynchronised, faults => faults.Stratum = 16);
        FailsWith(server, SntpError.KissOfDeath, faults => faults.Stratum = 0);
        FailsWith(server, SntpError.TooUncertain, faults => faults.RootDelay = TimeSpan.FromSeconds(2.1));
        FailsWith(server, SntpError.TooUncertain, faults => faults.RootDispersion = TimeSpan.FromSeconds(1.1));
        FailsWith(server, SntpError.Malformed, faults => faults.Version = 1);
        FailsWith(server, SntpError.Malformed, faults => faults.Mode = 5);
        FailsWith(server, SntpError.Malformed, faults => faults.ZeroTransmit = true);
        FailsWith(server, SntpError.TimedOut, faults => faults.Truncate = 47);
    }

    [TestMethod]
    public void A_name_without_an_address_is_named_so()
    {
        SntpException failure = Assert.ThrowsExactly<SntpException>(() => new SntpClient().Query("time.invalid"));

        Assert.AreEqual(SntpError.HostNotFound, failure.Error);
        Assert.IsInstanceOfType<DnsException>(failure.InnerException);
        Assert.Contains("time.invalid", failure.Message);
    }

    [TestMethod]
    public void A_request_that_cannot_be_sent_is_named_so()
    {
        // A broadcast address, for which the socket is not made.
        SntpException failure = Assert.ThrowsExactly<SntpException>(() => new SntpClient().Query("255.255.255.255"));

        Assert.AreEqual(SntpError.Network, failure.Error);
        Assert.IsInstanceOfType<TransportException>(failure.InnerException);
    }

    [TestMethod]
    public void No_socket_is_left_however_it_ends()
    {
        using BenchTimeServer server = Start();
        int open = SocketBudget.Open;
        Query(server);
        FailsWith(server, SntpError.Denied, faults => faults.Kiss = "DENY");
        FailsWith(server, SntpError.TimedOut, faults => faults.IsSilent = true);

        Assert.AreEqual(open, SocketBudget.Open);
    }

    private static BenchTimeServer Start()
    {
        BenchTimeServer server = new();
        server.Start();
        return server;
    }

    /// <summary>A short time for the answers that never come.</summary>
    private static SntpResponse Query(BenchTimeServer server, SntpOptions? options = null) =>
        new SntpClient(options ?? new SntpOptions { Timeout = 300 }).Query($"127.0.0.1:{server.Port}");

    private static void Fails(SntpError expected, BenchTimeServer server)
    {
        SntpException failure = Assert.ThrowsExactly<SntpException>(() => Query(server));
        Assert.AreEqual(expected, failure.Error, failure.Message);
        Assert.AreEqual($"127.0.0.1:{server.Port}", failure.Server);
    }

    private static void FailsWith(BenchTimeServer server, SntpError expected, Action<TimeServerFaults> fault)
    {
        server.Faults.Clear();
        fault(server.Faults);
        Fails(expected, server);
    }

    /// <summary>What a busy machine makes of nothing is far less than what any wrong calculation does.</summary>
    private static void IsClose(TimeSpan expected, TimeSpan actual) =>
        Assert.IsLessThan(Close, (actual - expected).Duration(), $"{actual} instead of {expected}");
}
