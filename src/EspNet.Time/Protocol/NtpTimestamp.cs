using System;

namespace EspNet.Time.Protocol;

/// <summary>The times of an NTP packet (RFC 5905, section 6), read into the unit of <see cref="DateTime.Ticks"/>, 100 ns.</summary>
internal static class NtpTimestamp
{
    /// <summary>1 January 1900.</summary>
    private const long Epoch = 599_266_080_000_000_000;

    private const long Era = 1L << 32;

    /// <summary>
    /// A time of 64 bits. Whose first bit is 0 is after 7 February 2036 (RFC 4330, section 3), so that dates from 1968 to
    /// 2104 are right.
    /// </summary>
    internal static long ReadTicks(byte[] packet, int offset)
    {
        long seconds = ReadNumber(packet, offset);
        if (seconds < Era / 2)
        {
            seconds += Era;
        }

        return Epoch + (seconds * TimeSpan.TicksPerSecond) + ((ReadNumber(packet, offset + 4) * TimeSpan.TicksPerSecond) >> 32);
    }

    /// <summary>A duration of 32 bits, the lower half of which is a fraction of a second.</summary>
    internal static long ReadShortTicks(byte[] packet, int offset) =>
        (ReadNumber(packet, offset) * TimeSpan.TicksPerSecond) >> 16;

    /// <summary>Four bytes as a number without sign, the highest first.</summary>
    internal static long ReadNumber(byte[] packet, int offset) =>
        (uint)((packet[offset] << 24) | (packet[offset + 1] << 16) | (packet[offset + 2] << 8) | packet[offset + 3]);
}
