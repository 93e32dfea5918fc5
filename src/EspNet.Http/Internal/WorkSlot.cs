using System.Threading;

namespace EspNet.Http.Internal;

/// <summary>Where a worker waits.</summary>
internal sealed class WorkSlot
{
    internal AutoResetEvent Wake { get; } = new AutoResetEvent(false);

    /// <summary>What it was woken for; null to end.</summary>
    internal ServerConnection? Connection { get; set; }
}
