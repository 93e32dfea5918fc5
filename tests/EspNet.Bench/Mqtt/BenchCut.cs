namespace EspNet.Bench.Mqtt;

/// <summary>How a fault ends a connection.</summary>
public enum BenchCut
{
    /// <summary>A TCP reset, as after a crash of the broker's machine. What was not yet delivered is lost.</summary>
    Reset,

    /// <summary>An orderly TCP close, as when the broker's process ends.</summary>
    Close,
}

/// <summary>How outgoing packets are written to the socket.</summary>
public enum BenchWriteMode
{
    /// <summary>Each packet in one write.</summary>
    WholePackets,

    /// <summary>Each byte in a write of its own, with Nagle's algorithm off.</summary>
    SingleBytes,

    /// <summary>What gathers during <see cref="BenchFaults.CoalesceTime"/> in one write.</summary>
    Coalesced,
}
