using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>What was reached, and how often: a fuzzer that reaches little proves little.</summary>
internal sealed class HttpFuzzCoverage
{
    private static readonly HttpProtocolError[] OfRequestsOnly = [HttpProtocolError.BadRequestLine, HttpProtocolError.BadHost];
    private static readonly HttpProtocolError[] OfResponsesOnly = [HttpProtocolError.BadStatusLine, HttpProtocolError.TooManyInterimResponses];

    private readonly long[] _errors = new long[Enum.GetValues<HttpProtocolError>().Length];

    internal long Messages { get; set; }

    internal long WithBody { get; set; }

    internal long WithTrailers { get; set; }

    internal long CutOff { get; set; }

    internal long Upgraded { get; set; }

    internal long Undamaged { get; set; }

    internal long DirectBytes { get; set; }

    internal long Bytes { get; set; }

    /// <summary>The most a stream allocated beyond what its input accounts for.</summary>
    internal long WorstAllocation { get; set; } = long.MinValue;

    internal void Count(HttpProtocolError error) => _errors[(int)error]++;

    internal void Add(HttpFuzzCoverage other)
    {
        for (int i = 0; i < _errors.Length; i++)
        {
            _errors[i] += other._errors[i];
        }

        Messages += other.Messages;
        WithBody += other.WithBody;
        WithTrailers += other.WithTrailers;
        CutOff += other.CutOff;
        Upgraded += other.Upgraded;
        Undamaged += other.Undamaged;
        DirectBytes += other.DirectBytes;
        Bytes += other.Bytes;
        WorstAllocation = Math.Max(WorstAllocation, other.WorstAllocation);
    }

    /// <summary>The names of what a role should have reached and did less often than a number of times.</summary>
    internal List<string> RarerThan(int times, HttpRole role)
    {
        HttpProtocolError[] impossible =
            [HttpProtocolError.None, .. role == HttpRole.Client ? OfRequestsOnly : OfResponsesOnly];
        List<string> rare = [.. Enum.GetValues<HttpProtocolError>().Except(impossible).Where(e => _errors[(int)e] < times).Select(e => e.ToString())];
        long[] counts = [Messages, WithBody, WithTrailers, CutOff, Undamaged, DirectBytes];
        rare.AddRange(counts.Any(count => count < times) ? [ToString()] : []);
        rare.AddRange(role == HttpRole.Client && Upgraded < times ? [nameof(Upgraded)] : []);
        rare.AddRange(impossible.Skip(1).Where(e => _errors[(int)e] > 0).Select(e => e + ", which cannot be"));
        return rare;
    }

    public override string ToString()
    {
        IEnumerable<string> errors = Enum.GetValues<HttpProtocolError>().Select(e => $"{e} {_errors[(int)e]}");
        return $"{Bytes} bytes, worst allocation {WorstAllocation}; {Messages} messages, {WithBody} with a body, {WithTrailers} with trailers, " +
            $"{CutOff} cut off, {Upgraded} upgraded, {Undamaged} undamaged streams, {DirectBytes} bytes directly; {string.Join(", ", errors.Skip(1))}";
    }
}
