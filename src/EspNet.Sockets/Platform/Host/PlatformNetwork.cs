using System;
using System.Net.NetworkInformation;

namespace EspNet.Sockets;

/// <summary>What a PC knows about its network interfaces.</summary>
internal static class PlatformNetwork
{
    private const int AddressLength = 6;

    internal static byte[] GetHardwareAddress()
    {
        byte[] found = [];
        foreach (NetworkInterface candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            byte[] address = candidate.GetPhysicalAddress().GetAddressBytes();
            if (candidate.NetworkInterfaceType == NetworkInterfaceType.Loopback
                || address.Length != AddressLength
                || Array.TrueForAll(address, b => b == 0))
            {
                continue;
            }

            if (candidate.OperationalStatus == OperationalStatus.Up)
            {
                return address;
            }

            found = found.Length == 0 ? address : found;
        }

        return found;
    }

    /// <summary>A start for random numbers that no other device, and no other client of this process, has.</summary>
    internal static int CreateSeed() => Random.Shared.Next();
}
