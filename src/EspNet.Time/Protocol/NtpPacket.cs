namespace EspNet.Time.Protocol;

/// <summary>Where the fields of an NTP packet are (RFC 5905, section 7.3).</summary>
internal static class NtpPacket
{
    internal const int Length = 48;
    internal const int Stratum = 1;
    internal const int RootDelay = 4;
    internal const int RootDispersion = 8;
    internal const int ReferenceId = 12;
    internal const int Origin = 24;
    internal const int Receive = 32;
    internal const int Transmit = 40;

    internal const int TimestampLength = 8;

    internal const int ClientMode = 3;
    internal const int ServerMode = 4;

    internal const int Version = 4;
    internal const int OldestVersion = 3;

    /// <summary>The leap indicator of a server that has no time itself.</summary>
    internal const int Unsynchronised = 3;

    /// <summary>From here on a stratum means no time.</summary>
    internal const int FirstBadStratum = 16;

    // Kiss codes (RFC 5905, section 7.4), as numbers.
    internal const long Deny = 0x44454E59;
    internal const long Restrict = 0x52535452;
    internal const long Rate = 0x52415445;
}
