using System;
using EspNet.Time.Session;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Clock;

[TestClass]
public class ContinuousClockTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Hour = TimeSpan.TicksPerHour;

    /// <summary>A device that was switched on in 1970.</summary>
    private const long Utc = 621_355_968_000_000_000;

    [TestMethod]
    public void It_has_the_resolution_of_the_date()
    {
        ContinuousClock clock = new ContinuousClock();
        long start = clock.Read(Utc, 0);

        Assert.AreEqual(start + 12_345, clock.Read(Utc + 12_345, 0));
        Assert.AreEqual(start + 105_000, clock.Read(Utc + 105_000, 100_000));
    }

    [TestMethod]
    [DataRow(56L * 365 * 24)]
    [DataRow(1L)]
    [DataRow(-1L)]
    public void When_the_date_is_set_it_goes_on(long hours)
    {
        ContinuousClock clock = new ContinuousClock();
        long start = clock.Read(Utc, 0);

        Assert.AreEqual(start + (200 * Millisecond), clock.Read(Utc + (hours * Hour) + (200 * Millisecond), 200 * Millisecond));
        Assert.AreEqual(start + (210 * Millisecond), clock.Read(Utc + (hours * Hour) + (210 * Millisecond), 210 * Millisecond));
    }

    [TestMethod]
    public void It_never_goes_back()
    {
        ContinuousClock clock = new ContinuousClock();
        clock.Read(Utc, 0);
        long last = clock.Read(Utc + (100 * Millisecond), 100 * Millisecond);

        // The date was put back by less than shows against a count in steps of 10 ms.
        Assert.AreEqual(last, clock.Read(Utc + (60 * Millisecond), 100 * Millisecond));
        Assert.AreEqual(last + (10 * Millisecond), clock.Read(Utc + (110 * Millisecond), 150 * Millisecond));
    }

    [TestMethod]
    public void Two_oscillators_that_drift_apart_are_no_jump()
    {
        ContinuousClock clock = new ContinuousClock();
        long start = clock.Read(Utc, 0);
        long now = 0;
        for (int i = 1; i <= 100; i++)
        {
            // Each time 40 ms apart: in all far more than what a jump is.
            now = clock.Read(Utc + (i * 1040 * Millisecond), i * 1000 * Millisecond);
        }

        Assert.AreEqual(start + (104_000 * Millisecond), now);
    }

    [TestMethod]
    public void What_this_program_sets_it_knows_however_little_it_is()
    {
        ContinuousClock clock = new ContinuousClock();
        clock.Read(Utc, 0);
        long before = clock.Read(Utc + (100 * Millisecond), 100 * Millisecond);

        clock.NotifySet(before, Utc + (130 * Millisecond), 100 * Millisecond);

        Assert.AreEqual(before, clock.Read(Utc + (130 * Millisecond), 100 * Millisecond));
        Assert.AreEqual(before + (5 * Millisecond), clock.Read(Utc + (135 * Millisecond), 100 * Millisecond));
    }
}
