namespace EspNet.Sockets;

/// <summary>What a datagram or a message over TCP is to the question that was asked.</summary>
internal enum DnsReplyKind
{
    /// <summary>Not an answer to this question: ignored.</summary>
    NotOurs,

    /// <summary>Breaks the protocol: ignored, because anybody may have sent it, and counted.</summary>
    Malformed,

    /// <summary>Did not fit: to be asked again over TCP.</summary>
    Truncated,

    /// <summary>Has addresses.</summary>
    Answer,

    /// <summary>The name is an alias of a name whose addresses are not in the message: that one is to be asked for.</summary>
    Alias,

    /// <summary>The name does not exist.</summary>
    NoSuchName,

    /// <summary>The name exists and has no such address.</summary>
    NoData,

    /// <summary>The server could not answer.</summary>
    ServerFailure,

    /// <summary>The server does not want to answer.</summary>
    Refused,

    /// <summary>More aliases than are followed.</summary>
    TooManyAliases,
}
