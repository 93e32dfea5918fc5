namespace EspNet.Time;

/// <summary>The platform's clocks. Times are in ticks of 100 ns.</summary>
internal abstract class SystemClock
{
    /// <summary>A time that goes on evenly and never back, whatever happens to the date. Only differences mean anything.</summary>
    internal abstract long Ticks { get; }

    /// <summary>The date and time that the platform has, right or not.</summary>
    internal abstract long UtcTicks { get; }

    /// <summary>Sets the platform's date and time, where that is possible.</summary>
    /// <param name="utcTicks">The time; the device's clock takes whole seconds.</param>
    /// <returns>False where it is not.</returns>
    internal abstract bool TrySetUtc(long utcTicks);
}
