using System;
using EspNet.Sockets;
using EspNet.Time.Session;
using nanoFramework.Runtime.Native;

namespace EspNet.Time;

/// <summary>The clocks of the device.</summary>
internal sealed class PlatformClock : SystemClock
{
    internal static readonly PlatformClock Shared = new PlatformClock();

    /// <summary>Other threads may run between two readings: then they are no pair, and are taken again.</summary>
    private const int LongestPair = 10;
    private const int MostTries = 5;

    private readonly object _lock = new object();
    private readonly ContinuousClock _clock = new ContinuousClock();

    internal override long Ticks
    {
        get
        {
            lock (_lock)
            {
                return Read();
            }
        }
    }

    internal override long UtcTicks => DateTime.UtcNow.Ticks;

    internal override bool TrySetUtc(long utcTicks)
    {
        lock (_lock)
        {
            long before = Read();
            if (!Rtc.SetSystemTime(new DateTime(utcTicks, DateTimeKind.Utc)))
            {
                return false;
            }

            ReadPair(out long utc, out long count);
            _clock.NotifySet(before, utc, count);
            return true;
        }
    }

    private long Read()
    {
        ReadPair(out long utc, out long count);
        return _clock.Read(utc, count);
    }

    private static void ReadPair(out long utc, out long count)
    {
        long milliseconds;
        int tries = MostTries;
        do
        {
            milliseconds = MonotonicClock.Milliseconds;
            utc = DateTime.UtcNow.Ticks;
        }
        while (MonotonicClock.Milliseconds - milliseconds > LongestPair && --tries > 0);
        count = milliseconds * TimeSpan.TicksPerMillisecond;
    }
}
