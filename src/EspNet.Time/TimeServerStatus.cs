using EspNet.Time.Session;

namespace EspNet.Time;

/// <summary>How a server of the list has behaved.</summary>
public sealed class TimeServerStatus
{
    internal TimeServerStatus(NtpServer server, bool isCurrent)
    {
        Server = server.Name;
        Reachability = server.Reachability;
        IsDropped = server.IsDropped;
        Interval = server.Interval;
        Error = server.Error;
        IsCurrent = isCurrent;
    }

    /// <summary>The server, as it was given.</summary>
    public string Server { get; }

    /// <summary>
    /// The last eight attempts as bits, the latest the lowest, 1 for a usable answer (the "reach" of RFC 5905, section 9.2):
    /// 255 when all were answered, 0 when none was or none was made.
    /// </summary>
    public int Reachability { get; }

    /// <summary>Whether it has refused this device (DENY or RSTR), so that it is not asked again before the next <see cref="TimeService.Start"/>.</summary>
    public bool IsDropped { get; }

    /// <summary>Milliseconds from one question to the next: the option's, doubled each time the server said RATE.</summary>
    public int Interval { get; }

    /// <summary>How the last attempt failed; None when it did not.</summary>
    public SntpError Error { get; }

    /// <summary>Whether it is the one that is asked next.</summary>
    public bool IsCurrent { get; }
}
