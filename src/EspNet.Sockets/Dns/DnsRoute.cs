namespace EspNet.Sockets;

/// <summary>Where a name is looked up.</summary>
internal enum DnsRoute
{
    /// <summary>At the name servers.</summary>
    Servers,

    /// <summary>On the local network by multicast.</summary>
    Multicast,

    /// <summary>Nowhere: it is this device.</summary>
    Loopback,

    /// <summary>Nowhere: it never exists.</summary>
    Invalid,
}
