using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Clock;

[TestClass]
public class DeviceClockKeeperTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Utc = 639_159_120_000_000_000;

    [TestMethod]
    [DataRow(499, 0)]
    [DataRow(500, 1)]
    [DataRow(999, 1)]
    public void It_sets_the_nearest_second(int milliseconds, int second)
    {
        SimulatedClock clock = new SimulatedClock(0);

        new DeviceClockKeeper(clock).Set(Utc + (milliseconds * Millisecond));

        Assert.AreEqual(Utc + (second * Second), clock.LastSetTo);
    }

    [TestMethod]
    public void A_clock_that_is_off_is_set_at_the_beginning_of_a_second()
    {
        SimulatedClock clock = new SimulatedClock(Utc);
        long shift = 400 * Millisecond;

        new DeviceClockKeeper(clock).Align(() => clock.Ticks + Utc + shift);

        // It waited for the second that follows, so that there is nothing to round.
        Assert.AreEqual(1, clock.TimesSet);
        Assert.AreEqual(Utc + Second, clock.LastSetTo);
        Assert.IsTrue(clock.Ticks + Utc + shift >= clock.LastSetTo, "It did not wait.");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(49)]
    [DataRow(-40)]
    public void A_clock_that_is_right_is_left_alone(int milliseconds)
    {
        SimulatedClock clock = new SimulatedClock(Utc);

        new DeviceClockKeeper(clock).Align(() => clock.UtcTicks + (milliseconds * Millisecond));

        Assert.AreEqual(0, clock.TimesSet);
    }

    [TestMethod]
    public void A_platform_that_cannot_be_set_is_asked_once()
    {
        SimulatedClock clock = new SimulatedClock(0) { CanBeSet = false };
        DeviceClockKeeper keeper = new DeviceClockKeeper(clock);
        keeper.Set(Utc);

        keeper.Align(() => Utc);

        Assert.AreEqual(1, clock.TimesSet);
    }
}
