using System;
using EspNet.Time.Protocol;

namespace EspNet.Time.Tests;

/// <summary>A server's answer, byte for byte, right unless a test spoils it.</summary>
internal sealed class NtpReply
{
    /// <summary>1 January 1900 in ticks.</summary>
    private const long Epoch = 599_266_080_000_000_000;

    internal NtpReply(byte[] request)
    {
        Data[0] = 0x24; // No leap second, version 4, server.
        Data[1] = 2;
        Array.Copy(request, NtpPacket.Transmit, Data, NtpPacket.Origin, 8);
    }

    internal byte[] Data { get; } = new byte[60];

    internal int Count { get; set; } = 48;

    internal NtpReply Set(int offset, int value)
    {
        Data[offset] = (byte)value;
        return this;
    }

    internal NtpReply Number(int offset, long value)
    {
        for (int i = 3; i >= 0; i--)
        {
            Data[offset + i] = (byte)value;
            value >>= 8;
        }

        return this;
    }

    /// <summary>The server's clock at the arrival of the request, and when it sent the answer.</summary>
    internal NtpReply Times(long received, long transmitted) => Time(NtpPacket.Receive, received).Time(NtpPacket.Transmit, transmitted);

    internal NtpReply Time(int offset, long ticks)
    {
        long since = ticks - Epoch;
        long fraction = ((since % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond;

        // Half of the smallest step more, or reading would round it down to the tick before.
        return Number(offset, since / TimeSpan.TicksPerSecond).Number(offset + 4, fraction + 200);
    }

    internal NtpReply Kiss(string code)
    {
        Data[1] = 0;
        char[] letters = code.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            Data[NtpPacket.ReferenceId + i] = (byte)letters[i];
        }

        return this;
    }
}
