using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>Addresses that are written as such, instead of a name.</summary>
internal static class AddressLiteral
{
    /// <summary>An IPv4 address of four decimal numbers or an IPv6 address; null for everything that may be a name.</summary>
    /// <exception cref="DnsException">It is neither (<see cref="DnsError.BadName"/>).</exception>
    internal static IPAddress? Parse(string host)
    {
        char[] text = host.ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            // No name has a colon in it, so what has one is an address or a mistake.
            if (text[i] == ':')
            {
                return ParseIPv6(host);
            }
        }

        return ParseIPv4(text);
    }

    /// <summary>Not IPAddress.Parse: on the PC it takes "1" and "0x7f.1" for addresses as well.</summary>
    private static IPAddress? ParseIPv4(char[] text)
    {
        byte[] bytes = new byte[4];
        int part = 0;
        int value = 0;
        int digits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c >= '0' && c <= '9')
            {
                value = (value * 10) + (c - '0');
                if (++digits > 3 || value > 255)
                {
                    return null;
                }
            }
            else if (c == '.' && digits > 0 && part < 3)
            {
                bytes[part++] = (byte)value;
                value = 0;
                digits = 0;
            }
            else
            {
                return null;
            }
        }

        if (part != 3 || digits == 0)
        {
            return null;
        }

        bytes[3] = (byte)value;
        return new IPAddress(bytes);
    }

    private static IPAddress ParseIPv6(string host)
    {
        try
        {
            // On the PC brackets are allowed, and a port after them, which would be lost.
            return host[0] == '[' ? throw Bad(host, null) : IPAddress.Parse(host);
        }
        catch (Exception e) when (e is not DnsException)
        {
            throw Bad(host, e);
        }
    }

    private static DnsException Bad(string host, Exception? cause) => new DnsException(
        DnsError.BadName,
        $"'{host}' is neither a name nor an address. Give the port separately, and an IPv6 address without brackets.",
        cause);
}
