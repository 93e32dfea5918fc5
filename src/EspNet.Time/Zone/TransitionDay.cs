namespace EspNet.Time.Zone;

/// <summary>How the day of a change is given in a POSIX time zone.</summary>
internal enum TransitionDay
{
    /// <summary>Jn: the n-th day of a year of 365, 1 to 365; 29 February is never counted and cannot be named.</summary>
    WithoutLeapDay,

    /// <summary>n: the day of the year, 0 to 365, 29 February counted.</summary>
    WithLeapDay,

    /// <summary>Mm.w.d: weekday d (0 is Sunday) of week w of month m; week 5 is the last one.</summary>
    WeekdayOfMonth,
}
