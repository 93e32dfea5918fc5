using System;

namespace EspNet.Sockets;

/// <summary>
/// Names as they stand in a message, which may end in a pointer to a name that stands earlier (RFC 1035, section
/// 4.1.4). Every pointer must lead to before the part of the name that it ends, so no circle is possible.
/// </summary>
internal static class CompressedName
{
    /// <summary>The answer when a name is malformed.</summary>
    internal const int Malformed = -1;

    /// <summary>More pointers than a name of real servers has, fewer than are worth following.</summary>
    private const int MostJumps = 32;

    private const int PointerBits = 0xC0;

    /// <summary>Checks a whole name.</summary>
    /// <param name="message">Holds the message.</param>
    /// <param name="start">Where the message starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="position">Where the name starts.</param>
    /// <returns>Where the next field starts, or <see cref="Malformed"/>.</returns>
    internal static int Skip(byte[] message, int start, int end, int position) =>
        Walk(message, start, end, position, null, out _);

    /// <summary>Writes a whole name without pointers and in lower case.</summary>
    /// <param name="message">Holds the message.</param>
    /// <param name="start">Where the message starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="position">Where the name starts.</param>
    /// <param name="target">Takes the name; <see cref="DnsName.LongestWire"/> bytes.</param>
    /// <returns>The length of the name, or <see cref="Malformed"/>.</returns>
    internal static int Expand(byte[] message, int start, int end, int position, byte[] target) =>
        Walk(message, start, end, position, target, out int length) == Malformed ? Malformed : length;

    /// <summary>Compares a name in a message with one that is not compressed and in lower case.</summary>
    internal static bool IsEqual(byte[] message, int start, int end, int position, byte[] name, int nameLength)
    {
        int limit = position;
        int jumps = 0;
        int compared = 0;
        while (true)
        {
            position = FindLabel(message, start, end, position, ref limit, ref jumps);
            if (position == Malformed)
            {
                return false;
            }

            int length = message[position];
            if (compared >= nameLength || name[compared] != length)
            {
                return false;
            }

            if (length == 0)
            {
                return compared + 1 == nameLength;
            }

            compared++;
            position++;
            if (length > end - position || length > nameLength - compared)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (ToLower(message[position + i]) != name[compared + i])
                {
                    return false;
                }
            }

            position += length;
            compared += length;
        }
    }

    private static int Walk(byte[] message, int start, int end, int position, byte[]? target, out int length)
    {
        int limit = position;
        int jumps = 0;
        int next = Malformed;
        length = 0;
        while (true)
        {
            int at = FindLabel(message, start, end, position, ref limit, ref jumps);
            if (at == Malformed)
            {
                return Malformed;
            }

            // The field in the message ends with its first pointer.
            if (jumps > 0 && next == Malformed)
            {
                next = position + 2;
            }

            int size = message[at] + 1;
            if (size > end - at || length + size > DnsName.LongestWire)
            {
                return Malformed;
            }

            if (target is not null)
            {
                target[length] = message[at];
                for (int i = 1; i < size; i++)
                {
                    target[length + i] = ToLower(message[at + i]);
                }
            }

            length += size;
            position = at + size;
            if (size == 1)
            {
                return next == Malformed ? position : next;
            }
        }
    }

    /// <summary>Follows pointers until a label, which may be the empty one at the end.</summary>
    private static int FindLabel(byte[] message, int start, int end, int position, ref int limit, ref int jumps)
    {
        while (true)
        {
            if (position >= end)
            {
                return Malformed;
            }

            int first = message[position];
            if (first <= DnsName.LongestLabel)
            {
                return position;
            }

            // 01 and 10 in the upper two bits are label types that nobody uses (RFC 6891, section 5).
            if ((first & PointerBits) != PointerBits || end - position < 2 || ++jumps > MostJumps)
            {
                return Malformed;
            }

            int target = start + ((first & ~PointerBits) << 8) + message[position + 1];
            if (target >= limit || target < start + DnsMessage.HeaderLength)
            {
                return Malformed;
            }

            limit = target;
            position = target;
        }
    }

    private static byte ToLower(byte character) =>
        character >= 'A' && character <= 'Z' ? (byte)(character | 0x20) : character;
}
