namespace EspNet.Sockets;

/// <summary>What a <see cref="DnsLookup"/> wants its driver to do.</summary>
internal enum DnsAction
{
    /// <summary>Send the query to the server, then wait until the deadline.</summary>
    Send,

    /// <summary>Go on waiting until the deadline.</summary>
    Wait,

    /// <summary>Ask the server over TCP until the deadline.</summary>
    AskOverTcp,

    /// <summary>The addresses are there.</summary>
    Done,

    /// <summary>It is over without an address.</summary>
    Failed,
}
