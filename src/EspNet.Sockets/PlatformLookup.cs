using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>The look-up of the platform, which on the device stops every thread: only for those who chose it.</summary>
internal static class PlatformLookup
{
    internal static IPAddress[] Find(string host)
    {
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
