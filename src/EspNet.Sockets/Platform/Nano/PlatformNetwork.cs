using System;
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
