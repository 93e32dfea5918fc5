namespace EspNet.Sockets;

/// <summary>Why a look-up failed.</summary>
public enum DnsError
{
    /// <summary>The name server says that there is no such name (NXDOMAIN), or the name is one that never exists (<c>.invalid</c>).</summary>
    NoSuchName,

    /// <summary>The name exists but has no address of a kind that was asked for.</summary>
    NoAddress,

    /// <summary>Nobody answered any of the attempts.</summary>
    TimedOut,

    /// <summary>There is no name server to ask: none was given, and the network interface has none.</summary>
    NoServer,

    /// <summary>The name servers could not answer (SERVFAIL, FORMERR, NOTIMP, or a server that does not look further than its own zones).</summary>
    ServerFailure,

    /// <summary>The name servers refused to answer this device (REFUSED).</summary>
    Refused,

    /// <summary>Only answers that break the protocol came. They were dropped, so this is known only after the last wait.</summary>
    Malformed,

    /// <summary>The answer was too long for a datagram, and asking again over TCP failed.</summary>
    Truncated,

    /// <summary>The name is an alias of an alias of … more than eight times, or in a circle.</summary>
    TooManyAliases,

    /// <summary>No query could be sent: the network is down or there is no route to the name server.</summary>
    NotSent,

    /// <summary>This is not a host name: an empty or too long label, or a character that does not belong there.</summary>
    BadName,
}
