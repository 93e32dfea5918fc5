using System;

namespace EspNet.Time.Zones;

/// <summary>
/// The time zones of the tz database (https://www.iana.org/time-zones) by name: "Europe/Berlin", "US/Eastern", "UTC". A
/// table of 8 KB that stays in flash. For several threads at once.
/// </summary>
public static class TimeZones
{
    /// <summary>The version of the tz database that the table was made from, as "2026f".</summary>
    public const string DatabaseVersion = ZoneTable.DatabaseVersion;

    private const string Separator = ";";

    /// <summary>Finds a zone.</summary>
    /// <param name="name">A name of the tz database, old ones included. Upper and lower case count.</param>
    /// <returns>The zone, read anew each time: keep it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="TimeZoneException"><see cref="TimeZoneError.UnknownZone"/>: there is no such name.</exception>
    /// <remarks>
    /// A zone is the rule with which the database ends, so it holds once the changes are over that the database lists one by
    /// one. In nearly all zones they are. Where a new rule is announced, the zone already has it. Where daylight time pauses
    /// in Ramadan (Asia/Gaza and Asia/Hebron, listed until 2086; in versions of the database before 2026 also
    /// Africa/Casablanca and Africa/El_Aaiun, until 2087) no POSIX string can say so, and the zone knows nothing of the pause.
    /// </remarks>
    public static PosixTimeZone Find(string name) => TryFind(name, out PosixTimeZone? zone)
        ? zone!
        : throw new TimeZoneException(
            TimeZoneError.UnknownZone,
            $"The tz database {DatabaseVersion} has no zone '{name}'. Names are as 'Europe/Berlin': upper and lower case count.",
            -1);

    /// <summary>Finds a zone, if there is one.</summary>
    /// <param name="name">A name of the tz database. Upper and lower case count.</param>
    /// <param name="zone">The zone as <see cref="Find"/> gives it, null when there is none.</param>
    /// <returns>False when there is no such name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static bool TryFind(string name, out PosixTimeZone? zone)
    {
        string? text = GetPosixString(name);
        zone = text is null ? null : PosixTimeZone.Parse(text);
        return zone is not null;
    }

    /// <summary>Finds the POSIX string of a zone, for <see cref="PosixTimeZone.Parse"/>.</summary>
    /// <param name="name">A name of the tz database. Upper and lower case count.</param>
    /// <returns>For "Europe/Berlin" <c>CET-1CEST,M3.5.0,M10.5.0/3</c>; null when there is no such name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static string? GetPosixString(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        int start = name.IndexOf('/') + 1;
        string? zones = ZoneTable.GetZones(name.Substring(0, start));
        if (zones is null || name.IndexOf(';') >= 0 || name.IndexOf('=') >= 0)
        {
            return null;
        }

        int found = OrdinalText.IndexOf(zones, Separator + name.Substring(start) + Separator);
        if (found < 0)
        {
            return null;
        }

        int rule = zones.IndexOf('=', found) + 1;
        return zones.Substring(rule, zones.IndexOf(';', rule) - rule);
    }
}
