using System;

namespace EspNet.Sockets;

/// <summary>
/// A host name in the form that stands in a DNS message (RFC 1035, section 3.1), in lower case: names are compared
/// without regard to case (RFC 4343).
/// </summary>
internal sealed class DnsName
{
    internal const int LongestLabel = 63;
    internal const int LongestWire = 255;

    private readonly byte[] _wire;

    private DnsName(byte[] wire, int length)
    {
        _wire = new byte[length];
        Array.Copy(wire, _wire, length);
    }

    /// <summary>Bytes in the message, with the length before each label and the empty label at the end.</summary>
    internal int Length => _wire.Length;

    /// <summary>Checks and encodes a name; one dot at the end is allowed.</summary>
    /// <exception cref="DnsException">It is not a host name.</exception>
    internal static DnsName Parse(string host)
    {
        byte[] wire = new byte[LongestWire];
        char[] text = host.ToCharArray();
        int count = text.Length > 1 && text[text.Length - 1] == '.' ? text.Length - 1 : text.Length;
        int labelAt = 0;
        int length = 1;
        bool numeric = true;
        for (int i = 0; i < count; i++)
        {
            char c = text[i];
            if (c == '.')
            {
                EndLabel(host, wire, labelAt, length);
                labelAt = length;
                numeric = true;
            }
            else
            {
                c = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
                bool digit = c >= '0' && c <= '9';
                numeric &= digit;
                if (!digit && !(c >= 'a' && c <= 'z') && c != '-' && c != '_')
                {
                    throw DnsFailure.BadName(
                        host,
                        "only letters, digits, hyphens and underscores belong in it. Give the port separately, and a name in another alphabet in its xn-- form.");
                }
            }

            // The last byte is kept for the empty label at the end.
            if (length >= LongestWire - 1)
            {
                throw DnsFailure.BadName(host, "it is longer than 253 characters.");
            }

            wire[length++] = (byte)c;
        }

        EndLabel(host, wire, labelAt, length);
        if (numeric)
        {
            throw DnsFailure.BadName(host, "it ends in a number, so it must be an address, which has four numbers from 0 to 255.");
        }

        return new DnsName(wire, length + 1);
    }

    /// <summary>A name that was read from a message.</summary>
    internal static DnsName FromWire(byte[] wire, int length) => new DnsName(wire, length);

    internal void CopyTo(byte[] buffer, int offset) => Array.Copy(_wire, 0, buffer, offset, _wire.Length);

    /// <summary>Compares with the name, possibly compressed, that stands in a message.</summary>
    internal bool IsAt(byte[] message, int start, int end, int position) =>
        CompressedName.IsEqual(message, start, end, position, _wire, _wire.Length);

    /// <summary>Whether the top level domain is this one, which is in lower case.</summary>
    internal bool EndsIn(string label)
    {
        int lastAt = 0;
        for (int i = 0; _wire[i] != 0; i += _wire[i] + 1)
        {
            lastAt = i;
        }

        char[] wanted = label.ToCharArray();
        if (_wire[lastAt] != wanted.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (_wire[lastAt + 1 + i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The place that was kept before the label gets its length.</summary>
    private static void EndLabel(string host, byte[] wire, int labelAt, int end)
    {
        int length = end - labelAt - 1;
        if (length == 0)
        {
            throw DnsFailure.BadName(host, "it is empty or a part of it between two dots is.");
        }

        if (length > LongestLabel)
        {
            throw DnsFailure.BadName(host, "a part of it between two dots is longer than 63 characters.");
        }

        wire[labelAt] = (byte)length;
    }
}
