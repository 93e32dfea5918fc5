namespace EspNet.Sockets;

/// <summary>The numbers of RFC 1035 and the query that is sent.</summary>
internal static class DnsMessage
{
    internal const int HeaderLength = 12;
    internal const int LongestQuery = HeaderLength + DnsName.LongestWire + 4;

    /// <summary>Longest answer in a datagram without EDNS (RFC 1035, section 4.2.1).</summary>
    internal const int LongestDatagram = 512;

    internal const int TypeA = 1;
    internal const int TypeNameServer = 2;
    internal const int TypeAlias = 5;
    internal const int TypeStartOfAuthority = 6;
    internal const int TypeAaaa = 28;
    internal const int ClassInternet = 1;

    private const int RecursionDesired = 0x01;

    /// <summary>Writes a query with one question: a standard query that asks the server to look further (RD).</summary>
    /// <returns>Its length.</returns>
    internal static int WriteQuery(byte[] buffer, int id, DnsName name, int type)
    {
        WriteNumber(buffer, 0, id);
        WriteNumber(buffer, 2, RecursionDesired << 8);
        WriteNumber(buffer, 4, 1);
        WriteNumber(buffer, 6, 0);
        WriteNumber(buffer, 8, 0);
        WriteNumber(buffer, 10, 0);
        name.CopyTo(buffer, HeaderLength);
        int position = HeaderLength + name.Length;
        WriteNumber(buffer, position, type);
        WriteNumber(buffer, position + 2, ClassInternet);
        return position + 4;
    }

    internal static int ReadNumber(byte[] buffer, int position) => (buffer[position] << 8) | buffer[position + 1];

    /// <summary>Seconds; with the top bit set they mean 0 (RFC 2181, section 8).</summary>
    internal static int ReadSeconds(byte[] buffer, int position)
    {
        int seconds = (ReadNumber(buffer, position) << 16) | ReadNumber(buffer, position + 2);
        return seconds < 0 ? 0 : seconds;
    }

    internal static void WriteNumber(byte[] buffer, int position, int value)
    {
        buffer[position] = (byte)(value >> 8);
        buffer[position + 1] = (byte)value;
    }
}
