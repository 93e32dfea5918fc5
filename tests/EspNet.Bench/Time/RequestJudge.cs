using System.Buffers.Binary;

namespace EspNet.Bench.Time;

/// <summary>
/// Tells what requests break of the rules for a client of SNTP (RFC 4330 section 5, RFC 5905 section 14): it says version
/// 4 and mode 3, and nothing else of itself but a transmit timestamp that is never the same, by which it knows the answer.
/// </summary>
internal sealed class RequestJudge
{
    private const int TransmitAt = 40;

    private static readonly (string Name, int At)[] Fields =
    [
        ("stratum", 1), ("poll", 2), ("precision", 3), ("root delay", 4), ("root dispersion", 8), ("reference identifier", 12),
        ("reference timestamp", 16), ("origin timestamp", 24), ("receive timestamp", 32), ("transmit timestamp", TransmitAt),
    ];

    private readonly HashSet<ulong> _transmitted = [];

    /// <summary>A clause for each rule that a request breaks.</summary>
    public List<string> Judge(byte[] request)
    {
        var broken = new List<string>();
        if (request.Length != TimePacket.Length)
        {
            broken.Add($"{request.Length} bytes, not {TimePacket.Length}");
        }

        if (request.Length >= TimePacket.Length)
        {
            Demand(broken, "mode", TimePacket.ModeOf(request), TimePacket.ClientMode);
            Demand(broken, "version", TimePacket.VersionOf(request), 4);
            Demand(broken, "leap indicator", TimePacket.LeapOf(request), 0);
            JudgeFields(broken, request);
            JudgeTransmit(broken, BinaryPrimitives.ReadUInt64BigEndian(request.AsSpan(TransmitAt)));
        }

        return broken;
    }

    private static void Demand(List<string> broken, string what, int value, int expected)
    {
        if (value != expected)
        {
            broken.Add($"{what} {value}, not {expected}");
        }
    }

    private static void JudgeFields(List<string> broken, byte[] request)
    {
        foreach (((string name, int at), (_, int end)) in Fields.Zip(Fields.Skip(1)))
        {
            if (request.AsSpan(at, end - at).ContainsAnyExcept((byte)0))
            {
                broken.Add($"{name} {Convert.ToHexString(request, at, end - at)}, not 0");
            }
        }
    }

    private void JudgeTransmit(List<string> broken, ulong transmit)
    {
        if (transmit == 0)
        {
            broken.Add("transmit timestamp 0");
        }
        else if (!_transmitted.Add(transmit))
        {
            broken.Add($"transmit timestamp {transmit:X16} of an earlier request");
        }
    }
}
