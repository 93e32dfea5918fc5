namespace EspNet.Time;

/// <summary>Why a time server's time was not used.</summary>
public enum SntpError
{
    /// <summary>It was used.</summary>
    None,

    /// <summary>The server's name has no address, or no name server answered.</summary>
    HostNotFound,

    /// <summary>The request could not be sent: no network, no route, no socket.</summary>
    Network,

    /// <summary>No answer came in time, or none that repeats what only the server could know.</summary>
    TimedOut,

    /// <summary>The server refuses this device for good (kiss code DENY).</summary>
    Denied,

    /// <summary>The server refuses this device by its rules (kiss code RSTR).</summary>
    Restricted,

    /// <summary>The server was asked too often (kiss code RATE).</summary>
    RateExceeded,

    /// <summary>The server refuses with another kiss code; it stands in the message (RFC 5905, section 7.4).</summary>
    KissOfDeath,

    /// <summary>The server has no time itself (leap indicator 3 or stratum 16).</summary>
    Unsynchronised,

    /// <summary>The time could be wrong by more than <see cref="SntpOptions.MaximumRootDistance"/>.</summary>
    TooUncertain,

    /// <summary>The answer breaks the protocol: mode, version, a time that is missing or that cannot be.</summary>
    Malformed,

    /// <summary>It was stopped by this side.</summary>
    Cancelled,

    /// <summary>Something of this device failed, memory for instance; the cause is kept.</summary>
    Other,
}
