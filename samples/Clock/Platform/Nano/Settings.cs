namespace Clock;

/// <summary>Edit this for your network before you build for a board, and keep the password out of version control.</summary>
internal static class Settings
{
    internal const string WifiSsid = "your network";
    internal const string WifiPassword = "your password";

    /// <summary>A name of the tz database.</summary>
    internal const string TimeZone = "Europe/Berlin";

    /// <summary>A time server, as name or address; empty for the NTP pool.</summary>
    internal const string Server = "";
}
