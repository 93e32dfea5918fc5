using System;
using System.Net;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>Options of a <see cref="UdpTransport"/>. The constants here are the only place where the defaults stand.</summary>
public sealed class UdpOptions
{
    /// <summary>Default of <see cref="SendTimeout"/>: 10 s, the network timeout of Espressif's MQTT component.</summary>
    public const int DefaultSendTimeout = 10_000;

    /// <summary>Default of <see cref="MulticastTimeToLive"/>: 0, the platform's.</summary>
    public const int DefaultMulticastTimeToLive = 0;

    private IPAddress _localAddress = IPAddress.Any;
    private int _localPort;
    private int _sendTimeout = DefaultSendTimeout;
    private int _multicastTimeToLive = DefaultMulticastTimeToLive;
    private int _receiveBufferSize;

    /// <summary>The local address to receive at; default <see cref="IPAddress.Any"/>, every interface.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IPAddress LocalAddress
    {
        get => _localAddress;
        set => _localAddress = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The local port, 1 to 65535; 0, the default, lets the platform choose a free one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int LocalPort
    {
        get => _localPort;
        set => _localPort = OptionRange.Check(value, 0, IPEndPoint.MaxPort);
    }

    /// <summary>True lets several sockets of this device share the port, as for multicast on 5353. Default false.</summary>
    public bool ReuseAddress { get; set; }

    /// <summary>True allows sending to broadcast addresses, 255.255.255.255 for instance. Default false, as in lwIP.</summary>
    public bool Broadcast { get; set; }

    /// <summary>
    /// The most time in milliseconds that a send waits for room in the network stack, at least 1, or
    /// <see cref="Timeout.Infinite"/>; default <see cref="DefaultSendTimeout"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or less than -1.</exception>
    public int SendTimeout
    {
        get => _sendTimeout;
        set => _sendTimeout = value == Timeout.Infinite ? value : OptionRange.Check(value, 1, int.MaxValue);
    }

    /// <summary>
    /// How many hops a multicast datagram may go, 1 (the local network only) to 255; 0
    /// (<see cref="DefaultMulticastTimeToLive"/>) is the platform's: 1 on the PC, that of every other datagram in lwIP.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MulticastTimeToLive
    {
        get => _multicastTimeToLive;
        set => _multicastTimeToLive = OptionRange.Check(value, 0, 255);
    }

    /// <summary>
    /// Size of the socket's receive buffer in bytes, or 0, the default, for the platform's. Datagrams that come while it is
    /// full are lost.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ReceiveBufferSize
    {
        get => _receiveBufferSize;
        set => _receiveBufferSize = OptionRange.Check(value, 0, int.MaxValue);
    }
}
