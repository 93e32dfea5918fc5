using System;
using EspNet.Time.Zone;

namespace EspNet.Time;

/// <summary>
/// A time zone as POSIX's TZ string has it, for instance <c>CET-1CEST,M3.5.0,M10.5.0/3</c> (POSIX.1-2024, section 8.3).
/// For several threads at once; conversions allocate nothing.
/// </summary>
/// <remarks>
/// <para>The sign is POSIX's: the number behind a name is how many hours UTC is ahead of it. <c>UTC-8</c> is eight hours
/// <b>ahead</b> of UTC, the time of Beijing (FAQ, "When using UTC and GMT methods in SNTP protocol, why can't I get the time
/// of the target time zone?"). <see cref="FromUtcOffset"/> makes a zone from a plain offset, and <see cref="ToString"/> says
/// in words what a zone is.</para>
/// <para>A string holds the rules of today. The past of a zone, when it had others, is not in it. The
/// <see cref="DateTime.Kind"/> of what is given is not looked at, because the device knows none.</para>
/// </remarks>
public sealed class PosixTimeZone
{
    private const long LongestOffset = 24 * TimeSpan.TicksPerHour;

    /// <summary>More changes in a row that change nothing are a zone that keeps daylight time for ever.</summary>
    private const int MostChanges = 3;

    private readonly object _lock = new object();
    private readonly ZoneRules? _rules;

    // What holds between two changes, so that a conversion seldom has to look for them.
    private LocalTimeType _held;
    private long _heldFrom;
    private long _heldUntil;

    private PosixTimeZone(string text, PosixTimeZoneParser parsed)
    {
        PosixString = text;
        Standard = parsed.Standard!;
        Daylight = parsed.Daylight;
        _rules = parsed.Rules;
        _held = Standard;
    }

    /// <summary>The string that was parsed.</summary>
    public string PosixString { get; }

    /// <summary>The first time of the string.</summary>
    public LocalTimeType Standard { get; }

    /// <summary>The second time of the string, null in a zone that has one all year.</summary>
    public LocalTimeType? Daylight { get; }

    /// <summary>Reads a TZ string.</summary>
    /// <param name="text">
    /// <c>std offset [dst [offset] [,start[/time],end[/time]]]</c>: names of three letters or more, or between &lt; and
    /// &gt; also with digits and signs; offsets of 0 to 24 hours; days as <c>Jn</c>, <c>n</c> or <c>Mm.w.d</c>; times of -167 to
    /// 167 hours, default 02:00:00. Without an offset daylight time is one hour ahead of standard time; without rules those
    /// of the United States hold.
    /// </param>
    /// <returns>The zone.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="TimeZoneException">
    /// <see cref="TimeZoneError.BadString"/>: it is none; <see cref="TimeZoneException.Position"/> says where.
    /// </exception>
    public static PosixTimeZone Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        PosixTimeZoneParser parser = new PosixTimeZoneParser(text);
        parser.Run();
        return new PosixTimeZone(text, parser);
    }

    /// <summary>Makes a zone without daylight time.</summary>
    /// <param name="utcOffset">What is added to UTC to get local time: eight hours for Beijing, in whole seconds, -24 to 24 hours.</param>
    /// <returns>The zone, in this example <c>&lt;+08&gt;-8</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the range.</exception>
    public static PosixTimeZone FromUtcOffset(TimeSpan utcOffset) => Parse(MakePosixString(utcOffset));

    /// <summary>Makes the TZ string of a zone without daylight time, with its sign the right way round.</summary>
    /// <param name="utcOffset">What is added to UTC to get local time: eight hours for Beijing, in whole seconds, -24 to 24 hours.</param>
    /// <returns>The string, in this example <c>&lt;+08&gt;-8</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the range.</exception>
    public static string MakePosixString(TimeSpan utcOffset)
    {
        long ticks = utcOffset.Ticks;
        if (ticks < -LongestOffset || ticks > LongestOffset || ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(utcOffset), "Give whole seconds, at most 24 hours.");
        }

        bool isBehind = ticks < 0;
        int seconds = (int)((isBehind ? -ticks : ticks) / TimeSpan.TicksPerSecond);
        string name = (seconds / 3600).ToString("D2");
        string offset = (seconds / 3600).ToString();
        int rest = seconds % 3600;
        if (rest > 0)
        {
            name += (rest / 60).ToString("D2");
            offset += ":" + (rest / 60).ToString("D2");
            if (rest % 60 > 0)
            {
                name += (rest % 60).ToString("D2");
                offset += ":" + (rest % 60).ToString("D2");
            }
        }

        return $"<{(isBehind ? "-" : "+")}{name}>{(isBehind || seconds == 0 ? string.Empty : "-")}{offset}";
    }

    /// <summary>Says which of the zone's times holds at an instant.</summary>
    /// <param name="utc">The instant, in UTC.</param>
    /// <returns><see cref="Standard"/> or <see cref="Daylight"/>.</returns>
    public LocalTimeType GetLocalTimeType(DateTime utc) => Find(utc, out _);

    /// <summary>Converts an instant to local time.</summary>
    /// <param name="utc">The instant, in UTC.</param>
    /// <returns>The local time. Its offset, abbreviation and daylight flag: <see cref="GetLocalTimeType"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The result is no <see cref="DateTime"/> of this platform.</exception>
    public DateTime ToLocal(DateTime utc) => new DateTime(utc.Ticks + Find(utc, out _).OffsetTicks);

    /// <summary>Converts an instant to local time and says which of the zone's times it is in.</summary>
    /// <param name="utc">The instant, in UTC.</param>
    /// <param name="type">Offset, abbreviation and daylight flag.</param>
    /// <returns>The local time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The result is no <see cref="DateTime"/> of this platform.</exception>
    public DateTime ToLocal(DateTime utc, out LocalTimeType type)
    {
        type = Find(utc, out _);
        return new DateTime(utc.Ticks + type.OffsetTicks);
    }

    /// <summary>Converts a local time to UTC.</summary>
    /// <param name="local">The local time.</param>
    /// <param name="disambiguation">What a time means that does not exist, or exists twice.</param>
    /// <returns>The instant, in UTC.</returns>
    /// <exception cref="TimeZoneException">
    /// <see cref="TimeZoneError.Gap"/> or <see cref="TimeZoneError.Overlap"/>, with <see cref="Disambiguation.Reject"/> only.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// In one of the zone's two times the instant is no <see cref="DateTime"/> of this platform: within a day of its first or
    /// last one. Or the disambiguation is none.
    /// </exception>
    public DateTime ToUtc(DateTime local, Disambiguation disambiguation)
    {
        DateTime standard = new DateTime(local.Ticks - Standard.OffsetTicks, DateTimeKind.Utc);
        if (Daylight is null)
        {
            return standard;
        }

        DateTime daylight = new DateTime(local.Ticks - Daylight.OffsetTicks, DateTimeKind.Utc);
        bool isStandard = Find(standard, out _) == Standard;
        bool isDaylight = Find(daylight, out _) == Daylight;
        if (isStandard != isDaylight)
        {
            return isStandard ? standard : daylight;
        }

        if (disambiguation == Disambiguation.Reject)
        {
            string what = isStandard ? "exists twice: the clock is put back" : "does not exist: the clock is put forward";
            throw new TimeZoneException(
                isStandard ? TimeZoneError.Overlap : TimeZoneError.Gap,
                $"The local time {local.ToString("yyyy-MM-dd HH:mm:ss")} {what} over it. Choose Earlier or Later.",
                -1);
        }

        if (disambiguation < Disambiguation.Reject || disambiguation > Disambiguation.Compatible)
        {
            throw new ArgumentOutOfRangeException(nameof(disambiguation));
        }

        bool wantsLater = disambiguation == Disambiguation.Later
            || (disambiguation == Disambiguation.Compatible && !isStandard);
        return wantsLater == standard.Ticks > daylight.Ticks ? standard : daylight;
    }

    /// <summary>Whether a local time does not exist, because the clock is put forward over it.</summary>
    /// <param name="local">The local time.</param>
    /// <returns>True in a gap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">As with <see cref="ToUtc"/>.</exception>
    public bool IsInvalidTime(DateTime local) => CountInstants(local) == 0;

    /// <summary>Whether a local time exists twice, because the clock is put back over it.</summary>
    /// <param name="local">The local time.</param>
    /// <returns>True in an overlap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">As with <see cref="ToUtc"/>.</exception>
    public bool IsAmbiguousTime(DateTime local) => CountInstants(local) == 2;

    /// <summary>Finds the next change of the clock.</summary>
    /// <param name="utc">The instant, in UTC, after which to look.</param>
    /// <param name="change">The first instant of the new time, in UTC; <paramref name="utc"/> when there is none.</param>
    /// <param name="after">The time that holds from then on.</param>
    /// <returns>False when the clock never changes.</returns>
    public bool TryGetNextChange(DateTime utc, out DateTime change, out LocalTimeType after)
    {
        LocalTimeType before = Find(utc, out long until);
        for (int i = 0; i < MostChanges && until <= DateTime.MaxValue.Ticks; i++)
        {
            change = new DateTime(until, DateTimeKind.Utc);
            after = Find(change, out until);
            if (after != before)
            {
                return true;
            }
        }

        change = utc;
        after = before;
        return false;
    }

    /// <summary>Says what the zone is, with the direction in words.</summary>
    /// <returns>For instance "CST-8 (CST is 8 h ahead of UTC)".</returns>
    public override string ToString()
    {
        string daylight = Daylight is null ? string.Empty : ", " + Describe(Daylight);
        return $"{PosixString} ({Describe(Standard)}{daylight})";
    }

    private static string Describe(LocalTimeType type)
    {
        long seconds = type.OffsetTicks / TimeSpan.TicksPerSecond;
        if (seconds == 0)
        {
            return type.Abbreviation + " is UTC";
        }

        string direction = seconds > 0 ? "ahead of" : "behind";
        seconds = seconds > 0 ? seconds : -seconds;
        string minutes = seconds % 3600 >= 60 ? $" {seconds % 3600 / 60} min" : string.Empty;
        string rest = seconds % 60 > 0 ? $" {seconds % 60} s" : string.Empty;
        return $"{type.Abbreviation} is {seconds / 3600} h{minutes}{rest} {direction} UTC";
    }

    private int CountInstants(DateTime local) => Daylight is null
        ? 1
        : (Find(new DateTime(local.Ticks - Standard.OffsetTicks), out _) == Standard ? 1 : 0)
            + (Find(new DateTime(local.Ticks - Daylight.OffsetTicks), out _) == Daylight ? 1 : 0);

    private LocalTimeType Find(DateTime utc, out long until)
    {
        if (_rules is null)
        {
            until = long.MaxValue;
            return Standard;
        }

        long ticks = utc.Ticks;
        lock (_lock)
        {
            if (ticks < _heldFrom || ticks >= _heldUntil)
            {
                _held = _rules.Find(ticks, utc.Year, out _heldFrom, out _heldUntil);
            }

            until = _heldUntil;
            return _held;
        }
    }
}
