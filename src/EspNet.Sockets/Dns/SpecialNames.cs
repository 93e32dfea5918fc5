using System.Net;

namespace EspNet.Sockets;

/// <summary>What needs no name server.</summary>
internal static class SpecialNames
{
    internal static DnsRoute GetRoute(DnsName name)
    {
        // RFC 6761, section 6.3: not even the name server is asked about localhost and the names below it.
        if (name.EndsIn("localhost"))
        {
            return DnsRoute.Loopback;
        }

        // RFC 6761, section 6.4.
        if (name.EndsIn("invalid"))
        {
            return DnsRoute.Invalid;
        }

        // RFC 6762, section 3.
        return name.EndsIn("local") ? DnsRoute.Multicast : DnsRoute.Servers;
    }

    internal static IPAddress[] GetLoopback(bool useIPv6) =>
        useIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
}
