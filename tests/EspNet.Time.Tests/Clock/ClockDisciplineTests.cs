using System;
using EspNet.Time.Session;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Clock;

[TestClass]
public class ClockDisciplineTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Second = TimeSpan.TicksPerSecond;

    /// <summary>Any time, and any count of the steady clock at that time.</summary>
    private const long Utc = 639_159_120_000_000_000;
    private const long Start = 5 * Second;

    [TestMethod]
    public void The_first_time_is_a_step()
    {
        ClockDiscipline clock = Make(true);
        Assert.IsFalse(clock.IsSet);

        clock.OnMeasured(Utc, Start, 0);

        Assert.IsTrue(clock.IsSet && clock.HasStepped);
        Assert.AreEqual(Utc, clock.GetUtc(Start));
        Assert.AreEqual(Utc + (10 * Second), clock.GetUtc(Start + (10 * Second)));
    }

    [TestMethod]
    public void A_small_offset_is_made_good_with_500_ppm_and_no_faster()
    {
        ClockDiscipline clock = Set(true);

        Assert.AreEqual(100 * Millisecond, Measure(clock, 10, 100));

        Assert.IsFalse(clock.HasStepped);
        Assert.AreEqual(0L, Error(clock, 10), "Nothing jumps.");
        Assert.AreEqual(50 * Millisecond, Error(clock, 110), "Half of it after 100 s.");
        Assert.AreEqual(100 * Millisecond, Error(clock, 210), "All of it after 200 s.");
        Assert.AreEqual(100 * Millisecond, Error(clock, 1000), "And no more.");
    }

    [TestMethod]
    public void A_clock_that_is_ahead_is_slowed_down_and_never_goes_back()
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 10, -100);

        Assert.AreEqual(-50 * Millisecond, Error(clock, 110));
        Assert.AreEqual(-100 * Millisecond, Error(clock, 400));
    }

    [TestMethod]
    public void A_new_measurement_takes_the_place_of_what_is_left_of_the_last_one()
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 10, 100);

        Assert.AreEqual(-50 * Millisecond, Measure(clock, 110, 0), "50 ms have been added, and now none is right.");

        Assert.AreEqual(0L, Error(clock, 210));
        Assert.AreEqual(0L, Error(clock, 400));
    }

    [TestMethod]
    [DataRow(128)]
    [DataRow(-128)]
    [DataRow(3_600_000)]
    [DataRow(-3_600_000)]
    public void A_large_offset_is_a_step_also_when_smooth(int milliseconds)
    {
        ClockDiscipline clock = Set(true);

        Assert.AreEqual(milliseconds * Millisecond, Measure(clock, 10, milliseconds));

        Assert.IsTrue(clock.HasStepped);
        Assert.AreEqual(milliseconds * Millisecond, Error(clock, 10));
        Assert.AreEqual(milliseconds * Millisecond, Error(clock, 600));
    }

    [TestMethod]
    [DataRow(127, false)]
    [DataRow(-127, false)]
    public void Below_the_threshold_it_is_none(int milliseconds, bool stepped)
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 10, milliseconds);

        Assert.AreEqual(stepped, clock.HasStepped);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(-1)]
    public void With_steps_every_offset_is_one(int milliseconds)
    {
        ClockDiscipline clock = Set(false);
        Measure(clock, 10, milliseconds);

        Assert.IsTrue(clock.HasStepped);
        Assert.AreEqual(milliseconds * Millisecond, Error(clock, 10));
    }

    [TestMethod]
    public void Time_never_goes_back_between_steps()
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 600, -300); // Learns 500 ppm, and slows down by as much again.
        Measure(clock, 601, -400);
        long last = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long utc = clock.GetUtc(Start + (601 * Second) + i);
            Assert.IsTrue(utc >= last, "At " + i);
            last = utc;
        }
    }

    [TestMethod]
    public void The_drift_is_learnt_from_two_measurements_and_corrected_from_then_on()
    {
        ClockDiscipline clock = Set(false);

        Measure(clock, 300, 30); // 30 ms behind after 300 s: 100 ppm slow.

        Assert.AreEqual(-100_000, clock.DriftPpb);
        Assert.AreEqual(60 * Millisecond, Error(clock, 600));
        Assert.AreEqual(0L, Measure(clock, 600, 60));
    }

    [TestMethod]
    public void A_clock_that_is_fast_has_a_positive_drift()
    {
        ClockDiscipline clock = Set(false);
        Measure(clock, 300, -30);

        Assert.AreEqual(100_000, clock.DriftPpb);
    }

    [TestMethod]
    public void A_later_measurement_of_the_drift_counts_a_quarter()
    {
        ClockDiscipline clock = Set(false);
        Measure(clock, 300, 30);

        Measure(clock, 600, 30); // 0 ppm from 300 s to 600 s.

        Assert.AreEqual(-75_000, clock.DriftPpb);
    }

    [TestMethod]
    public void Slewing_does_not_count_as_drift()
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 300, 30);
        Measure(clock, 600, 60);
        Measure(clock, 900, 90);

        Assert.AreEqual(-100_000, clock.DriftPpb);
    }

    [TestMethod]
    public void Measurements_too_close_to_say_something_wait_for_a_later_one()
    {
        ClockDiscipline clock = Set(false);

        Measure(clock, 30, 3);
        Assert.AreEqual(0, clock.DriftPpb, "Half a minute is too short.");

        clock.OnMeasured(Utc + (300 * Second) + (30 * Millisecond), Start + (300 * Second), 16 * Millisecond);
        Assert.AreEqual(0, clock.DriftPpb, "16 ms in 300 s could be 53 ppm.");

        clock.OnMeasured(Utc + (600 * Second) + (60 * Millisecond), Start + (600 * Second), 16 * Millisecond);
        Assert.AreEqual(-100_000, clock.DriftPpb, "In 600 s they are 27.");
    }

    [TestMethod]
    public void The_uncertainty_of_both_measurements_counts()
    {
        ClockDiscipline clock = Make(false);
        clock.OnMeasured(Utc, Start, 16 * Millisecond);

        Measure(clock, 300, 30);
        Assert.AreEqual(0, clock.DriftPpb);

        Measure(clock, 600, 60);
        Assert.AreEqual(-100_000, clock.DriftPpb);
    }

    [TestMethod]
    public void An_uncertain_measurement_is_not_taken_for_a_jump()
    {
        ClockDiscipline clock = Set(false);

        // 35 ms in 60 s are more than 500 ppm, and can be 400 ppm measured 11 ms wrong.
        clock.OnMeasured(Utc + (60 * Second) + (35 * Millisecond), Start + (60 * Second), 11 * Millisecond);

        Measure(clock, 100, 40);
        Assert.AreEqual(-400_000, clock.DriftPpb, "It is still measured from the first time.");
    }

    [TestMethod]
    public void A_measurement_twice_as_good_takes_the_place_of_one_that_says_little()
    {
        ClockDiscipline clock = Make(false);
        clock.OnMeasured(Utc, Start, 100 * Millisecond);
        clock.OnMeasured(Utc + (300 * Second) + (30 * Millisecond), Start + (300 * Second), 5 * Millisecond);
        Assert.AreEqual(0, clock.DriftPpb, "105 ms in 300 s could be 350 ppm.");

        clock.OnMeasured(Utc + (600 * Second) + (60 * Millisecond), Start + (600 * Second), 5 * Millisecond);
        Assert.AreEqual(-100_000, clock.DriftPpb, "From the second one on it is 33.");
    }

    [TestMethod]
    public void A_jump_of_the_servers_time_is_no_drift()
    {
        ClockDiscipline clock = Set(true);
        Measure(clock, 300, 30);

        Measure(clock, 600, 3_600_000);
        Assert.AreEqual(-100_000, clock.DriftPpb);

        Measure(clock, 900, 3_600_030);
        Assert.AreEqual(-100_000, clock.DriftPpb, "From the jump on it is measured anew.");
    }

    [TestMethod]
    public void The_offset_vanishes_although_the_crystal_is_wrong()
    {
        // 40 ppm slow and asked every 300 s: the offset is 12 ms at first and then next to nothing.
        ClockDiscipline clock = Make(true);
        long offset = 0;
        for (int i = 0; i < 12; i++)
        {
            long now = i * 300 * Second;
            offset = clock.OnMeasured(Utc + now + (now / 25_000), Start + now, 5 * Millisecond);
        }

        Expect.Near(0, offset, Millisecond, "Offset");
        Expect.Near(-40_000, clock.DriftPpb, 10, "Drift");
    }

    [TestMethod]
    public void A_year_without_a_measurement_does_not_overflow()
    {
        ClockDiscipline clock = Set(false);
        Measure(clock, 300, 30);
        long year = 366L * 86_400;

        // 100 ppm of a year.
        Expect.Near(year * 1_000, Error(clock, year), Second, "Error");
    }

    private static ClockDiscipline Make(bool isSmooth) => new ClockDiscipline(isSmooth, 128 * Millisecond);

    private static ClockDiscipline Set(bool isSmooth)
    {
        ClockDiscipline clock = Make(isSmooth);
        clock.OnMeasured(Utc, Start, 0);
        return clock;
    }

    /// <summary>So many seconds after the start the right time is so many milliseconds more than the steady clock says.</summary>
    private static long Measure(ClockDiscipline clock, long seconds, long milliseconds) =>
        clock.OnMeasured(Utc + (seconds * Second) + (milliseconds * Millisecond), Start + (seconds * Second), 0);

    /// <summary>What the time is more than the steady clock says, so many seconds after the start.</summary>
    private static long Error(ClockDiscipline clock, long seconds) =>
        clock.GetUtc(Start + (seconds * Second)) - (Utc + (seconds * Second));
}
