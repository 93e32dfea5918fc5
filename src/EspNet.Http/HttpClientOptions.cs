using System;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Http;

/// <summary>
/// Options of an <see cref="EspHttpClient"/>. Times are in milliseconds. The constants here are the only place where the
/// defaults stand.
/// </summary>
public sealed class HttpClientOptions
{
    /// <summary>Default of <see cref="ConnectTimeout"/>: 10 s.</summary>
    public const int DefaultConnectTimeout = 10_000;

    /// <summary>Default of <see cref="HeaderTimeout"/>: 10 s.</summary>
    public const int DefaultHeaderTimeout = 10_000;

    /// <summary>Default of <see cref="ReadTimeout"/>: 10 s.</summary>
    public const int DefaultReadTimeout = 10_000;

    /// <summary>Default of <see cref="TotalTimeout"/>: no limit.</summary>
    public const int DefaultTotalTimeout = Timeout.Infinite;

    /// <summary>Default of <see cref="ContinueTimeout"/>: 1 s, as curl has it.</summary>
    public const int DefaultContinueTimeout = 1_000;

    /// <summary>Default of <see cref="IdleTimeout"/>: 30 s.</summary>
    public const int DefaultIdleTimeout = 30_000;

    /// <summary>Default of <see cref="MaximumIdleConnections"/>: 1.</summary>
    public const int DefaultMaximumIdleConnections = 1;

    /// <summary>Default of <see cref="MaximumRedirects"/>: 10, as ESP-IDF's client has it.</summary>
    public const int DefaultMaximumRedirects = 10;

    /// <summary>Default of <see cref="MaximumContentSize"/>: 16,384 bytes.</summary>
    public const int DefaultMaximumContentSize = 16_384;

    /// <summary>Default of <see cref="ReceiveBufferSize"/> and <see cref="SendBufferSize"/>: 1,024 bytes.</summary>
    public const int DefaultBufferSize = 1024;

    /// <summary>Default of <see cref="UserAgent"/>.</summary>
    public const string DefaultUserAgent = "EspNet";

    private const int LongestTime = 24 * 60 * 60 * 1000;

    private int _connectTimeout = DefaultConnectTimeout;
    private int _headerTimeout = DefaultHeaderTimeout;
    private int _readTimeout = DefaultReadTimeout;
    private int _totalTimeout = DefaultTotalTimeout;
    private int _continueTimeout = DefaultContinueTimeout;
    private int _idleTimeout = DefaultIdleTimeout;
    private int _maximumIdleConnections = DefaultMaximumIdleConnections;
    private int _maximumRedirects = DefaultMaximumRedirects;
    private int _maximumContentSize = DefaultMaximumContentSize;
    private int _receiveBufferSize = DefaultBufferSize;
    private int _sendBufferSize = DefaultBufferSize;

    /// <summary>Makes the connections instead of TCP and TLS; null, the default, for those. For tests and other transports.</summary>
    public TransportFactory? TransportFactory { get; set; }

    /// <summary>The options of every connection.</summary>
    public TcpOptions Tcp { get; } = new TcpOptions();

    /// <summary>The options of https: root certificates, the client's own certificate.</summary>
    public TlsOptions Tls { get; } = new TlsOptions();

    /// <summary>
    /// Time for a connection, from the look-up of the name to the end of the TLS handshake, 100 ms to a day; default
    /// <see cref="DefaultConnectTimeout"/>. The options of TCP, TLS and the resolver hold beside it, and the shorter time
    /// wins, except that a look-up under way is finished. Past it: <see cref="HttpError.Transport"/> with TimedOut.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int ConnectTimeout
    {
        get => _connectTimeout;
        set => _connectTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>
    /// Time from the end of the request to the end of the response's header, 1 ms to a day; default
    /// <see cref="DefaultHeaderTimeout"/>. Past it: <see cref="HttpError.Timeout"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int HeaderTimeout
    {
        get => _headerTimeout;
        set => _headerTimeout = OptionRange.Check(value, 1, LongestTime);
    }

    /// <summary>
    /// Time for each read of the response's body, 1 ms to a day; default <see cref="DefaultReadTimeout"/>. Past it:
    /// <see cref="HttpError.Timeout"/>. How long a write may take is <see cref="TcpOptions.SendTimeout"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int ReadTimeout
    {
        get => _readTimeout;
        set => _readTimeout = OptionRange.Check(value, 1, LongestTime);
    }

    /// <summary>
    /// Time for the whole, from the call to the end of the body, redirects and all, 1 ms to a day;
    /// <see cref="Timeout.Infinite"/>, the default, for no limit. Checked before each wait and bounding it; a write under
    /// way is bounded by <see cref="TcpOptions.SendTimeout"/>. Past it: <see cref="HttpError.Timeout"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int TotalTimeout
    {
        get => _totalTimeout;
        set => _totalTimeout = value == Timeout.Infinite ? value : OptionRange.Check(value, 1, LongestTime);
    }

    /// <summary>
    /// How long a request with <see cref="HttpRequest.ExpectContinue"/> waits for the server's word before it sends its body
    /// anyway, 0 to a day; default <see cref="DefaultContinueTimeout"/> (RFC 9110, section 10.1.1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int ContinueTimeout
    {
        get => _continueTimeout;
        set => _continueTimeout = OptionRange.Check(value, 0, LongestTime);
    }

    /// <summary>
    /// How long a connection is kept for the next request, 0 to a day; default <see cref="DefaultIdleTimeout"/>. It is
    /// looked at when the next request begins, since a client has no thread of its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int IdleTimeout
    {
        get => _idleTimeout;
        set => _idleTimeout = OptionRange.Check(value, 0, LongestTime);
    }

    /// <summary>
    /// Connections that are kept for the next request, 0 to 8; default <see cref="DefaultMaximumIdleConnections"/>. Each
    /// holds a socket and its buffers, over TLS 42 KB and more; with 0 every connection is closed after its response.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumIdleConnections
    {
        get => _maximumIdleConnections;
        set => _maximumIdleConnections = OptionRange.Check(value, 0, 8);
    }

    /// <summary>
    /// Redirects that are followed for one request, 0 to 50; default <see cref="DefaultMaximumRedirects"/>. With 0 the
    /// response that redirects is returned; past another number: <see cref="HttpError.TooManyRedirects"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumRedirects
    {
        get => _maximumRedirects;
        set => _maximumRedirects = OptionRange.Check(value, 0, 50);
    }

    /// <summary>
    /// The largest body that <see cref="HttpResponse.ReadString"/> and <see cref="HttpResponse.ReadBytes"/> collect, 1 byte
    /// to 16 MB; default <see cref="DefaultMaximumContentSize"/>. Past it: <see cref="HttpError.TooLarge"/>. A stream has no
    /// such limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumContentSize
    {
        get => _maximumContentSize;
        set => _maximumContentSize = OptionRange.Check(value, 1, 16 * 1024 * 1024);
    }

    /// <summary>
    /// Bytes of a connection's receive buffer at the beginning, 128 to 65,536; default <see cref="DefaultBufferSize"/>. It
    /// grows up to <see cref="HttpLimits.MaximumHeaderSize"/> where a server sends so much.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int ReceiveBufferSize
    {
        get => _receiveBufferSize;
        set => _receiveBufferSize = OptionRange.Check(value, 128, 65_536);
    }

    /// <summary>
    /// Bytes of a connection's send buffer, 128 to 65,536; default <see cref="DefaultBufferSize"/>. A chunk is at most so
    /// large; a request's header and a small body leave in one send.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int SendBufferSize
    {
        get => _sendBufferSize;
        set => _sendBufferSize = OptionRange.Check(value, 128, 65_536);
    }

    /// <summary>The limits of what a server may send.</summary>
    public HttpLimits Limits { get; } = new HttpLimits();

    /// <summary>The User-Agent field; default <see cref="DefaultUserAgent"/>; null sends none.</summary>
    public string? UserAgent { get; set; } = DefaultUserAgent;
}
