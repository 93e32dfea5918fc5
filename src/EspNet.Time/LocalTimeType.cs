using System;

namespace EspNet.Time;

/// <summary>
/// What holds in a time zone during a part of the year: the offset from UTC, its abbreviation and the daylight flag (a
/// "local time type" of RFC 9636). A zone has one or two of them, made when it is parsed.
/// </summary>
public sealed class LocalTimeType
{
    internal LocalTimeType(string abbreviation, int offsetSeconds, bool isDaylight)
    {
        Abbreviation = abbreviation;
        OffsetTicks = offsetSeconds * TimeSpan.TicksPerSecond;
        IsDaylight = isDaylight;
    }

    /// <summary>The name of this time, as "CET" or "+0330".</summary>
    public string Abbreviation { get; }

    /// <summary>
    /// What is added to UTC to get local time: positive east of Greenwich. This is not POSIX's sign, which counts the
    /// hours that UTC is ahead.
    /// </summary>
    public TimeSpan UtcOffset => new TimeSpan(OffsetTicks);

    /// <summary>
    /// True for the second of the two times in the zone's string. It is usually summer time; Ireland's string calls the
    /// time of the winter so (a negative daylight offset).
    /// </summary>
    public bool IsDaylight { get; }

    /// <summary>The offset in the unit of <see cref="DateTime.Ticks"/>, 100 ns.</summary>
    internal long OffsetTicks { get; }
}
