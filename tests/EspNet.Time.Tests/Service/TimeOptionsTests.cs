using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Service;

[TestClass]
public class TimeOptionsTests
{
    [TestMethod]
    public void The_defaults_are_those_of_the_FAQ_and_of_the_standards()
    {
        TimeServiceOptions options = new TimeServiceOptions();

        Assert.AreEqual(300_000, options.Interval);
        Assert.AreEqual(3, options.StaleAfterIntervals);
        Assert.AreEqual((int)TimeCorrection.Smooth, (int)options.Correction);
        Assert.AreEqual(128, options.StepThreshold);
        Assert.AreEqual(1_000, options.StartDelay);
        Assert.AreEqual(1_000, options.Backoff.FirstDelay);
        Assert.AreEqual(60_000, options.Backoff.LongestDelay);
        Assert.IsFalse(options.Backoff.Jitter);
        Assert.IsTrue(options.SetsDeviceClock);
        Assert.AreEqual(4, options.Servers.Length);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(i + ".pool.ntp.org", options.Servers[i]);
        }

        Assert.AreEqual(123, options.Sntp.Port);
        Assert.AreEqual(3_000, options.Sntp.Timeout);
        Assert.AreEqual(1_000, options.Sntp.MaximumRootDistance);
    }

    [TestMethod]
    public void What_is_outside_its_range_is_refused()
    {
        TimeServiceOptions options = new TimeServiceOptions();

        Expect.OutOfRange(() => options.Interval = 14_999);
        Expect.OutOfRange(() => options.Interval = 86_400_001);
        Expect.OutOfRange(() => options.StaleAfterIntervals = 0);
        Expect.OutOfRange(() => options.StaleAfterIntervals = 101);
        Expect.OutOfRange(() => options.StepThreshold = 0);
        Expect.OutOfRange(() => options.StepThreshold = 3_600_001);
        Expect.OutOfRange(() => options.StartDelay = -1);
        Expect.OutOfRange(() => options.StartDelay = 60_001);
        Expect.OutOfRange(() => options.Sntp.Port = 0);
        Expect.OutOfRange(() => options.Sntp.Port = 65_536);
        Expect.OutOfRange(() => options.Sntp.Timeout = 0);
        Expect.OutOfRange(() => options.Sntp.Timeout = 60_001);
        Expect.OutOfRange(() => options.Sntp.MaximumRootDistance = 0);
        Expect.OutOfRange(() => options.Sntp.MaximumRootDistance = 16_001);
        Assert.ThrowsException(typeof(ArgumentNullException), () => options.Servers = null!);
        Assert.ThrowsException(typeof(ArgumentNullException), () => options.Backoff = null!);
        Assert.ThrowsException(typeof(ArgumentNullException), () => options.Sntp = null!);
    }

    [TestMethod]
    public void The_ends_of_a_range_are_taken()
    {
        TimeServiceOptions options = new TimeServiceOptions { Interval = 15_000, StaleAfterIntervals = 1, StepThreshold = 1, StartDelay = 0 };
        options.Interval = 86_400_000;
        options.StaleAfterIntervals = 100;
        options.StepThreshold = 3_600_000;
        options.StartDelay = 60_000;

        Assert.AreEqual(86_400_000, options.Interval);
        Assert.AreEqual(60_000, options.StartDelay);
    }
}
