using System;
using System.Net;
using System.Net.Sockets;
using EspNet.Sockets;
using EspNet.Time.Protocol;
using EspNet.Time.Session;

namespace EspNet.Time;

/// <summary>Asks one server once, in the calling thread: the look-up of its name, the socket, the clock. Used once.</summary>
internal sealed class SntpQuery
{
    private readonly string _host;
    private readonly int _port;
    private readonly int _addressIndex;
    private readonly int _timeout;
    private readonly SystemClock _clock;
    private readonly Random _random;
    private readonly SntpExchange _exchange;
    private readonly DnsCancellation _lookup = new DnsCancellation();
    private readonly object _lock = new object();
    private UdpTransport? _udp;
    private bool _isCancelled;

    /// <param name="server">Whom to ask.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">The clocks.</param>
    /// <param name="random">Makes nonce and port. Not used by another thread meanwhile.</param>
    internal SntpQuery(NtpServer server, SntpOptions options, SystemClock clock, Random random)
    {
        Server = server.Name;
        _host = server.Host;
        _port = server.Port;
        _addressIndex = server.AddressIndex;
        _timeout = options.Timeout;
        _clock = clock;
        _random = random;
        _exchange = new SntpExchange(random, options.MaximumRootDistance * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Whom it asks, as it was given.</summary>
    internal string Server { get; }

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="SntpException">There is none that can be used.</exception>
    internal SntpResponse Run()
    {
        try
        {
            IPAddress address = Resolve();
            using UdpTransport udp = Open(address.AddressFamily);
            return Ask(udp, address);
        }
        catch (TransportException e)
        {
            throw SntpFailure.Create(
                IsCancelled ? SntpError.Cancelled : e is DnsException ? SntpError.HostNotFound : SntpError.Network, Server, e);
        }
        catch (SntpException)
        {
            // What the name led to did not help, so it is looked up anew the next time.
            DnsResolver.Default.Forget(_host);
            throw;
        }
    }

    /// <summary>From any thread: ends <see cref="Run"/>, or keeps it from starting.</summary>
    internal void Cancel()
    {
        UdpTransport? udp;
        lock (_lock)
        {
            _isCancelled = true;
            udp = _udp;
        }

        _lookup.Cancel();
        udp?.Close();
    }

    private bool IsCancelled
    {
        get
        {
            lock (_lock)
            {
                return _isCancelled;
            }
        }
    }

    private IPAddress Resolve()
    {
        IPAddress[] addresses = DnsResolver.Default.Resolve(_host, _lookup);
        return addresses[_addressIndex % addresses.Length];
    }

    private UdpTransport Open(AddressFamily family)
    {
        UdpOptions options = new UdpOptions { SendTimeout = _timeout };
        if (family == AddressFamily.InterNetworkV6)
        {
            options.LocalAddress = IPAddress.IPv6Any;
        }

        UdpTransport udp = RandomPort.Open(options, _random);
        bool isCancelled;
        lock (_lock)
        {
            _udp = udp;
            isCancelled = _isCancelled;
        }

        if (isCancelled)
        {
            udp.Close(); // The next call on it says so.
        }

        return udp;
    }

    private SntpResponse Ask(UdpTransport udp, IPAddress address)
    {
        IPEndPoint server = new IPEndPoint(address, _port);
        long deadline = MonotonicClock.Milliseconds + _timeout;
        _exchange.Begin(_clock.Ticks);
        udp.Send(_exchange.Request, 0, NtpPacket.Length, server);

        // What is longer has fields that are not looked at.
        byte[] packet = new byte[NtpPacket.Length];
        while (true)
        {
            long remaining = deadline - MonotonicClock.Milliseconds;
            int count = Transport.TimedOut;
            IPEndPoint? from = null;
            if (remaining > 0)
            {
                count = udp.Receive(packet, 0, packet.Length, (int)remaining, out from);
            }

            long now = _clock.Ticks;
            if (count < 0 || from is null)
            {
                throw SntpFailure.Create(SntpError.TimedOut, Server, null);
            }

            if (from.Port == _port && from.Address.Equals(address) && _exchange.TryTake(packet, count, now))
            {
                return _exchange.Error switch
                {
                    SntpError.None => new SntpResponse(Server, address, _exchange, _clock, now),
                    SntpError.KissOfDeath => throw SntpFailure.CreateKiss(Server, _exchange.KissCode),
                    _ => throw SntpFailure.Create(_exchange.Error, Server, null),
                };
            }
        }
    }
}
