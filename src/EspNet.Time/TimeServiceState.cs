namespace EspNet.Time;

/// <summary>What is known of the time.</summary>
public enum TimeServiceState
{
    /// <summary>It was never synchronised, and no attempt has ended so far.</summary>
    NeverSynchronised,

    /// <summary>It was synchronised within the last <see cref="TimeServiceOptions.StaleAfterIntervals"/> intervals.</summary>
    Synchronised,

    /// <summary>It was synchronised, but that is longer ago.</summary>
    Stale,

    /// <summary>It was never synchronised, and the last attempt failed; or no server is left to ask. <see cref="TimeServiceStatus.Error"/> says why.</summary>
    Error,
}
