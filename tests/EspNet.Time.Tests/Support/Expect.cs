using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests;

/// <summary>Assertions about times and their errors.</summary>
internal static class Expect
{
    internal static void Error(SntpError expected, SntpError actual) => Assert.AreEqual((int)expected, (int)actual);

    internal static void OutOfRange(Action action) => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), action);

    /// <summary>Compares ticks as text, which shows what a difference means.</summary>
    internal static void Time(string expected, long ticks) =>
        Assert.AreEqual(expected, new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss.fff"));

    internal static void Near(long expected, long actual, long tolerance, string what)
    {
        long difference = expected - actual;
        Assert.IsTrue(difference <= tolerance && difference >= -tolerance, $"{what}: {actual} instead of {expected}");
    }
}
