using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class BackoffTests
{
    [TestMethod]
    public void The_bound_doubles_up_to_the_longest_delay_and_stays_there()
    {
        Backoff backoff = new Backoff(new BackoffOptions { Jitter = false }, 1);
        int[] expected = { 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000 };

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], backoff.NextDelay());
        }

        for (int i = 0; i < 1_000; i++)
        {
            Assert.AreEqual(120_000, backoff.NextDelay());
        }
    }

    [TestMethod]
    public void Full_jitter_stays_between_zero_and_the_bound_and_uses_all_of_it()
    {
        BackoffOptions options = new BackoffOptions { FirstDelay = 8, LongestDelay = 8 };
        Backoff backoff = new Backoff(options, 4711);
        int[] seen = new int[9];

        for (int i = 0; i < 2_000; i++)
        {
            int delay = backoff.NextDelay();
            Assert.IsTrue(delay >= 0 && delay <= 8);
            seen[delay]++;
        }

        for (int i = 0; i < seen.Length; i++)
        {
            Assert.IsTrue(seen[i] > 100, "Delay " + i + " is too rare: " + seen[i]);
        }
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_delays_and_another_seed_others()
    {
        Backoff first = new Backoff(null, 1);
        Backoff same = new Backoff(null, 1);
        Backoff other = new Backoff(null, 2);
        bool different = false;

        for (int i = 0; i < 20; i++)
        {
            int delay = first.NextDelay();
            Assert.AreEqual(delay, same.NextDelay());
            different |= delay != other.NextDelay();
        }

        Assert.IsTrue(different);
    }

    [TestMethod]
    public void A_connection_that_lasted_starts_from_the_first_delay_again()
    {
        Backoff backoff = AfterThreeAttempts();

        backoff.NotifyConnected(1_000_000);
        backoff.NotifyDisconnected(1_030_000);

        Assert.AreEqual(1_000, backoff.NextDelay());
    }

    [TestMethod]
    public void A_connection_that_broke_soon_goes_on_from_where_it_was()
    {
        Backoff backoff = AfterThreeAttempts();

        backoff.NotifyConnected(1_000_000);
        backoff.NotifyDisconnected(1_029_999);

        Assert.AreEqual(8_000, backoff.NextDelay());
    }

    [TestMethod]
    public void A_failed_attempt_after_a_short_connection_does_not_count_as_its_end()
    {
        Backoff backoff = AfterThreeAttempts();

        backoff.NotifyConnected(0);
        backoff.NotifyDisconnected(10);
        backoff.NotifyDisconnected(1_000_000);

        Assert.AreEqual(8_000, backoff.NextDelay());
    }

    [TestMethod]
    public void Reset_starts_from_the_first_delay_again()
    {
        Backoff backoff = AfterThreeAttempts();

        backoff.Reset();

        Assert.AreEqual(1_000, backoff.NextDelay());
    }

    [TestMethod]
    public void A_fixed_delay_never_changes()
    {
        Backoff backoff = new Backoff(BackoffOptions.Fixed(BackoffOptions.FaqFixedDelay), 1);

        for (int i = 0; i < 10; i++)
        {
            Assert.AreEqual(10_000, backoff.NextDelay());
        }

        Assert.AreEqual(10_000, backoff.LongestDelay);
    }

    [TestMethod]
    public void The_largest_options_do_not_overflow()
    {
        BackoffOptions options = new BackoffOptions
        {
            FirstDelay = BackoffOptions.MaximumDelay - 1,
            LongestDelay = BackoffOptions.MaximumDelay,
            Jitter = false,
        };
        Backoff backoff = new Backoff(options, 1);

        Assert.AreEqual(BackoffOptions.MaximumDelay - 1, backoff.NextDelay());
        Assert.AreEqual(BackoffOptions.MaximumDelay, backoff.NextDelay());
        Assert.AreEqual(BackoffOptions.MaximumDelay, backoff.NextDelay());
    }

    [TestMethod]
    public void A_first_delay_above_the_longest_is_cut_to_it()
    {
        Backoff backoff = new Backoff(new BackoffOptions { FirstDelay = 500, LongestDelay = 100, Jitter = false }, 1);

        Assert.AreEqual(100, backoff.NextDelay());
        Assert.AreEqual(100, backoff.NextDelay());
    }

    [TestMethod]
    public void Options_refuse_what_is_out_of_range()
    {
        BackoffOptions options = new BackoffOptions();

        Expect.OutOfRange(() => options.FirstDelay = 0);
        Expect.OutOfRange(() => options.LongestDelay = BackoffOptions.MaximumDelay + 1);
        Expect.OutOfRange(() => options.StablePeriod = -1);
        Expect.OutOfRange(() => BackoffOptions.Fixed(0));
    }

    private static Backoff AfterThreeAttempts()
    {
        Backoff backoff = new Backoff(new BackoffOptions { Jitter = false }, 1);
        backoff.NextDelay();
        backoff.NextDelay();
        backoff.NextDelay();
        return backoff;
    }
}
