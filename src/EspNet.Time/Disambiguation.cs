namespace EspNet.Time;

/// <summary>
/// Which instant is meant by a local time that does not exist, because the clock was put forward over it (a gap), or that
/// exists twice, because the clock was put back (an overlap). In all other cases there is no choice.
/// </summary>
public enum Disambiguation
{
    /// <summary>Neither: <see cref="TimeZoneException"/> says which of the two it is.</summary>
    Reject,

    /// <summary>The earlier instant: the first of an overlap; in a gap what a clock that was put forward too early would show.</summary>
    Earlier,

    /// <summary>The later instant: the second of an overlap; in a gap as if the clock had not yet been put forward.</summary>
    Later,

    /// <summary>The first of an overlap and the later instant in a gap, as calendars do it (RFC 5545, section 3.3.5).</summary>
    Compatible,
}
