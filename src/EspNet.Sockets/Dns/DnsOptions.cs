using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>
/// Options of a <see cref="DnsResolver"/>, which reads them once, when it is made. The constants here are the only
/// place where the defaults stand.
/// </summary>
public sealed class DnsOptions
{
    /// <summary>Default of <see cref="Port"/>: 53 (RFC 1035, section 4.2).</summary>
    public const int DefaultPort = 53;

    /// <summary>
    /// Default of <see cref="Attempts"/>: 4, lwIP's DNS_MAX_RETRIES. FAQ, "How to increase the DNS request time for
    /// ESP32?".
    /// </summary>
    public const int DefaultAttempts = 4;

    /// <summary>
    /// Default of <see cref="MulticastAttempts"/>: 3, which takes 4 s. RFC 6762, section 5.1 leaves the number open.
    /// </summary>
    public const int DefaultMulticastAttempts = 3;

    /// <summary>Default of <see cref="CacheEntries"/>: 8, more than the servers that one device talks to.</summary>
    public const int DefaultCacheEntries = 8;

    /// <summary>Default of <see cref="LongestTimeToLiveSeconds"/>: one day. RFC 2181, section 8 allows such a bound.</summary>
    public const int DefaultLongestTimeToLiveSeconds = 86_400;

    /// <summary>
    /// Default of <see cref="LongestNegativeTimeToLiveSeconds"/>: one minute, because a device is often switched on
    /// before its server's name exists. RFC 2308, section 5 allows one to three hours.
    /// </summary>
    public const int DefaultLongestNegativeTimeToLiveSeconds = 60;

    /// <summary>Default of <see cref="UseIPv6"/>: off, because most nanoFramework firmware is built without IPv6.</summary>
    public const bool DefaultUseIPv6 = false;

    /// <summary>Default of <see cref="FallBackToPlatform"/>: off, because on the device it stops every thread.</summary>
    public const bool DefaultFallBackToPlatform = false;

    private const int Week = 604_800;
    private const int Day = 86_400;

    private int _port = DefaultPort;
    private int _attempts = DefaultAttempts;
    private int _multicastAttempts = DefaultMulticastAttempts;
    private int _cacheEntries = DefaultCacheEntries;
    private int _longestTimeToLive = DefaultLongestTimeToLiveSeconds;
    private int _longestNegativeTimeToLive = DefaultLongestNegativeTimeToLiveSeconds;

    /// <summary>
    /// The name servers, asked in turn; null (the default) asks those of the network interfaces, read anew for each
    /// look-up. With an empty array every look-up that needs a server fails with <see cref="DnsError.NoServer"/>.
    /// </summary>
    public IPAddress[]? Servers { get; set; }

    /// <summary>The port of the name servers, 1 to 65535; default <see cref="DefaultPort"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Port
    {
        get => _port;
        set => _port = OptionRange.Check(value, 1, 65535);
    }

    /// <summary>
    /// How often a question is asked before a look-up gives up, over all servers together, 1 to 20; default
    /// <see cref="DefaultAttempts"/>. The waits for an answer are 1, 1, 2, 3, … s: 4 attempts take up to 7 s, 10 up to
    /// 46 s (FAQ, "How to increase the DNS request time for ESP32?"), 20 up to 191 s. A server that answers "no" or
    /// cannot be reached costs an attempt but no wait; an answer that must be asked again over TCP, and each alias whose
    /// name must be asked for, may take the wait of its attempt once more; with <see cref="UseIPv6"/> a name without an IPv4
    /// address is asked for its IPv6 ones with as many attempts again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Attempts
    {
        get => _attempts;
        set => _attempts = OptionRange.Check(value, 1, 20);
    }

    /// <summary>
    /// How often a name that ends in <c>.local</c> is asked for by multicast, 1 to 20; default
    /// <see cref="DefaultMulticastAttempts"/>. The waits are those of <see cref="Attempts"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MulticastAttempts
    {
        get => _multicastAttempts;
        set => _multicastAttempts = OptionRange.Check(value, 1, 20);
    }

    /// <summary>
    /// How many names are remembered, 0 to 64; default <see cref="DefaultCacheEntries"/>. Past it the one that was used
    /// longest ago is forgotten. 0 remembers none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int CacheEntries
    {
        get => _cacheEntries;
        set => _cacheEntries = OptionRange.Check(value, 0, 64);
    }

    /// <summary>
    /// How long an address is remembered at most, in seconds, whatever its time to live says; 0 (never) to 604,800 (one
    /// week), default <see cref="DefaultLongestTimeToLiveSeconds"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int LongestTimeToLiveSeconds
    {
        get => _longestTimeToLive;
        set => _longestTimeToLive = OptionRange.Check(value, 0, Week);
    }

    /// <summary>
    /// How long it is remembered at most, in seconds, that a name does not exist or has no address; 0 (never) to 86,400
    /// (one day), default <see cref="DefaultLongestNegativeTimeToLiveSeconds"/>. Other failures are never remembered.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int LongestNegativeTimeToLiveSeconds
    {
        get => _longestNegativeTimeToLive;
        set => _longestNegativeTimeToLive = OptionRange.Check(value, 0, Day);
    }

    /// <summary>
    /// True asks for IPv6 addresses (AAAA) after those of IPv4, which also stand first in the result; default
    /// <see cref="DefaultUseIPv6"/>. Only for firmware that is built with IPv6: elsewhere its addresses cannot be used.
    /// </summary>
    public bool UseIPv6 { get; set; } = DefaultUseIPv6;

    /// <summary>
    /// True asks the platform (Dns.GetHostEntry) when there is no name server or none gave a usable answer; default
    /// <see cref="DefaultFallBackToPlatform"/>. On the device that stops every managed thread until lwIP has an answer
    /// or gives up, and finds one IPv4 address. An answer that there is no such name or no address is final either way.
    /// </summary>
    public bool FallBackToPlatform { get; set; } = DefaultFallBackToPlatform;
}
