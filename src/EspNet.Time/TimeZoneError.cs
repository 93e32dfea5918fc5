namespace EspNet.Time;

/// <summary>What is wrong with a time zone or with a time in it.</summary>
public enum TimeZoneError
{
    /// <summary>The string is not a POSIX time zone; <see cref="TimeZoneException.Position"/> says where.</summary>
    BadString,

    /// <summary>The local time does not exist: the clock was put forward over it.</summary>
    Gap,

    /// <summary>The local time exists twice: the clock was put back over it.</summary>
    Overlap,

    /// <summary>The table of zones has no such name.</summary>
    UnknownZone,
}
