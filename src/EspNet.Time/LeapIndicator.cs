namespace EspNet.Time;

/// <summary>Whether the current month (UTC) ends with a leap second (RFC 5905, section 7.3). Nothing here acts on it: the next synchronisation corrects the second.</summary>
public enum LeapIndicator
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Its last minute has 61 seconds.</summary>
    Insert,

    /// <summary>Its last minute has 59 seconds.</summary>
    Delete,
}
