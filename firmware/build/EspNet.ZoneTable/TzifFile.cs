using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace EspNet.ZoneTable;

/// <summary>What is read of a TZif file (RFC 9636): the changes it lists and the rule that holds after them.</summary>
internal sealed class TzifFile
{
    private const int HeaderSize = 44;

    private TzifFile(long[] transitions, string footer)
    {
        Transitions = transitions;
        Footer = footer;
    }

    /// <summary>The changes, in seconds since 1970, in order. A "fat" file repeats those of the rule until 2037.</summary>
    internal long[] Transitions { get; }

    /// <summary>The POSIX string.</summary>
    internal string Footer { get; }

    /// <exception cref="InvalidDataException">It is not a TZif file of version 2 or later.</exception>
    internal static TzifFile Read(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderSize || !bytes.StartsWith("TZif"u8) || bytes[4] < '2')
        {
            throw new InvalidDataException($"{path} is not a TZif file of version 2 or later.");
        }

        // A block of 32-bit times for old readers, one of 64-bit times, and the footer between two line feeds.
        bytes = bytes[GetBlockSize(bytes, 4)..];
        long[] transitions = new long[GetCount(bytes, 3)];
        for (int i = 0; i < transitions.Length; i++)
        {
            transitions[i] = BinaryPrimitives.ReadInt64BigEndian(bytes[(HeaderSize + (8 * i))..]);
        }

        bytes = bytes[GetBlockSize(bytes, 8)..];
        return new TzifFile(transitions, Encoding.ASCII.GetString(bytes[1..^1]));
    }

    private static int GetBlockSize(ReadOnlySpan<byte> block, int timeSize)
    {
        int indicators = GetCount(block, 0) + GetCount(block, 1);
        int leapSeconds = GetCount(block, 2) * (timeSize + 4);
        int transitions = GetCount(block, 3) * (timeSize + 1);
        int types = GetCount(block, 4) * 6;
        int abbreviations = GetCount(block, 5);
        return HeaderSize + transitions + types + abbreviations + leapSeconds + indicators;
    }

    private static int GetCount(ReadOnlySpan<byte> block, int index) =>
        BinaryPrimitives.ReadInt32BigEndian(block[(20 + (4 * index))..]);
}
