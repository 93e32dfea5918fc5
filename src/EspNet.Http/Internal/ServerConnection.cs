using EspNet.Http.Protocol;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Http.Internal;

/// <summary>A client of the server: watched while it is idle or sending a header, and served by one worker after that.</summary>
internal sealed class ServerConnection
{
    private readonly TcpTransport _tcp;
    private readonly HttpServerOptions _options;

    internal ServerConnection(TcpTransport tcp, HttpServerOptions options, long now)
    {
        _tcp = tcp;
        _options = options;
        Since = now;
        if (options.Tls is null)
        {
            Connection = Connect(tcp);
        }
    }

    /// <summary>Null before the TLS handshake.</summary>
    internal HttpConnection? Connection { get; private set; }

    internal bool IsSecure => _options.Tls is not null;

    /// <summary>When it became idle, or when its header began: milliseconds of the monotonic clock.</summary>
    internal long Since { get; set; }

    /// <summary>Bytes of a header have come.</summary>
    internal bool IsReading { get; set; }

    /// <summary>Its time is up: the header that has begun (<see cref="IsReading"/>) is not complete, or it is silent too long.</summary>
    internal bool IsLate { get; set; }

    /// <summary>The response that is being sent lets another request follow.</summary>
    internal bool KeepAlive { get; set; }

    /// <summary>Whether the TCP connection has something to read, or has ended.</summary>
    internal bool CanRead => Connection is null ? _tcp.Poll(TransportPoll.Read, 0) : Connection.CanRead(0);

    /// <summary>The handshake, on a worker.</summary>
    /// <exception cref="TransportException">It failed. Nothing stays open.</exception>
    internal void Authenticate()
    {
        TlsTransport tls = new TlsTransport(_tcp, _options.Tls);
        tls.AuthenticateAsServer();
        Connection = Connect(tls);
    }

    internal void Close()
    {
        if (Connection is null)
        {
            _tcp.Close();
        }
        else
        {
            Connection.Close();
        }
    }

    internal void Abort() => _tcp.Abort();

    private HttpConnection Connect(ITransport transport) => new HttpConnection(
        transport,
        new HttpReader(HttpRole.Server, _options.Limits, _options.ReceiveBufferSize),
        null);
}
