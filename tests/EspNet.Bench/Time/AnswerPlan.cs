using System.Diagnostics;

namespace EspNet.Bench.Time;

/// <summary>How a request is answered: the faults as they are at one moment. <see cref="TimeServerFaults"/> says what each means.</summary>
internal sealed record AnswerPlan
{
    public TimeSpan Offset { get; init; }

    public double DriftPpm { get; init; }

    /// <summary>When the drift began, as a timestamp of <see cref="Stopwatch"/>: a step of the PC's clock is not to count.</summary>
    public long DriftSince { get; init; }

    public TimeSpan Delay { get; init; }

    public bool IsSilent { get; init; }

    /// <summary>Requests that are still to be dropped, this one included.</summary>
    public int Drops { get; init; }

    public bool WrongOrigin { get; init; }

    public string? Kiss { get; init; }

    /// <summary>The kiss of the next answer alone.</summary>
    public string? NextKiss { get; init; }

    public int LeapIndicator { get; init; }

    public int Stratum { get; init; } = 1;

    public int? Version { get; init; }

    public int Mode { get; init; } = 4;

    public TimeSpan RootDelay { get; init; }

    public TimeSpan RootDispersion { get; init; }

    public bool ZeroTransmit { get; init; }

    public int Truncate { get; init; }

    public bool ForgeFrom { get; init; }

    public int Repeat { get; init; } = 1;

    /// <summary>Whether there is an answer at all.</summary>
    public bool Answers => !IsSilent && Drops == 0;

    /// <summary>The kiss of this answer, null for none.</summary>
    public string? KissNow => NextKiss ?? Kiss;

    /// <summary>The time that is served now.</summary>
    public DateTime Now => DateTime.UtcNow + Offset + (Stopwatch.GetElapsedTime(DriftSince) * (DriftPpm / 1_000_000));
}
