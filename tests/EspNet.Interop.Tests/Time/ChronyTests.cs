using System;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Time;
using EspNet.Time.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Time;

/// <summary>A real time server. It has this machine's time, so it is the device's clock that is wrong.</summary>
[TestClass]
public sealed class ChronyTests
{
    /// <summary>What the simulated clock adds to the uncertainty of the answer: its steps, and that two clocks are read one after the other.</summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    [DataRow(-3 * 3_600_000)]
    [DataRow(5 * 3_600_000)]
    [DataRow(250)]
    [DataRow(-250)]
    public void A_clock_that_is_wrong_is_found_to_be_wrong_by_as_much(int milliseconds)
    {
        using ChronyServer server = ChronyServer.Start();
        SimulatedClock clock = new(DateTime.UtcNow.AddMilliseconds(milliseconds).Ticks);
        using TimeService service = Start(server, clock);
        Assert.IsTrue(service.WaitForSync(Patience.Milliseconds));

        TimeServiceStatus status = service.GetStatus();
        TimeSpan error = status.Offset + TimeSpan.FromMilliseconds(milliseconds);
        Assert.IsLessThan(status.RootDistance + Coarseness, error.Duration(), $"Offset {status.Offset}");
        Assert.AreEqual(5, status.Stratum);
        Assert.AreEqual(LeapIndicator.None, status.Leap);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (service.UtcNow - DateTime.UtcNow).Duration());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (new DateTime(clock.UtcTicks) - DateTime.UtcNow).Duration(), "The device's clock");
    }

    [TestMethod]
    public void A_single_question_needs_no_service()
    {
        using ChronyServer server = ChronyServer.Start(stratum: 3);

        SntpResponse response = new SntpClient().Query($"localhost:{server.Port}");

        Assert.AreEqual(3, response.Stratum);
        Assert.IsLessThan(response.RootDistance + Coarseness, response.Offset.Duration());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (response.UtcNow - DateTime.UtcNow).Duration());
    }

    [TestMethod]
    public void A_server_that_has_no_time_is_not_believed()
    {
        using ChronyServer server = ChronyServer.Start(stratum: 0);

        SntpException failure = Assert.ThrowsExactly<SntpException>(() => new SntpClient().Query($"127.0.0.1:{server.Port}"));

        Assert.AreEqual(SntpError.Unsynchronised, failure.Error, failure.Message);
    }

    [TestMethod]
    public void A_server_that_is_restarted_is_found_again_and_the_time_goes_on_meanwhile()
    {
        using ChronyServer server = ChronyServer.Start();
        using TimeService service = Start(server, null);
        Collected<SntpException> failed = new("failures");
        Collected<TimeServiceStatus> synchronised = new("synchronisations");
        service.SynchronisationFailed += (_, failure) => failed.Add(failure);
        service.Synchronised += (_, status) => synchronised.Add(status);
        Assert.IsTrue(service.WaitForSync(Patience.Milliseconds));

        server.Stop();
        service.SynchroniseNow();
        Assert.AreEqual(SntpError.TimedOut, failed.Await(1)[0].Error);
        Assert.IsTrue(service.IsSynchronised);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (service.UtcNow - DateTime.UtcNow).Duration());
        int before = synchronised.Count;

        server.Run();
        synchronised.Await(before + 1);
    }

    private static TimeService Start(ChronyServer server, SystemClock? clock)
    {
        TimeServiceOptions options = new()
        {
            Servers = [$"127.0.0.1:{server.Port}"],
            StartDelay = 0,
            Backoff = BackoffOptions.Fixed(500),
        };
        options.Sntp.Timeout = 1_000;
        TimeService service = clock is null ? new TimeService(options) : new TimeService(options, clock);
        service.Start();
        return service;
    }
}
