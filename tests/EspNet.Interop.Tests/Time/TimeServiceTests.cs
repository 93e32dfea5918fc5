using System;
using System.Linq;
using System.Threading;
using EspNet.Bench.Time;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Time;
using EspNet.Time.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Time;

/// <summary>The service against the bench's servers. What takes minutes is shown by the tests of its engines.</summary>
[TestClass]
public sealed class TimeServiceTests
{
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(500);

    private static readonly long In1970 = DateTime.UnixEpoch.Ticks;

    [TestMethod]
    public void The_first_synchronisation_sets_the_time_and_tells_how_good_it_is()
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromHours(3);
        using Watched watched = Watch(server);

        watched.Service.Start();
        Assert.IsTrue(watched.Service.WaitForSync(Patience.Milliseconds));

        TimeServiceStatus status = watched.Synchronised.Await(1)[0];
        IsRight(watched.Service, server);
        Assert.AreEqual(TimeServiceState.Synchronised, status.State);
        Assert.AreEqual($"127.0.0.1:{server.Port}", status.Server);
        Assert.AreEqual(1, status.Stratum);
        Assert.IsTrue(status.HasStepped);
        Assert.IsLessThan(Close, (status.Offset - TimeSpan.FromHours(3)).Duration());
        Assert.IsLessThan(Close, (status.LastSynchronised - server.Now).Duration());
        Assert.IsNull(status.Error);
        Assert.IsEmpty(server.Violations);
    }

    [TestMethod]
    public void Before_the_first_synchronisation_the_time_is_the_devices_and_the_status_says_so()
    {
        using TimeService service = new(new TimeServiceOptions { Servers = ["127.0.0.1:9"] }, new SimulatedClock(In1970));

        Assert.AreEqual(1970, service.UtcNow.Year);
        Assert.IsFalse(service.IsSynchronised);
        Assert.AreEqual(TimeServiceState.NeverSynchronised, service.GetStatus().State);
        Assert.AreEqual(DateTime.MinValue, service.GetStatus().LastSynchronised);
    }

    [TestMethod]
    public void The_devices_clock_is_set_before_anybody_hears_of_it_and_then_at_the_beginning_of_a_second()
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromMilliseconds(700 - DateTime.UtcNow.Millisecond);
        SimulatedClock clock = new(In1970);
        using Watched watched = Watch(server, clock: clock);
        int setBefore = 0;
        watched.Service.Synchronised += (_, _) => setBefore = clock.TimesSet;

        watched.Service.Start();
        watched.Synchronised.Await(1);

        Assert.IsTrue(SpinWait.SpinUntil(() => clock.TimesSet == 2, Patience.Milliseconds));
        Assert.AreEqual(1, setBefore);
        Assert.IsTrue(watched.Service.GetStatus().IsDeviceClockSet);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (new DateTime(clock.UtcTicks) - server.Now).Duration());
        Assert.AreEqual(0, clock.LastSetTo % TimeSpan.TicksPerSecond);
    }

    [TestMethod]
    public void The_devices_clock_is_left_alone_when_that_was_asked_for()
    {
        using BenchTimeServer server = Start();
        SimulatedClock clock = new(In1970);
        using Watched watched = Watch(server, options => options.SetsDeviceClock = false, clock);

        watched.Service.Start();
        watched.Synchronised.Await(1);

        Assert.AreEqual(0, clock.TimesSet);
        IsRight(watched.Service, server);
    }

    [TestMethod]
    public void A_platform_that_refuses_its_clock_is_told_in_the_status()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server, clock: new SimulatedClock(In1970) { CanBeSet = false });

        watched.Service.Start();

        Assert.IsFalse(watched.Synchronised.Await(1)[0].IsDeviceClockSet);
        IsRight(watched.Service, server);
    }

    [TestMethod]
    public void A_small_offset_is_corrected_without_a_jump_and_a_large_one_with_one()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server, options => options.StepThreshold = 60_000);
        watched.Service.Start();
        watched.Synchronised.Await(1);

        server.Faults.Offset = TimeSpan.FromSeconds(-20);
        DateTime before = watched.Service.UtcNow;
        watched.Service.SynchroniseNow();
        TimeServiceStatus second = watched.Synchronised.Await(2)[1];

        Assert.IsFalse(second.HasStepped);
        Assert.IsLessThan(Close, (second.Offset - TimeSpan.FromSeconds(-20)).Duration());
        Assert.IsGreaterThan(before, watched.Service.UtcNow, "The time went back.");
        Assert.IsGreaterThan(TimeSpan.FromSeconds(19), watched.Service.UtcNow - server.Now, "It was corrected at once.");

        server.Faults.Offset = TimeSpan.FromSeconds(-100);
        watched.Service.SynchroniseNow();
        Assert.IsTrue(watched.Synchronised.Await(3)[2].HasStepped);
        IsRight(watched.Service, server);
    }

    [TestMethod]
    public void A_server_that_does_not_answer_gives_the_next_one_its_turn()
    {
        using BenchTimeServer silent = Start();
        using BenchTimeServer refusing = Start();
        using BenchTimeServer good = Start();
        silent.Faults.IsSilent = true;
        refusing.Faults.Kiss = "DENY";
        using Watched watched = Watch(good, options => options.Servers = [Name(silent), Name(refusing), Name(good)]);

        watched.Service.Start();
        Assert.IsTrue(watched.Service.WaitForSync(Patience.Milliseconds));

        SntpException[] failures = watched.Failed.Await(2);
        Assert.AreEqual(SntpError.TimedOut, failures[0].Error);
        Assert.AreEqual(SntpError.Denied, failures[1].Error);
        TimeServerStatus[] servers = watched.Service.GetServers();
        Assert.AreEqual("0 0 1", string.Join(' ', servers.Select(server => server.Reachability)));
        Assert.AreEqual("False True False", string.Join(' ', servers.Select(server => server.IsDropped)));
        Assert.AreEqual("False False True", string.Join(' ', servers.Select(server => server.IsCurrent)));
        Assert.AreEqual(2, watched.Service.GetStatus().Failures);
    }

    [TestMethod]
    public void When_all_servers_refuse_it_stops_asking_and_says_so_until_it_is_started_again()
    {
        using BenchTimeServer server = Start();
        server.Faults.Kiss = "RSTR";
        using Watched watched = Watch(server);
        watched.Service.Start();

        Assert.IsFalse(watched.Service.WaitForSync(Patience.Milliseconds), "It waited in vain.");
        Assert.AreEqual(TimeServiceState.Error, watched.Service.GetStatus().State);
        Assert.AreEqual(SntpError.Restricted, watched.Service.GetStatus().Error?.Error);
        watched.Service.SynchroniseNow();

        server.Faults.Clear();
        watched.Service.Stop();
        watched.Service.Start();
        Assert.IsTrue(watched.Service.WaitForSync(Patience.Milliseconds));
        Assert.AreEqual(2, server.Requests);
    }

    [TestMethod]
    public void A_failure_before_the_first_synchronisation_is_told_with_its_reason()
    {
        using BenchTimeServer server = Start();
        server.Faults.LeapIndicator = 3;
        using Watched watched = Watch(server);
        watched.Service.Start();
        watched.Failed.Await(2);

        TimeServiceStatus status = watched.Service.GetStatus();
        Assert.AreEqual(TimeServiceState.Error, status.State);
        Assert.AreEqual(SntpError.Unsynchronised, status.Error?.Error);

        server.Faults.Clear();
        watched.Synchronised.Await(1);
        Assert.IsNull(watched.Service.GetStatus().Error);
    }

    [TestMethod]
    public void A_failure_after_it_leaves_the_time_as_it_is()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server);
        watched.Service.Start();
        watched.Synchronised.Await(1);

        server.Faults.IsSilent = true;
        watched.Service.SynchroniseNow();
        watched.Failed.Await(1);

        Assert.AreEqual(TimeServiceState.Synchronised, watched.Service.GetStatus().State);
        Assert.AreEqual(SntpError.TimedOut, watched.Service.GetStatus().Error?.Error);
        IsRight(watched.Service, server);
    }

    [TestMethod]
    public void Between_requests_there_is_neither_a_socket_nor_a_thread()
    {
        using BenchTimeServer server = Start();
        int open = SocketBudget.Open;
        Collected<Thread> asking = new("threads");
        using Watched watched = Watch(server);
        watched.Service.Synchronised += (_, _) => asking.Add(Thread.CurrentThread);
        watched.Service.Start();
        Thread asked = asking.Await(1)[0];

        Assert.AreEqual(open, SocketBudget.Open);
        Assert.IsTrue(asked.Join(Patience.Milliseconds), "The thread did not end.");
    }

    [TestMethod]
    public void Stop_ends_a_request_that_is_on_its_way_and_nobody_hears_of_it()
    {
        using BenchTimeServer server = Start();
        server.Faults.IsSilent = true;
        using Watched watched = Watch(server, options => options.Sntp.Timeout = 60_000);
        int open = SocketBudget.Open;
        watched.Service.Start();
        Assert.IsTrue(server.WaitFor(s => s.Requests == 1));
        Background waiting = new(() => Assert.IsFalse(watched.Service.WaitForSync(Timeout.Infinite)));

        watched.Service.Stop();

        waiting.Returns();
        Assert.IsTrue(SpinWait.SpinUntil(() => SocketBudget.Open == open, Patience.Milliseconds), "The socket stays open.");

        // By the time of the next answer whatever it led to has happened.
        server.Faults.Clear();
        watched.Service.Start();
        watched.Synchronised.Await(1);
        Assert.AreEqual(0, watched.Failed.Count);
    }

    [TestMethod]
    public void Who_wants_the_time_now_gets_the_answer_that_is_on_its_way()
    {
        using BenchTimeServer slow = Start();
        using BenchTimeServer other = Start();
        slow.Faults.Delay = TimeSpan.FromMilliseconds(500);
        using Watched watched = Watch(slow, options =>
        {
            options.Servers = [Name(slow), Name(other)];
            options.Sntp.Timeout = 20_000;
        });
        watched.Service.Start();
        Assert.IsTrue(slow.WaitFor(server => server.Requests == 1));

        watched.Service.SynchroniseNow();
        watched.Synchronised.Await(1);

        Assert.AreEqual("1 0", string.Join(' ', watched.Service.GetServers().Select(server => server.Reachability)));
        Assert.AreEqual(0, other.Requests);
    }

    [TestMethod]
    public void Stopped_and_started_again_it_goes_on()
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromHours(1);
        using Watched watched = Watch(server);
        for (int i = 1; i <= 3; i++)
        {
            watched.Service.Start();
            watched.Service.Start();
            watched.Synchronised.Await(i);
            watched.Service.Stop();
            IsRight(watched.Service, server);
        }

        Assert.AreEqual(3, server.Requests);
    }

    [TestMethod]
    public void A_handler_that_throws_is_reported_and_the_service_goes_on()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server);
        Collected<Exception> reported = new("reports");
        watched.Service.CallbackFailed += (_, exception) => reported.Add(exception);
        watched.Service.Synchronised += (_, _) => throw new InvalidOperationException("the handler's");
        watched.Service.Start();

        Assert.AreEqual("the handler's", reported.Await(1)[0].Message);
        watched.Service.SynchroniseNow();
        watched.Synchronised.Await(2);
    }

    [TestMethod]
    public void A_handler_may_stop_and_dispose_the_service()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server);
        watched.Service.Synchronised += (service, _) => service.Dispose();
        watched.Service.Start();

        watched.Synchronised.Await(1);
        Assert.IsTrue(SpinWait.SpinUntil(
            () =>
            {
                try
                {
                    watched.Service.Start();
                    return false;
                }
                catch (ObjectDisposedException)
                {
                    return true;
                }
            },
            Patience.Milliseconds));
    }

    [TestMethod]
    public void Who_waits_without_a_start_is_told()
    {
        using TimeService service = new();

        Assert.ThrowsExactly<InvalidOperationException>(() => service.WaitForSync(Timeout.Infinite));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => service.WaitForSync(-2));
    }

    [TestMethod]
    public void Who_waits_gets_no_more_than_the_time_that_was_given()
    {
        using BenchTimeServer server = Start();
        server.Faults.IsSilent = true;
        using Watched watched = Watch(server);
        watched.Service.Start();

        Assert.IsFalse(watched.Service.WaitForSync(0));
        Assert.IsFalse(watched.Service.WaitForSync(50));
    }

    [TestMethod]
    public void A_server_that_says_RATE_is_asked_half_as_often()
    {
        using BenchTimeServer server = Start();
        server.Faults.Kiss = "RATE";
        using Watched watched = Watch(server);
        watched.Service.Start();
        watched.Failed.Await(1);

        TimeServerStatus status = watched.Service.GetServers()[0];
        Assert.AreEqual(2 * TimeServiceOptions.DefaultInterval, status.Interval);
        Assert.AreEqual(SntpError.RateExceeded, status.Error);
        watched.Service.SynchroniseNow();
        Assert.IsFalse(watched.Service.WaitForSync(1_500));
        Assert.AreEqual(1, server.Requests);
    }

    [TestMethod]
    public void Reading_the_time_allocates_nothing()
    {
        using BenchTimeServer server = Start();
        using Watched watched = Watch(server);
        watched.Service.Start();
        watched.Synchronised.Await(1);
        TimeService service = watched.Service;
        _ = service.UtcNow;

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            _ = service.UtcNow;
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static BenchTimeServer Start()
    {
        BenchTimeServer server = new();
        server.Start();
        return server;
    }

    private static string Name(BenchTimeServer server) => $"127.0.0.1:{server.Port}";

    private static Watched Watch(BenchTimeServer server, Action<TimeServiceOptions>? change = null, SystemClock? clock = null)
    {
        TimeServiceOptions options = new()
        {
            Servers = [Name(server)],
            StartDelay = 0,
            Backoff = BackoffOptions.Fixed(100),
        };
        options.Sntp.Timeout = 300;
        change?.Invoke(options);
        return new Watched(clock is null ? new TimeService(options) : new TimeService(options, clock));
    }

    private static void IsRight(TimeService service, BenchTimeServer server)
    {
        TimeSpan error = service.UtcNow - server.Now;
        Assert.IsLessThan(Close, error.Duration(), error.ToString());
    }

    private sealed class Watched : IDisposable
    {
        internal Watched(TimeService service)
        {
            Service = service;
            service.Synchronised += (_, status) => Synchronised.Add(status);
            service.SynchronisationFailed += (_, failure) => Failed.Add(failure);
        }

        internal TimeService Service { get; }

        internal Collected<TimeServiceStatus> Synchronised { get; } = new("synchronisations");

        internal Collected<SntpException> Failed { get; } = new("failures");

        public void Dispose() => Service.Dispose();
    }
}
