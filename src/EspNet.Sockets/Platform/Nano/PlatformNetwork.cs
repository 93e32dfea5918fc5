using System;
using System.Net;
using System.Net.NetworkInformation;

namespace EspNet.Sockets;

/// <summary>What the device knows about its network interfaces.</summary>
internal static class PlatformNetwork
{
    private const int AddressLength = 6;

    internal static byte[] GetHardwareAddress()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        byte[]? address = Find(interfaces, NetworkInterfaceType.Wireless80211)
            ?? Find(interfaces, NetworkInterfaceType.Ethernet);
        return address ?? [];
    }

    /// <summary>The name servers of all interfaces, each once; there are at most two an interface.</summary>
    internal static IPAddress[] GetNameServers()
    {
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        IPAddress[] found = [];
        for (int i = 0; i < interfaces.Length; i++)
        {
            string[] texts = interfaces[i].IPv4DnsAddresses;
            for (int j = 0; texts is not null && j < texts.Length; j++)
            {
                IPAddress? server = string.IsNullOrEmpty(texts[j]) ? null : AddressLiteral.Parse(texts[j]);
                if (server is not null && !server.Equals(IPAddress.Any) && !Contains(found, server))
                {
                    IPAddress[] longer = new IPAddress[found.Length + 1];
                    Array.Copy(found, longer, found.Length);
                    longer[found.Length] = server;
                    found = longer;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// A start for random numbers that no other device has. The runtime's own comes from the time since start, which a
    /// fleet that was switched on together shares; the hardware address tells its devices apart.
    /// </summary>
    internal static int CreateSeed()
    {
        uint hash = 2166136261; // FNV-1a
        byte[] address = GetHardwareAddress();
        for (int i = 0; i < address.Length; i++)
        {
            hash = (hash ^ address[i]) * 16777619;
        }

        // Two clients of one device that start in the same millisecond differ by the runtime's random number.
        return (int)hash ^ (int)MonotonicClock.Milliseconds ^ new Random().Next();
    }

    private static bool Contains(IPAddress[] addresses, IPAddress wanted)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            if (addresses[i].Equals(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a socket of this device can be bound to the address.</summary>
    internal static bool IsLocal(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.Loopback))
        {
            return true;
        }

        string text = address.ToString();
        NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
        for (int i = 0; i < interfaces.Length; i++)
        {
            if (interfaces[i].IPv4Address == text)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[]? Find(NetworkInterface[] interfaces, NetworkInterfaceType type)
    {
        for (int i = 0; i < interfaces.Length; i++)
        {
            if (interfaces[i].NetworkInterfaceType == type)
            {
                byte[] address = interfaces[i].PhysicalAddress;
                if (address is not null && address.Length == AddressLength && !IsZero(address))
                {
                    return address;
                }
            }
        }

        return null;
    }

    private static bool IsZero(byte[] address)
    {
        for (int i = 0; i < address.Length; i++)
        {
            if (address[i] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
