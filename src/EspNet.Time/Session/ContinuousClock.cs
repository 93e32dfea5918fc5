using System;

namespace EspNet.Time.Session;

/// <summary>
/// A steady time with the resolution of the platform's date. On the device the date has microseconds but can be set by
/// anybody; the count since start cannot, but has steps of 10 ms. So this follows the date, and where the date has
/// jumped against the count, it goes on by the count. Not for several threads at once.
/// </summary>
internal sealed class ContinuousClock
{
    /// <summary>What differs by more between two readings is not the coarseness of the count: the date was set.</summary>
    private const long Jump = 50 * TimeSpan.TicksPerMillisecond;

    private bool _hasRead;
    private long _difference;
    private long _shift;
    private long _last;

    /// <summary>Reads the time.</summary>
    /// <param name="utcTicks">The date, in ticks.</param>
    /// <param name="count">The count since start, in ticks, taken at the same moment.</param>
    internal long Read(long utcTicks, long count)
    {
        long difference = utcTicks - count;
        if (!_hasRead)
        {
            _hasRead = true;
            _shift = -difference;
        }
        else if (difference - _difference > Jump || _difference - difference > Jump)
        {
            _shift -= difference - _difference;
        }

        _difference = difference;
        return Forward(utcTicks + _shift);
    }

    /// <summary>The date was set by this program, which knows it also when it is too little to be seen.</summary>
    /// <param name="before">The steady time at that moment.</param>
    /// <param name="utcTicks">The date after it.</param>
    /// <param name="count">The count since start.</param>
    internal void NotifySet(long before, long utcTicks, long count)
    {
        _hasRead = true;
        _shift = before - utcTicks;
        _difference = utcTicks - count;
    }

    private long Forward(long time)
    {
        _last = time > _last ? time : _last;
        return _last;
    }
}
