namespace EspNet.Time;

/// <summary>How the clock is set right when the time was measured anew.</summary>
public enum TimeCorrection
{
    /// <summary>
    /// Slowly, at most 500 ppm (30 ms a minute), so that time goes on evenly and never back; the first time and an offset of
    /// <see cref="TimeServiceOptions.StepThreshold"/> or more are set at once.
    /// </summary>
    Smooth,

    /// <summary>At once, each time: the clock may jump, forward and back.</summary>
    Step,
}
