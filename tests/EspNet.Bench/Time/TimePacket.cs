using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EspNet.Bench.Time;

/// <summary>The packets of NTP as bytes (RFC 5905, section 7.3): what is a request, and its answer.</summary>
internal static class TimePacket
{
    /// <summary>The bytes of a packet without extensions.</summary>
    public const int Length = 48;

    /// <summary>The mode of a client.</summary>
    public const int ClientMode = 3;

    private const int Precision = -23; // A tick of DateTime is a little less than 2^-23 s.

    private static readonly long Epoch = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Whether a server has to answer it.</summary>
    public static bool IsRequest(byte[] packet) => packet.Length >= Length && ModeOf(packet) == ClientMode;

    public static int LeapOf(byte[] packet) => packet[0] >> 6;

    public static int VersionOf(byte[] packet) => (packet[0] >> 3) & 7;

    public static int ModeOf(byte[] packet) => packet[0] & 7;

    /// <summary>The answer to a request, to be sent at once.</summary>
    /// <param name="plan">The faults it has.</param>
    /// <param name="request">At least 48 bytes.</param>
    /// <param name="received">When the request came, by the served time.</param>
    public static byte[] Answer(AnswerPlan plan, byte[] request, DateTime received)
    {
        byte[] answer = new byte[Length];
        int leap = plan.KissNow == null ? plan.LeapIndicator : 3;
        answer[0] = (byte)((leap << 6) | ((plan.Version ?? VersionOf(request)) << 3) | plan.Mode);
        answer[1] = (byte)(plan.KissNow == null ? plan.Stratum : 0);
        answer[2] = request[2]; // The poll exponent is the client's.
        answer[3] = unchecked((byte)Precision);
        WriteSpan(answer.AsSpan(4), plan.RootDelay);
        WriteSpan(answer.AsSpan(8), plan.RootDispersion);
        ReferenceId(plan).CopyTo(answer, 12);
        WriteTime(answer.AsSpan(16), received - TimeSpan.FromSeconds(1)); // Its own clock was last set a moment ago.
        request.AsSpan(40, 8).CopyTo(answer.AsSpan(24));
        answer[31] ^= (byte)(plan.WrongOrigin ? 1 : 0);
        WriteTime(answer.AsSpan(32), received);
        if (!plan.ZeroTransmit)
        {
            WriteTime(answer.AsSpan(40), plan.Now);
        }

        return plan.Truncate == 0 ? answer : answer[..plan.Truncate];
    }

    /// <summary>Letters for a kiss and for a reference clock, otherwise the address of the server that the time comes from.</summary>
    private static byte[] ReferenceId(AnswerPlan plan) => (plan.KissNow, plan.Stratum) switch
    {
        ({ } kiss, _) => Encoding.ASCII.GetBytes(kiss),
        (_, 0) => [0, 0, 0, 0],
        (_, 1) => [.. "PPS\0"u8],
        _ => IPAddress.Parse("127.127.1.1").GetAddressBytes(), // A clock of this PC; a client would take its own address for a loop.
    };

    /// <summary>Seconds since 1900 and their fraction. The seconds begin again at 0 with each era of 2^32, next in 2036.</summary>
    private static void WriteTime(Span<byte> to, DateTime time)
    {
        (long seconds, long ticks) = Math.DivRem(time.Ticks, TimeSpan.TicksPerSecond);
        BinaryPrimitives.WriteUInt32BigEndian(to, unchecked((uint)(seconds - Epoch)));
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], (uint)((ticks << 32) / TimeSpan.TicksPerSecond));
    }

    /// <summary>The short form: 16 bits of seconds and 16 of their fraction.</summary>
    private static void WriteSpan(Span<byte> to, TimeSpan span) =>
        BinaryPrimitives.WriteUInt32BigEndian(to, (uint)(span.Ticks * 0x10000 / TimeSpan.TicksPerSecond));
}
