using System;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>
/// Options of a <see cref="TcpTransport"/>. Times are in milliseconds unless the name says otherwise. The constants
/// here are the only place where the defaults stand.
/// </summary>
/// <remarks>
/// A linger time above 0 is not offered, because on lwIP a close that lingers over unacknowledged data fails and loses
/// the socket for ever: <see cref="TcpTransport.Close"/> and <see cref="TcpTransport.Abort"/>, which is the FAQ's linger
/// of 0, are the two choices that work.
/// </remarks>
public sealed class TcpOptions
{
    /// <summary>Default of <see cref="ConnectTimeout"/>: 10 s, the network timeout of Espressif's MQTT component.</summary>
    public const int DefaultConnectTimeout = 10_000;

    /// <summary>Default of <see cref="SendTimeout"/>: 10 s, the network timeout of Espressif's MQTT component.</summary>
    public const int DefaultSendTimeout = 10_000;

    /// <summary>Default of <see cref="ReceiveTimeout"/>: 10 s, the network timeout of Espressif's MQTT component.</summary>
    public const int DefaultReceiveTimeout = 10_000;

    /// <summary>Default of <see cref="CloseTimeout"/>: 1 s.</summary>
    public const int DefaultCloseTimeout = 1_000;

    /// <summary>
    /// Default of <see cref="NoDelay"/>: on. FAQ, "I find that the network data latency of TCP &amp; UDP is large".
    /// </summary>
    public const bool DefaultNoDelay = true;

    /// <summary>Default of <see cref="KeepAlive"/>: off, because the protocols above have their own (MQTT's PINGREQ).</summary>
    public const bool DefaultKeepAlive = false;

    /// <summary>Default of <see cref="KeepAliveIdleSeconds"/>: 5 s. FAQ, "How do I enable keepalive for TCP in ESP-IDF?".</summary>
    public const int DefaultKeepAliveIdleSeconds = 5;

    /// <summary>Default of <see cref="KeepAliveIntervalSeconds"/>: 5 s. FAQ, as above.</summary>
    public const int DefaultKeepAliveIntervalSeconds = 5;

    /// <summary>Default of <see cref="KeepAliveCount"/>: 3 probes. FAQ, as above.</summary>
    public const int DefaultKeepAliveCount = 3;

    /// <summary>Default of <see cref="ReceiveBufferSize"/>: 0, the platform's.</summary>
    public const int DefaultReceiveBufferSize = 0;

    /// <summary>The only value of <see cref="SendBufferSize"/>: 0, the platform's.</summary>
    public const int DefaultSendBufferSize = 0;

    private readonly int _sendBufferSize = DefaultSendBufferSize;
    private int _connectTimeout = DefaultConnectTimeout;
    private int _sendTimeout = DefaultSendTimeout;
    private int _receiveTimeout = DefaultReceiveTimeout;
    private int _closeTimeout = DefaultCloseTimeout;
    private int _keepAliveIdle = DefaultKeepAliveIdleSeconds;
    private int _keepAliveInterval = DefaultKeepAliveIntervalSeconds;
    private int _keepAliveCount = DefaultKeepAliveCount;
    private int _receiveBufferSize = DefaultReceiveBufferSize;

    /// <summary>
    /// Turns names into addresses. Null, the default, takes <see cref="DnsResolver.Default"/>.
    /// </summary>
    public DnsResolver? Resolver { get; set; }

    /// <summary>
    /// The most time for <see cref="TcpTransport.Connect"/> in milliseconds, at least 1; default
    /// <see cref="DefaultConnectTimeout"/>. Past it the socket is closed and the connect fails with
    /// <see cref="TransportError.TimedOut"/>. When a name has several addresses they share this time. The look-up of
    /// the name comes on top: see <see cref="TcpTransport.Connect"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int ConnectTimeout
    {
        get => _connectTimeout;
        set => _connectTimeout = OptionRange.Check(value, 1, int.MaxValue);
    }

    /// <summary>
    /// The most time in milliseconds that a write waits while the peer takes nothing, at least 1, or
    /// <see cref="Timeout.Infinite"/>; default <see cref="DefaultSendTimeout"/>. Past it the write fails with
    /// <see cref="TransportError.TimedOut"/> and the transport can no longer be used.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or less than -1.</exception>
    public int SendTimeout
    {
        get => _sendTimeout;
        set => _sendTimeout = value == Timeout.Infinite ? value : OptionRange.Check(value, 1, int.MaxValue);
    }

    /// <summary>
    /// How long <see cref="TcpTransport.Read(byte[], int, int)"/>, the read that is given no time, waits for the first
    /// byte: milliseconds, 0 or more, or <see cref="Timeout.Infinite"/>; default <see cref="DefaultReceiveTimeout"/>.
    /// Past it the read answers <see cref="Transport.TimedOut"/>, and the transport is as good as before.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than -1.</exception>
    public int ReceiveTimeout
    {
        get => _receiveTimeout;
        set => _receiveTimeout = OptionRange.Check(value, Timeout.Infinite, int.MaxValue);
    }

    /// <summary>
    /// The most time in milliseconds that <see cref="TcpTransport.Close"/> waits for the peer to close its side, 0 or
    /// more; default <see cref="DefaultCloseTimeout"/>. The device cannot close one direction alone, so there only what
    /// has already arrived is drained and nothing is waited for.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int CloseTimeout
    {
        get => _closeTimeout;
        set => _closeTimeout = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>
    /// True sends small packets at once; false lets the platform collect them (Nagle's algorithm), which saves packets
    /// and costs latency. Default <see cref="DefaultNoDelay"/>.
    /// </summary>
    public bool NoDelay { get; set; } = DefaultNoDelay;

    /// <summary>
    /// True probes a silent connection, so that one that died without a word ends with
    /// <see cref="TransportError.TimedOut"/> or <see cref="TransportError.Aborted"/>. Default <see cref="DefaultKeepAlive"/>.
    /// </summary>
    public bool KeepAlive { get; set; } = DefaultKeepAlive;

    /// <summary>
    /// Silence in seconds before the first probe, 1 to 32767; default <see cref="DefaultKeepAliveIdleSeconds"/>. Only
    /// with <see cref="KeepAlive"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int KeepAliveIdleSeconds
    {
        get => _keepAliveIdle;
        set => _keepAliveIdle = OptionRange.Check(value, 1, short.MaxValue);
    }

    /// <summary>
    /// Seconds between unanswered probes, 1 to 32767; default <see cref="DefaultKeepAliveIntervalSeconds"/>. Only with
    /// <see cref="KeepAlive"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int KeepAliveIntervalSeconds
    {
        get => _keepAliveInterval;
        set => _keepAliveInterval = OptionRange.Check(value, 1, short.MaxValue);
    }

    /// <summary>
    /// Unanswered probes after which the connection is given up, 1 to 127; default <see cref="DefaultKeepAliveCount"/>.
    /// Only with <see cref="KeepAlive"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int KeepAliveCount
    {
        get => _keepAliveCount;
        set => _keepAliveCount = OptionRange.Check(value, 1, sbyte.MaxValue);
    }

    /// <summary>
    /// Size of the socket's receive buffer in bytes, or 0 (<see cref="DefaultReceiveBufferSize"/>) for the platform's.
    /// On the device it needs CONFIG_LWIP_SO_RCVBUF, which is on in the usual firmware (FAQ, the question on SO_SNDBUF).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ReceiveBufferSize
    {
        get => _receiveBufferSize;
        set => _receiveBufferSize = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>
    /// Cannot be changed: lwIP does not support SO_SNDBUF, so that the device would answer a bare error. The size of the send
    /// buffer is a setting of the firmware, LWIP_TCP_SND_BUF_DEFAULT, 5,760 bytes in nanoFramework's (FAQ, "Why does
    /// ESP-IDF report an error when SO_SNDBUF option of setsockopt are used"). Always 0
    /// (<see cref="DefaultSendBufferSize"/>), the platform's.
    /// </summary>
    /// <exception cref="TransportException"><see cref="TransportError.NotSupported"/>, with the same explanation.</exception>
    public int SendBufferSize
    {
        get => _sendBufferSize;
        set
        {
            if (value != _sendBufferSize)
            {
                throw new TransportException(
                    TransportError.NotSupported,
                    "The send buffer cannot be sized from a program, because lwIP does not support SO_SNDBUF. Set it in the "
                        + "firmware: Component config > LWIP > TCP > Default send buffer size (LWIP_TCP_SND_BUF_DEFAULT).");
            }
        }
    }
}
