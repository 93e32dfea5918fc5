using System;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>
/// Runs one <see cref="DnsLookup"/> in the calling thread: its datagram socket, its TCP connection for a long answer, and
/// the clock. Both sockets are gone when it is disposed.
/// </summary>
internal sealed class DnsExchange : IDisposable
{
    /// <summary>Datagrams by multicast may be longer than those of a name server, up to a packet of Ethernet.</summary>
    private const int LongestMulticastDatagram = 1472;

    /// <summary>The longest answer over TCP that is taken: it would hold 250 addresses.</summary>
    private const int LongestStreamReply = 4096;

    /// <summary>
    /// A failed receive may be the doing of a stranger's packet, so the look-up goes on; with this many it is the
    /// socket that does not work.
    /// </summary>
    private const int MostReceiveFailures = 8;

    private readonly DnsLookup _lookup;
    private readonly IPAddress[] _servers;
    private readonly int _port;
    private readonly Random _random;
    private readonly byte[] _buffer;
    private readonly object _lock = new object();
    private UdpTransport? _udp;
    private TcpTransport? _tcp;
    private AddressFamily _family;
    private bool _cancelled;
    private int _receiveFailures;

    /// <summary>Makes an exchange without any socket.</summary>
    /// <param name="lookup">The look-up, not started.</param>
    /// <param name="servers">The servers of the look-up.</param>
    /// <param name="port">Their port.</param>
    /// <param name="isMulticast">Whether the server is a multicast group.</param>
    /// <param name="random">Chooses the ports; it may be the one of the look-up.</param>
    internal DnsExchange(DnsLookup lookup, IPAddress[] servers, int port, bool isMulticast, Random random)
    {
        _lookup = lookup;
        _servers = servers;
        _port = port;
        _random = random;
        _buffer = new byte[isMulticast ? LongestMulticastDatagram : DnsMessage.LongestDatagram];
    }

    /// <summary>The failure below the last query or connection that failed, null when there was none.</summary>
    internal TransportException? Cause { get; private set; }

    private IPAddress Server => _servers[_lookup.ServerIndex];

    /// <summary>Runs to the end.</summary>
    /// <returns>True when the look-up has addresses, false when it has an error.</returns>
    /// <exception cref="TransportException">
    /// There is no socket for it, or it was cancelled (<see cref="TransportError.Closed"/>).
    /// </exception>
    internal bool Run()
    {
        DnsAction action = _lookup.Start(MonotonicClock.Milliseconds);
        while (action != DnsAction.Done && action != DnsAction.Failed)
        {
            CheckCancelled();
            action = action switch
            {
                DnsAction.Send => Send(),
                DnsAction.AskOverTcp => AskOverTcp(),
                _ => Wait(),
            };
        }

        CheckCancelled();
        return action == DnsAction.Done;
    }

    /// <summary>From any thread: ends <see cref="Run"/>, or keeps it from starting.</summary>
    internal void Cancel()
    {
        UdpTransport? udp;
        TcpTransport? tcp;
        lock (_lock)
        {
            _cancelled = true;
            udp = _udp;
            tcp = _tcp;
        }

        udp?.Close();
        tcp?.Abort();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        UdpTransport? udp;
        lock (_lock)
        {
            udp = _udp;
            _udp = null;
        }

        udp?.Dispose();
    }

    private void CheckCancelled()
    {
        lock (_lock)
        {
            if (_cancelled)
            {
                throw Failure.Closed("Looking a name up", null);
            }
        }
    }

    private DnsAction Send()
    {
        bool isOpen = false;
        try
        {
            UdpTransport udp = Open(Server.AddressFamily);
            isOpen = true;
            udp.Send(_lookup.Query, 0, _lookup.QueryLength, new IPEndPoint(Server, _port));
            return DnsAction.Wait;
        }
        catch (TransportException e) when (isOpen || e.Error != TransportError.OutOfResources)
        {
            Cause = e;
            return _lookup.OnSendFailed(MonotonicClock.Milliseconds);
        }
    }

    private DnsAction Wait()
    {
        long remaining = _lookup.Deadline - MonotonicClock.Milliseconds;
        int count = Transport.TimedOut;
        IPEndPoint? remote = null;
        try
        {
            if (remaining > 0)
            {
                count = _udp!.Receive(_buffer, 0, _buffer.Length, (int)remaining, out remote);
            }
        }
        catch (TransportException e)
        {
            Cause = e;
            return ++_receiveFailures > MostReceiveFailures
                ? _lookup.OnSendFailed(MonotonicClock.Milliseconds)
                : DnsAction.Wait;
        }

        long now = MonotonicClock.Milliseconds;
        return count < 0 || remote is null
            ? _lookup.OnTimeout(now)
            : _lookup.OnDatagram(_buffer, 0, count, remote.Address, remote.Port, now);
    }

    private UdpTransport Open(AddressFamily family)
    {
        if (_udp is not null && _family == family)
        {
            return _udp;
        }

        Dispose();
        // A send that fails may take the device the whole of its time.
        UdpOptions options = new UdpOptions { SendTimeout = GetRemaining() };
        if (family == AddressFamily.InterNetworkV6)
        {
            options.LocalAddress = IPAddress.IPv6Any;
        }

        UdpTransport opened = RandomPort.Open(options, _random);

        // A cancel that came meanwhile is found before the next wait.
        lock (_lock)
        {
            _udp = opened;
        }

        _family = family;
        return opened;
    }

    private DnsAction AskOverTcp()
    {
        byte[]? reply = null;
        try
        {
            reply = ReadOverTcp();
        }
        catch (TransportException e)
        {
            Cause = e;
        }

        long now = MonotonicClock.Milliseconds;
        return reply is null ? _lookup.OnTcpFailed(now) : _lookup.OnTcpReply(reply, 0, reply.Length, now);
    }

    /// <summary>Each message stands behind its length (RFC 1035, section 4.2.2). Null when that is longer than any answer.</summary>
    private byte[]? ReadOverTcp()
    {
        int remaining = GetRemaining();
        using TcpTransport tcp = new TcpTransport(new TcpOptions { ConnectTimeout = remaining, SendTimeout = remaining });
        lock (_lock)
        {
            _tcp = tcp;
        }

        CheckCancelled();
        tcp.Connect(Server.ToString(), _port);

        // In one write, because some servers take the first segment for all of it (RFC 7766, section 8).
        byte[] query = new byte[2 + _lookup.QueryLength];
        DnsMessage.WriteNumber(query, 0, _lookup.QueryLength);
        Array.Copy(_lookup.Query, 0, query, 2, _lookup.QueryLength);
        tcp.Write(query, 0, query.Length);

        tcp.ReadExactly(query, 0, 2, GetRemaining());
        int length = DnsMessage.ReadNumber(query, 0);
        if (length > LongestStreamReply)
        {
            return null;
        }

        byte[] reply = new byte[length];
        tcp.ReadExactly(reply, 0, length, GetRemaining());
        return reply;
    }

    /// <summary>At least 1: a read of something that is there already succeeds.</summary>
    private int GetRemaining()
    {
        long remaining = _lookup.Deadline - MonotonicClock.Milliseconds;
        return remaining > 1 ? (int)remaining : 1;
    }
}
