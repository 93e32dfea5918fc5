using System;
using System.Diagnostics;

namespace EspNet.Time;

/// <summary>The clocks of a PC, whose date is never touched: it belongs to the PC's owner, who has a service for it.</summary>
internal sealed class PlatformClock : SystemClock
{
    internal static readonly PlatformClock Shared = new PlatformClock();

    private readonly long _start = Stopwatch.GetTimestamp();

    internal override long Ticks => Stopwatch.GetElapsedTime(_start).Ticks;

    internal override long UtcTicks => DateTime.UtcNow.Ticks;

    internal override bool TrySetUtc(long utcTicks) => false;
}
