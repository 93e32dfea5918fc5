namespace EspNet.Testing;

/// <summary>How a <see cref="FaultTransport"/> ends the connection when its plan says so.</summary>
public enum FaultCut
{
    /// <summary>As if the peer had closed: reads end, writes are reset. What was written before the cut arrives.</summary>
    Close,

    /// <summary>As if the peer had reset: reads and writes fail, and what was on its way may be lost.</summary>
    Reset,
}
