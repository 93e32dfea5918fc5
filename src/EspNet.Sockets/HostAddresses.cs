using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>From a host's name to the addresses to try, in the order to try them.</summary>
internal static class HostAddresses
{
    /// <summary>
    /// Literals need no network. A name is looked up each time, because a server that moved is found only that way.
    /// </summary>
    internal static IPAddress[] Find(string host)
    {
        IPAddress? literal = ParseLiteral(host);
        if (literal is not null)
        {
            return [literal];
        }

        IPAddress[] addresses;
        try
        {
            addresses = InOrder(Dns.GetHostEntry(host).AddressList);
        }
        catch (SocketException e)
        {
            // Whatever the code is (the device's are not reliable here), the consequence for the caller is the same.
            throw NotFound(host, PlatformSocket.GetErrorCode(e), e);
        }

        return addresses.Length > 0 ? addresses : throw NotFound(host, 0, null);
    }

    /// <summary>An IPv4 address of four decimal numbers or an IPv6 address; null for everything else.</summary>
    internal static IPAddress? ParseLiteral(string host)
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
            return IPAddress.Parse(host);
        }
        catch (Exception e)
        {
            throw new TransportException(
                TransportError.HostNotFound,
                $"'{host}' is neither a name nor an address. Give the port separately, and an IPv6 address without brackets.",
                0,
                e);
        }
    }

    /// <summary>IPv4 first: it is what a device's network has, and a PC under test should take the same way.</summary>
    private static IPAddress[] InOrder(IPAddress[]? found)
    {
        if (found is null)
        {
            return [];
        }

        int count = 0;
        IPAddress[] ordered = new IPAddress[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] is not null && found[i].AddressFamily == AddressFamily.InterNetwork)
            {
                ordered[count++] = found[i];
            }
        }

        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] is not null && found[i].AddressFamily == AddressFamily.InterNetworkV6)
            {
                ordered[count++] = found[i];
            }
        }

        IPAddress[] result = new IPAddress[count];
        Array.Copy(ordered, result, count);
        return result;
    }

    private static TransportException NotFound(string host, int code, Exception? cause) => new TransportException(
        TransportError.HostNotFound,
        $"No address was found for '{host}'. Check the spelling, that the device is on the network and that it has a name server.",
        code,
        cause);
}
