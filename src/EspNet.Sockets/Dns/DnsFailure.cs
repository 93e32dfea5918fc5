using System;

namespace EspNet.Sockets;

/// <summary>The one place of what each <see cref="DnsError"/> says and advises.</summary>
internal static class DnsFailure
{
    internal static DnsException Create(DnsError reason, string host, bool isMulticast, Exception? cause) =>
        new DnsException(reason, $"Looking '{host}' up failed: {Explain(reason, isMulticast)}", cause);

    internal static DnsException BadName(string host, string why) =>
        new DnsException(DnsError.BadName, $"'{host}' is not a host name: {why}", null);

    private static string Explain(DnsError reason, bool isMulticast) => reason switch
    {
        DnsError.NoSuchName => "there is no such name. Check the spelling and the domain.",
        DnsError.NoAddress => "the name exists but has no address that this device can use. Check its A record, or set UseIPv6 where the firmware has IPv6.",
        DnsError.TimedOut => isMulticast
            ? "no device of the local network answered. Check that the device of this name is on and in the same network, and that the access point passes multicast."
            : "no name server answered in time. Check that the device is on the network and that the servers are right, or raise Attempts.",
        DnsError.NoServer => "there is no name server. Wait until the network interface has an address, or set Servers.",
        DnsError.ServerFailure => "the name server could not answer. Try again later, or set another server.",
        DnsError.Refused => "the name server refuses to answer this device. Set a server that serves this network.",
        DnsError.Malformed => "only answers that break the protocol came. Check what answers at the name server's address, or set another server.",
        DnsError.Truncated => "the answer does not fit into a datagram and the name server did not give it over TCP. Check that no firewall blocks TCP to its port.",
        DnsError.TooManyAliases => "the name is an alias of too many aliases, or of itself. Its owner must put the records right.",
        DnsError.NotSent => "no query could be sent. Check that the device is on the network and has a route to the name server.",
        _ => "it is not a host name. Check the spelling.",
    };
}
