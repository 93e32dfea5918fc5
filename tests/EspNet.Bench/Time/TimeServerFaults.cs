using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EspNet.Bench.Time;

/// <summary>
/// What a time server and the way from it can do to a client, on demand. Safe to use from any thread, before and while
/// clients ask; an answer goes by the faults of the moment in which its request came.
/// </summary>
public sealed class TimeServerFaults
{
    private static readonly TimeSpan LongestOffset = TimeSpan.FromDays(365_000);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);
    private static readonly TimeSpan LongestRoot = TimeSpan.FromSeconds(ushort.MaxValue);

    private readonly object _gate = new();
    private volatile AnswerPlan _plan = new();

    internal TimeServerFaults()
    {
    }

    /// <summary>How far the served time is ahead of this PC's; negative is behind. Default: zero. More than 365,000 days is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is too far.</exception>
    public TimeSpan Offset
    {
        get => _plan.Offset;
        set => Change(plan => plan with { Offset = Within(value, -LongestOffset, LongestOffset) });
    }

    /// <summary>
    /// How many millionths the served time runs faster than this PC's, counted from when this was last set; negative is
    /// slower. What it gained by an earlier value is gone. Default: 0. More than a million is refused.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is too much.</exception>
    public double DriftPpm
    {
        get => _plan.DriftPpm;
        set => Change(plan => plan with { DriftPpm = Within(value, -1_000_000, 1_000_000), DriftSince = Stopwatch.GetTimestamp() });
    }

    /// <summary>
    /// How much later answers leave. Their timestamps are those of an answer that left at once, so it looks like a way
    /// back that takes so long. Other clients do not wait meanwhile. Default: zero. More than 24 days is refused.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public TimeSpan Delay
    {
        get => _plan.Delay;
        set => Change(plan => plan with { Delay = Within(value, TimeSpan.Zero, LongestDelay) });
    }

    /// <summary>Whether requests are received and never answered. Default: false.</summary>
    public bool IsSilent
    {
        get => _plan.IsSilent;
        set => Change(plan => plan with { IsSilent = value });
    }

    /// <summary>Whether the origin timestamp of answers differs, by its last bit, from what the client sent. Default: false.</summary>
    public bool WrongOrigin
    {
        get => _plan.WrongOrigin;
        set => Change(plan => plan with { WrongOrigin = value });
    }

    /// <summary>
    /// The four characters of the kiss-o'-death that every answer is, such as DENY, RSTR or RATE: stratum 0, not
    /// synchronised, with this reference identifier. Default: null, no kiss.
    /// </summary>
    /// <exception cref="ArgumentException">They are not four characters of ASCII.</exception>
    public string? Kiss
    {
        get => _plan.Kiss;
        set => Change(plan => plan with { Kiss = value == null ? null : Code(value) });
    }

    /// <summary>The leap indicator of answers, 0 to 3: 3 says that the clock is not synchronised. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one.</exception>
    public int LeapIndicator
    {
        get => _plan.LeapIndicator;
        set => Change(plan => plan with { LeapIndicator = Within(value, 0, 3) });
    }

    /// <summary>The stratum of answers, 0 to 16. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one.</exception>
    public int Stratum
    {
        get => _plan.Stratum;
        set => Change(plan => plan with { Stratum = Within(value, 0, 16) });
    }

    /// <summary>The version of answers, 0 to 7. Default: null, that of the request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one.</exception>
    public int? Version
    {
        get => _plan.Version;
        set => Change(plan => plan with { Version = value == null ? null : Within(value.Value, 0, 7) });
    }

    /// <summary>The mode of answers, 0 to 7. Default: 4, a server.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one.</exception>
    public int Mode
    {
        get => _plan.Mode;
        set => Change(plan => plan with { Mode = Within(value, 0, 7) });
    }

    /// <summary>How far the server says it is from its reference clock, there and back. Default: zero. More than 65,535 s is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public TimeSpan RootDelay
    {
        get => _plan.RootDelay;
        set => Change(plan => plan with { RootDelay = Within(value, TimeSpan.Zero, LongestRoot) });
    }

    /// <summary>How wrong the server says it may be. Default: zero. More than 65,535 s is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public TimeSpan RootDispersion
    {
        get => _plan.RootDispersion;
        set => Change(plan => plan with { RootDispersion = Within(value, TimeSpan.Zero, LongestRoot) });
    }

    /// <summary>Whether the transmit timestamp of answers is zero. Default: false.</summary>
    public bool ZeroTransmit
    {
        get => _plan.ZeroTransmit;
        set => Change(plan => plan with { ZeroTransmit = value });
    }

    /// <summary>How many bytes of an answer are sent, 1 to 48. Default: 0, the whole of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not so many.</exception>
    public int Truncate
    {
        get => _plan.Truncate;
        set => Change(plan => plan with { Truncate = Within(value, 0, TimePacket.Length) });
    }

    /// <summary>
    /// Whether a forged answer comes before each answer, and before its delay: from another port of this server's address,
    /// with a time an hour ahead, and without any other fault. Default: false.
    /// </summary>
    public bool ForgeFrom
    {
        get => _plan.ForgeFrom;
        set => Change(plan => plan with { ForgeFrom = value });
    }

    /// <summary>How many times each answer is sent. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Repeat
    {
        get => _plan.Repeat;
        set => Change(plan => plan with { Repeat = Within(value, 1, int.MaxValue) });
    }

    /// <summary>The faults of this moment.</summary>
    internal AnswerPlan Plan => _plan;

    /// <summary>Does not answer the next requests.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Drop(int count) => Change(plan => plan with { Drops = Within(count, 0, int.MaxValue) });

    /// <summary>A <see cref="Kiss"/> that only the next answer is.</summary>
    /// <exception cref="ArgumentException">They are not four characters of ASCII.</exception>
    public void KissOnce(string code) => Change(plan => plan with { NextKiss = Code(code) });

    /// <summary>Back to a server without faults, with the time of this PC.</summary>
    public void Clear() => Change(_ => new AnswerPlan());

    /// <summary>The faults for the request that came now. What holds for a number of requests has one less to hold for.</summary>
    internal AnswerPlan Take()
    {
        lock (_gate)
        {
            AnswerPlan now = _plan;
            _plan = now with { Drops = Math.Max(0, now.Drops - 1), NextKiss = now.Answers ? null : now.NextKiss };
            return now;
        }
    }

    private static T Within<T>(T value, T least, T most, [CallerMemberName] string name = "")
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }

    private static string Code(string code) => code.Length == 4 && code.All(char.IsAscii)
        ? code
        : throw new ArgumentException($"'{code}' is not four characters of ASCII.", nameof(code));

    private void Change(Func<AnswerPlan, AnswerPlan> change)
    {
        lock (_gate)
        {
            _plan = change(_plan);
        }
    }
}
