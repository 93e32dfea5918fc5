using System;
using System.Collections.Generic;
using System.Net;
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

    /// <summary>The name servers of the interfaces that are up, each once.</summary>
    internal static IPAddress[] GetNameServers()
    {
        List<IPAddress> servers = [];
        foreach (NetworkInterface candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (candidate.OperationalStatus == OperationalStatus.Down)
            {
                continue;
            }

            foreach (IPAddress server in candidate.GetIPProperties().DnsAddresses)
            {
                // Windows names site-local addresses where there is no server at all.
                if (!server.Equals(IPAddress.Any) && !server.IsIPv6SiteLocal && !servers.Contains(server))
                {
                    servers.Add(server);
                }
            }
        }

        return [.. servers];
    }

    /// <summary>A start for random numbers that no other device, and no other client of this process, has.</summary>
    internal static int CreateSeed() => Random.Shared.Next();
}
