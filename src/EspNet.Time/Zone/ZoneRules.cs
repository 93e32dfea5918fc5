using System;

namespace EspNet.Time.Zone;

/// <summary>Which of a zone's two times holds when. Each year has the two changes of the two rules.</summary>
internal sealed class ZoneRules
{
    private readonly LocalTimeType _standard;
    private readonly LocalTimeType _daylight;
    private readonly TransitionRule _start;
    private readonly TransitionRule _end;

    internal ZoneRules(LocalTimeType standard, LocalTimeType daylight, TransitionRule start, TransitionRule end)
    {
        _standard = standard;
        _daylight = daylight;
        _start = start;
        _end = end;
    }

    /// <summary>Finds what holds at an instant, and from when until when.</summary>
    /// <param name="utcTicks">The instant, in UTC.</param>
    /// <param name="year">Its year, in UTC or near it.</param>
    /// <param name="from">The last change at or before the instant.</param>
    /// <param name="until">The next change after it.</param>
    internal LocalTimeType Find(long utcTicks, int year, out long from, out long until)
    {
        LocalTimeType found = _standard;
        from = long.MinValue;
        until = long.MaxValue;

        // A rule's time can be a week away from its day: the last change before the instant may be one of the year before
        // last, the next change one of the year after next.
        for (int i = year - 2; i <= year + 2; i++)
        {
            Scan(i, utcTicks, ref from, ref until, ref found);
        }

        return found;
    }

    private void Scan(int year, long utcTicks, ref long from, ref long until, ref LocalTimeType found)
    {
        long start = _start.GetLocalTicks(year) - _standard.OffsetTicks;
        long end = _end.GetLocalTicks(year) - _daylight.OffsetTicks;
        Take(start, _daylight, utcTicks, ref from, ref until, ref found);
        Take(end, _standard, utcTicks, ref from, ref until, ref found);
    }

    /// <summary>
    /// Of two changes at one instant the one that is taken later holds: daylight time that ends as that of the next year
    /// starts never ends (RFC 9636, section 3.3.1), and one that ends as it starts never starts.
    /// </summary>
    private static void Take(
        long change, LocalTimeType after, long utcTicks, ref long from, ref long until, ref LocalTimeType found)
    {
        if (change > utcTicks)
        {
            until = change < until ? change : until;
        }
        else if (change >= from)
        {
            from = change;
            found = after;
        }
    }
}
