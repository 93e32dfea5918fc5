using System;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Http;

/// <summary>
/// Options of an <see cref="EspHttpServer"/>. Times are in milliseconds. The constants here are the only place where the
/// defaults stand; those of the sockets stand in <see cref="TcpServerOptions"/>.
/// </summary>
public sealed class HttpServerOptions
{
    /// <summary>Default of <see cref="Workers"/>: 2.</summary>
    public const int DefaultWorkers = 2;

    /// <summary>Default of <see cref="HeaderTimeout"/>: 5 s, recv_wait_timeout of ESP-IDF's server.</summary>
    public const int DefaultHeaderTimeout = 5_000;

    /// <summary>Default of <see cref="BodyTimeout"/>: 5 s, recv_wait_timeout of ESP-IDF's server.</summary>
    public const int DefaultBodyTimeout = 5_000;

    /// <summary>Default of <see cref="MinimumBodyRate"/>: 64 bytes a second.</summary>
    public const int DefaultMinimumBodyRate = 64;

    /// <summary>Default of <see cref="IdleTimeout"/>: 15 s.</summary>
    public const int DefaultIdleTimeout = 15_000;

    /// <summary>Default of <see cref="ReceiveBufferSize"/>: 512 bytes.</summary>
    public const int DefaultReceiveBufferSize = 512;

    /// <summary>Default of <see cref="SendBufferSize"/>: 1,024 bytes.</summary>
    public const int DefaultSendBufferSize = 1024;

    /// <summary>Default of <see cref="MaximumContentSize"/>: 8,192 bytes.</summary>
    public const int DefaultMaximumContentSize = 8192;

    /// <summary>Default of <see cref="HttpLimits.MaximumHeaderSize"/> for a server: 2,048 bytes, because each client may take so much.</summary>
    public const int DefaultMaximumHeaderSize = 2048;

    /// <summary>Port of http.</summary>
    public const int DefaultPort = 80;

    /// <summary>Port of https.</summary>
    public const int DefaultSecurePort = 443;

    private const int LongestTime = 24 * 60 * 60 * 1000;

    private int _workers = DefaultWorkers;
    private int _headerTimeout = DefaultHeaderTimeout;
    private int _bodyTimeout = DefaultBodyTimeout;
    private int _minimumBodyRate = DefaultMinimumBodyRate;
    private int _idleTimeout = DefaultIdleTimeout;
    private int _receiveBufferSize = DefaultReceiveBufferSize;
    private int _sendBufferSize = DefaultSendBufferSize;
    private int _maximumContentSize = DefaultMaximumContentSize;

    /// <summary>Makes the default options of a server on port 80.</summary>
    public HttpServerOptions()
        : this(DefaultPort)
    {
    }

    /// <summary>Makes the default options of a server on another port.</summary>
    /// <param name="port">1 to 65535; 0 lets the platform choose.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is outside its range.</exception>
    public HttpServerOptions(int port)
    {
        Listener.Port = port;
        Limits.MaximumHeaderSize = DefaultMaximumHeaderSize;
    }

    /// <summary>
    /// The sockets: address, port, at most 7 clients and what happens to one more (FAQ, "How do I set the maximum number of
    /// clients that are allowed for connection when ESP32 serves as an HTTP server?").
    /// </summary>
    public TcpServerOptions Listener { get; } = new TcpServerOptions();

    /// <summary>
    /// The server's certificate and key, which make it https; null, the default, for http. A handshake takes a worker's time,
    /// and on the device that of all threads.
    /// </summary>
    public TlsOptions? Tls { get; set; }

    /// <summary>
    /// Threads that run handlers, 1 to 8; default <see cref="DefaultWorkers"/>. One more listens and watches the clients that
    /// are idle or still sending their header, so that those hold no worker up. A client that takes its response slowly does:
    /// it has <see cref="TcpOptions.SendTimeout"/> of <see cref="TcpServerOptions.Client"/> for each send buffer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Workers
    {
        get => _workers;
        set => _workers = OptionRange.Check(value, 1, 8);
    }

    /// <summary>
    /// Time from the first byte of a request to the end of its header, 100 ms to a day; default
    /// <see cref="DefaultHeaderTimeout"/>. Past it the client gets 408 and is closed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int HeaderTimeout
    {
        get => _headerTimeout;
        set => _headerTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>
    /// Time for each read of a request's body, 100 ms to a day; default <see cref="DefaultBodyTimeout"/>. Past it the handler
    /// gets <see cref="HttpError.Timeout"/>, and the client 408.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int BodyTimeout
    {
        get => _bodyTimeout;
        set => _bodyTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>
    /// Bytes a second that a request's body brings at least, on the average of the time in which the server waits for it and
    /// after the first <see cref="BodyTimeout"/>, 0 to 1,000,000; default <see cref="DefaultMinimumBodyRate"/>. A client that
    /// sends a byte now and then would otherwise hold a worker for ever. Below it the handler gets
    /// <see cref="HttpError.Timeout"/>, and the client 408; 0 is for uploads that are slow on purpose.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MinimumBodyRate
    {
        get => _minimumBodyRate;
        set => _minimumBodyRate = OptionRange.Check(value, 0, 1_000_000);
    }

    /// <summary>
    /// Time that a connection without a request is kept, 100 ms to a day; default <see cref="DefaultIdleTimeout"/>. Past it
    /// it is closed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int IdleTimeout
    {
        get => _idleTimeout;
        set => _idleTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>
    /// Bytes of each client's receive buffer at the beginning, 128 to 65,536; default <see cref="DefaultReceiveBufferSize"/>.
    /// It grows up to <see cref="HttpLimits.MaximumHeaderSize"/> where a client sends so much.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int ReceiveBufferSize
    {
        get => _receiveBufferSize;
        set => _receiveBufferSize = OptionRange.Check(value, 128, 65_536);
    }

    /// <summary>
    /// Bytes of each worker's two send buffers, 128 to 65,536; default <see cref="DefaultSendBufferSize"/>. A response that
    /// fits is sent with its length and in one piece; a longer one is chunked, unless its length was given before.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int SendBufferSize
    {
        get => _sendBufferSize;
        set => _sendBufferSize = OptionRange.Check(value, 128, 65_536);
    }

    /// <summary>
    /// The largest body that <see cref="HttpServerRequest.ReadString"/>, ReadBytes and ReadForm collect, 1 byte to 16 MB;
    /// default <see cref="DefaultMaximumContentSize"/>. Past it the handler gets <see cref="HttpError.TooLarge"/>, and the
    /// client 413. A stream has no such limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumContentSize
    {
        get => _maximumContentSize;
        set => _maximumContentSize = OptionRange.Check(value, 1, 16 * 1024 * 1024);
    }

    /// <summary>The limits of what a client may send.</summary>
    public HttpLimits Limits { get; } = new HttpLimits();
}
