using System;

namespace EspNet.Time;

/// <summary>The state of a <see cref="TimeService"/> at one moment.</summary>
public sealed class TimeServiceStatus
{
    internal TimeServiceStatus(TimeServiceState state, SntpException? error)
    {
        State = state;
        Error = error;
    }

    /// <summary>What is known of the time.</summary>
    public TimeServiceState State { get; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public SntpException? Error { get; }

    /// <summary>The server that gave the time last; empty before the first time.</summary>
    public string Server { get; internal init; } = string.Empty;

    /// <summary>How many servers away the source of its time is, 1 to 15; 0 before the first time.</summary>
    public int Stratum { get; internal init; }

    /// <summary>Whether it announces a leap second.</summary>
    public LeapIndicator Leap { get; internal init; }

    /// <summary>When the time was synchronised last, in UTC; DateTime.MinValue before the first time.</summary>
    public DateTime LastSynchronised { get; internal init; }

    /// <summary>
    /// What the time was behind then, which was or is being corrected; negative when it was ahead. The first time it is the
    /// offset of the device's clock.
    /// </summary>
    public TimeSpan Offset { get; internal init; }

    /// <summary>Whether that was corrected at once (a step) and not slowly.</summary>
    public bool HasStepped { get; internal init; }

    /// <summary>How long the request and its answer were on their way.</summary>
    public TimeSpan Delay { get; internal init; }

    /// <summary>How wrong the time could be at most at that moment (RFC 5905, section 11.2).</summary>
    public TimeSpan RootDistance { get; internal init; }

    /// <summary>
    /// How much faster than UTC the device's crystal goes, in parts per million, -500 to 500; negative when it is slower. 0 until
    /// it is known, which takes two synchronisations or more. It is corrected in between.
    /// </summary>
    public double DriftPpm { get; internal init; }

    /// <summary>
    /// Whether the device's clock was set too. False on a PC, whose clock is never touched, where
    /// <see cref="TimeServiceOptions.SetsDeviceClock"/> is off, and where the firmware refused.
    /// </summary>
    public bool IsDeviceClockSet { get; internal init; }

    /// <summary>How often the time was synchronised since the service was made.</summary>
    public int Synchronisations { get; internal init; }

    /// <summary>How many attempts have failed since the service was made.</summary>
    public int Failures { get; internal init; }
}
