using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>
/// Finds the addresses of names. It is managed code over a datagram socket, so a look-up stops only the thread that
/// asks; Dns.GetHostEntry stops every thread of the device. For several threads at once: each look-up has a socket of
/// its own, and only while it runs.
/// </summary>
/// <remarks>
/// <para>Name servers are asked in turn, starting with the one that answered last, with waits of 1, 1, 2, 3, … s (FAQ,
/// "How to increase the DNS request time for ESP32?"). An answer counts only when it comes from a server that was
/// asked, to the port it was asked from, and repeats the random id and the question; everything else is ignored. What
/// does not fit into a datagram is asked for again over TCP.</para>
/// <para>Addresses and <c>localhost</c> need no network, names that end in <c>.invalid</c> never exist (RFC 6761), and
/// those that end in <c>.local</c> are asked for by multicast on the local network (RFC 6762, section 5.1). A PC's hosts
/// file and search domains are not read.</para>
/// </remarks>
public sealed class DnsResolver
{
    private static readonly object DefaultLock = new object();
    private static DnsResolver? _default;

    private readonly object _lock = new object();
    private readonly DnsCache _cache;
    private readonly Random _random;
    private readonly IPAddress[]? _servers;
    private readonly int _port;
    private readonly int _attempts;
    private readonly int _multicastAttempts;
    private readonly bool _useIPv6;
    private readonly bool _fallBackToPlatform;
    private int _firstServer;

    /// <summary>Makes a resolver with the default options. Most programs need only <see cref="Default"/>.</summary>
    public DnsResolver()
        : this(null)
    {
    }

    /// <summary>Makes a resolver with a cache of its own.</summary>
    /// <param name="options">The options; read once, here. Null takes the defaults.</param>
    /// <exception cref="ArgumentException">One of <see cref="DnsOptions.Servers"/> is null.</exception>
    public DnsResolver(DnsOptions? options)
    {
        options ??= new DnsOptions();
        _servers = options.Servers is null ? null : Copy(options.Servers);
        for (int i = 0; _servers is not null && i < _servers.Length; i++)
        {
            if (_servers[i] is null)
            {
                throw new ArgumentException("A server is null. Give addresses only.", nameof(options));
            }
        }

        _port = options.Port;
        _attempts = options.Attempts;
        _multicastAttempts = options.MulticastAttempts;
        _useIPv6 = options.UseIPv6;
        _fallBackToPlatform = options.FallBackToPlatform;
        _cache = new DnsCache(options.CacheEntries, options.LongestTimeToLiveSeconds, options.LongestNegativeTimeToLiveSeconds);
        _random = new Random(PlatformNetwork.CreateSeed() ^ (int)MonotonicClock.Milliseconds);
    }

    /// <summary>
    /// The resolver that all of a program shares, made with the default options at the first use. Set one of your own for
    /// other options; it serves the connections that are made from then on.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static DnsResolver Default
    {
        get
        {
            lock (DefaultLock)
            {
                return _default ??= new DnsResolver();
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(value));
            lock (DefaultLock)
            {
                _default = value;
            }
        }
    }

    /// <summary>Whom <c>.local</c> names are asked from (RFC 6762, section 3). Tests put somebody else there.</summary>
    internal IPEndPoint MulticastGroup { get; set; } = new IPEndPoint(new IPAddress(new byte[] { 224, 0, 0, 251 }), 5353);

    /// <summary>
    /// Finds the addresses of a host: from what is remembered, otherwise from the network, which takes up to the waits
    /// of <see cref="DnsOptions.Attempts"/>.
    /// </summary>
    /// <param name="host">A name, of letters, digits, hyphens and underscores between the dots, or an address.</param>
    /// <returns>
    /// At least one address, IPv4 first, at most eight of each kind. The array is the remembered one: do not change it.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="host"/> is null or empty.</exception>
    /// <exception cref="DnsException">There is no address; <see cref="DnsException.Reason"/> says why.</exception>
    /// <exception cref="TransportException">
    /// There is no socket for the look-up (<see cref="TransportError.OutOfResources"/>).
    /// </exception>
    public IPAddress[] Resolve(string host) => Resolve(host, null);

    /// <summary>The same, with a way to end it from another thread.</summary>
    internal IPAddress[] Resolve(string host, DnsCancellation? cancellation)
    {
        if (string.IsNullOrEmpty(host))
        {
            throw new ArgumentException("Give a name or an address.", nameof(host));
        }

        if (_cache.TryGet(host, MonotonicClock.Milliseconds, out IPAddress[]? known, out DnsError error))
        {
            return known ?? throw DnsFailure.Create(error, host, false, null);
        }

        IPAddress? literal = AddressLiteral.Parse(host);
        if (literal is not null)
        {
            return [literal];
        }

        DnsName name = DnsName.Parse(host);
        return SpecialNames.GetRoute(name) switch
        {
            DnsRoute.Loopback => SpecialNames.GetLoopback(_useIPv6),
            DnsRoute.Invalid => throw DnsFailure.Create(DnsError.NoSuchName, host, false, null),
            DnsRoute.Multicast => Find(host, name, true, cancellation),
            _ => Find(host, name, false, cancellation),
        };
    }

    /// <summary>
    /// Forgets what is remembered of a name, for instance because its server does not answer at the address any more.
    /// A name that is not remembered does no harm.
    /// </summary>
    /// <param name="host">The name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public void Forget(string host)
    {
        ArgumentNullException.ThrowIfNull(host, nameof(host));
        _cache.Remove(host);
    }

    private IPAddress[] Find(string host, DnsName name, bool isMulticast, DnsCancellation? cancellation)
    {
        IPAddress[] servers = isMulticast ? [MulticastGroup.Address] : _servers ?? PlatformNetwork.GetNameServers();
        if (servers.Length == 0)
        {
            return FallBack(host, DnsFailure.Create(DnsError.NoServer, host, false, null));
        }

        int port = isMulticast ? MulticastGroup.Port : _port;
        int attempts = isMulticast ? _multicastAttempts : _attempts;
        Random random = CreateRandom();
        DnsLookup lookup = new DnsLookup(
            name, servers, port, attempts, _useIPv6, isMulticast, isMulticast ? 0 : _firstServer, random);
        using DnsExchange exchange = new DnsExchange(lookup, servers, port, isMulticast, random);
        cancellation?.Watch(exchange);
        if (exchange.Run())
        {
            Remember(lookup, isMulticast);
            _cache.Put(host, lookup.Addresses, lookup.TimeToLive, MonotonicClock.Milliseconds);
            return lookup.Addresses;
        }

        DnsException failure = DnsFailure.Create(lookup.Error, host, isMulticast, exchange.Cause);
        if (lookup.Error == DnsError.NoSuchName || lookup.Error == DnsError.NoAddress)
        {
            Remember(lookup, isMulticast);
            _cache.PutFailure(host, lookup.Error, lookup.TimeToLive, MonotonicClock.Milliseconds);
            throw failure;
        }

        // Closed first: the platform needs a socket too.
        exchange.Dispose();
        return isMulticast ? throw failure : FallBack(host, failure);
    }

    private void Remember(DnsLookup lookup, bool isMulticast)
    {
        if (!isMulticast)
        {
            _firstServer = lookup.ServerIndex;
        }
    }

    private IPAddress[] FallBack(string host, DnsException failure)
    {
        if (!_fallBackToPlatform)
        {
            throw failure;
        }

        try
        {
            return PlatformLookup.Find(host);
        }
        catch (TransportException)
        {
            // The platform's reason is less telling than the one that led here.
            throw failure;
        }
    }

    /// <summary>Random numbers of one look-up. When it happens goes into them, so the next one cannot be told from them.</summary>
    private Random CreateRandom()
    {
        lock (_lock)
        {
            return new Random(_random.Next() ^ (int)MonotonicClock.Milliseconds);
        }
    }

    private static IPAddress[] Copy(IPAddress[] addresses)
    {
        IPAddress[] copy = new IPAddress[addresses.Length];
        Array.Copy(addresses, copy, copy.Length);
        return copy;
    }
}
