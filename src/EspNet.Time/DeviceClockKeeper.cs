using System;
using System.Threading;

namespace EspNet.Time;

/// <summary>Keeps the device's clock, which is set in whole seconds only, near the right time.</summary>
internal sealed class DeviceClockKeeper
{
    /// <summary>
    /// What is not worth setting the clock again. Setting it is hardly more exact, since another thread of the device may run
    /// for 20 ms in between.
    /// </summary>
    private const long Tolerance = 50 * TimeSpan.TicksPerMillisecond;

    private readonly SystemClock _clock;
    private bool _wasRefused;

    internal DeviceClockKeeper(SystemClock clock) => _clock = clock;

    /// <summary>Whether it was set, the last time that it was to be.</summary>
    internal bool IsSet { get; private set; }

    /// <summary>Sets it now, to the nearest second.</summary>
    internal void Set(long utcTicks)
    {
        IsSet = _clock.TrySetUtc(SntpResponse.RoundToSecond(utcTicks));
        _wasRefused = !IsSet;
    }

    /// <summary>Where it is off, waits up to a second for the beginning of a second, and sets it there.</summary>
    /// <param name="getUtcTicks">The right time.</param>
    internal void Align(UtcTicksReader getUtcTicks)
    {
        long utc = getUtcTicks();
        long error = _clock.UtcTicks - utc;
        if (!_wasRefused && (error > Tolerance || error < -Tolerance))
        {
            long rest = TimeSpan.TicksPerSecond - (utc % TimeSpan.TicksPerSecond);
            Thread.Sleep((int)(rest / TimeSpan.TicksPerMillisecond) + 1);
            Set(getUtcTicks());
        }
    }
}
