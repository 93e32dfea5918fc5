using System;
using EspNet.Sockets;

namespace EspNet.Time.Tests;

/// <summary>
/// A device's clocks: the date is wrong until it is set, and takes whole seconds only. Time passes as it really does.
/// </summary>
internal sealed class SimulatedClock : SystemClock
{
    private readonly long _start = MonotonicClock.Milliseconds;
    private long _date;

    internal SimulatedClock(long utcTicks) => _date = utcTicks;

    /// <summary>False for a platform that cannot be set.</summary>
    internal bool CanBeSet { get; init; } = true;

    internal int TimesSet { get; private set; }

    internal long LastSetTo { get; private set; }

    internal override long Ticks => (MonotonicClock.Milliseconds - _start) * TimeSpan.TicksPerMillisecond;

    internal override long UtcTicks => _date + Ticks;

    internal override bool TrySetUtc(long utcTicks)
    {
        TimesSet++;
        LastSetTo = utcTicks;
        if (CanBeSet)
        {
            _date = (utcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond) - Ticks;
        }

        return CanBeSet;
    }
}
