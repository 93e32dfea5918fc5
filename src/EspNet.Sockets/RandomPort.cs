using System;

namespace EspNet.Sockets;

/// <summary>
/// A datagram socket on a random port, which an attacker who cannot see the query must guess as well as its id (RFC 5452,
/// section 9.2; RFC 9109 for NTP). lwIP itself hands ports out one after another.
/// </summary>
internal static class RandomPort
{
    /// <summary>The dynamic ports of RFC 6335, section 6.</summary>
    private const int FirstPort = 49152;
    private const int PortCount = 16384;
    private const int PortTries = 8;

    /// <summary>Opens the socket.</summary>
    /// <param name="options">Its options; the port is chosen here.</param>
    /// <param name="random">Chooses the port.</param>
    internal static UdpTransport Open(UdpOptions options, Random random)
    {
        for (int i = 1; ; i++)
        {
            options.LocalPort = FirstPort + random.Next(PortCount);
            try
            {
                return new UdpTransport(options);
            }
            catch (TransportException e) when (e.Error == TransportError.AddressInUse && i < PortTries)
            {
                // Another port.
            }
        }
    }
}
