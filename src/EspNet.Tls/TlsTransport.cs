using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>
/// A secure connection over TCP, as client or server. Certificates and host names are verified unless the options say
/// otherwise in so many words; every wait is bounded; what fails is a <see cref="TlsException"/> that says why. One thread
/// reads; writes of several threads follow one another.
/// </summary>
public sealed class TlsTransport : IClientTransport
{
    private readonly TcpTransport _tcp;
    private readonly TlsOptions _options;
    private readonly object _lock = new object();
    private readonly object _writing = new object();
    private TlsSession? _session;
    private TransportException? _writeFailure;
    private bool _used;
    private bool _secured;
    private bool _closed;
    private int _reading;

    /// <summary>Makes an unconnected transport with the default options.</summary>
    public TlsTransport()
        : this((TlsOptions?)null, null)
    {
    }

    /// <summary>Makes an unconnected transport.</summary>
    /// <param name="options">The options, read when connecting; null takes the defaults.</param>
    public TlsTransport(TlsOptions? options)
        : this(options, null)
    {
    }

    /// <summary>Makes an unconnected transport.</summary>
    /// <param name="options">The options, read when connecting; null takes the defaults.</param>
    /// <param name="tcpOptions">The options of the connection below; null takes the defaults.</param>
    public TlsTransport(TlsOptions? options, TcpOptions? tcpOptions)
        : this(new TcpTransport(tcpOptions), options)
    {
    }

    /// <summary>
    /// Makes a transport over another: an unconnected one for <see cref="Connect"/>, a connected one for
    /// <see cref="AuthenticateAsClient"/>, an accepted one for <see cref="AuthenticateAsServer"/>.
    /// </summary>
    /// <param name="tcp">The connection below. It belongs to this transport from here on.</param>
    /// <param name="options">The options, read at the handshake; null takes the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tcp"/> is null.</exception>
    public TlsTransport(TcpTransport tcp, TlsOptions? options)
    {
        ArgumentNullException.ThrowIfNull(tcp, nameof(tcp));
        _tcp = tcp;
        _options = options ?? new TlsOptions();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Connects as <see cref="TcpTransport.Connect"/> does, then does the handshake of a client. By default that may take up to
    /// 7 s for the name, 10 s for the connection and 10 s for the handshake.
    /// </remarks>
    /// <exception cref="TlsException">The handshake failed; <see cref="TlsException.TlsError"/> says why. Nothing stays open.</exception>
    public void Connect(string host, int port)
    {
        Arguments.CheckPeer(host, port);
        Claim("Connecting");

        // Asked first, so that a clock that is not set costs no connection.
        TlsPreconditions.Check(_options, false, DateTime.UtcNow);
        long deadline = MonotonicClock.Milliseconds + ConnectLimit;
        _tcp.ConnectLimit = ConnectLimit;
        _tcp.Connect(host, port);
        TlsOptions options = _options.Copy();
        if (ConnectLimit > 0)
        {
            long left = deadline - MonotonicClock.Milliseconds;
            options.HandshakeTimeout = left < 1 ? 1 : left < options.HandshakeTimeout ? (int)left : options.HandshakeTimeout;
        }

        Authenticate(options.ServerName ?? host, options);
    }

    /// <summary>Does the handshake of a client over a connection that stands already.</summary>
    /// <param name="host">The name that must stand in the server's certificate, where <see cref="TlsOptions.ServerName"/> does not say another.</param>
    /// <exception cref="ArgumentException"><paramref name="host"/> is null or empty.</exception>
    /// <exception cref="TlsException">The handshake failed; <see cref="TlsException.TlsError"/> says why. Nothing stays open.</exception>
    /// <exception cref="TransportException">The connection below is not connected, or was closed.</exception>
    /// <exception cref="InvalidOperationException">A handshake was begun before on this transport.</exception>
    public void AuthenticateAsClient(string host)
    {
        if (string.IsNullOrEmpty(host))
        {
            throw new ArgumentException("Give the name of the server.", nameof(host));
        }

        Claim("The handshake");
        Authenticate(_options.ServerName ?? host, _options.Copy());
    }

    /// <summary>
    /// Does the handshake of a server over an accepted connection: do it on the thread that serves the client, never on the
    /// one that accepts. On the device it begins when the client has said something, and stops all other threads until it
    /// ends: a client that goes on slowly on purpose can hold the device up, so let only those in who may.
    /// </summary>
    /// <exception cref="TlsException">The handshake failed; <see cref="TlsException.TlsError"/> says why. Nothing stays open.</exception>
    /// <exception cref="TransportException">The connection below is not connected, or was closed.</exception>
    /// <exception cref="InvalidOperationException">A handshake was begun before on this transport.</exception>
    public void AuthenticateAsServer()
    {
        Claim("The handshake");
        Authenticate(null, _options.Copy());
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The end of the stream may also be the end of the connection below without TLS's close notification, so whoever must
    /// know that nothing is missing needs a protocol with lengths.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Arguments.CheckRange(buffer, offset, count, 1); // The answer 0 means the end.
        Arguments.CheckTimeout(timeoutMilliseconds);
        TlsSession session = GetSession("Reading");
        if (Interlocked.CompareExchange(ref _reading, 1, 0) != 0)
        {
            throw new InvalidOperationException("Another thread is reading from this transport. Let one thread do it.");
        }

        try
        {
            int read = session.Read(buffer, offset, count, timeoutMilliseconds);
            if (read == Transport.EndOfStream && IsClosed)
            {
                throw _tcp.ExplainClosed("Reading", null);
            }

            if (read > 0)
            {
                _tcp.NotifyUse();
            }

            return read;
        }
        catch (TransportException e) when (e.Error == TransportError.Closed || IsClosed)
        {
            throw _tcp.ExplainClosed("Reading", e);
        }
        finally
        {
            Interlocked.Exchange(ref _reading, 0);
        }
    }

    /// <summary>Reads what is there, waiting for the first byte no longer than <see cref="TcpOptions.ReceiveTimeout"/>.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <returns>The number of bytes, <see cref="Transport.EndOfStream"/> or <see cref="Transport.TimedOut"/>.</returns>
    /// <exception cref="TransportException">The connection is gone; <see cref="TransportException.Error"/> says why.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    public int Read(byte[] buffer, int offset, int count) => Read(buffer, offset, count, _tcp.ReceiveTimeout);

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        lock (_writing)
        {
            TlsSession session = GetSession("Writing");
            if (_writeFailure is not null)
            {
                throw Failure.CutOff(_writeFailure);
            }

            if (count == 0)
            {
                return;
            }

            try
            {
                session.Write(buffer, offset, count);
                _tcp.NotifyUse();
            }
            catch (TransportException e)
            {
                _writeFailure = e.Error == TransportError.Closed || IsClosed ? _tcp.ExplainClosed("Writing", e) : e;
                throw _writeFailure;
            }
            catch (Exception e)
            {
                // Out of memory between two records: what the peer has is not the whole of it.
                _writeFailure = new TransportException(TransportError.Other, "Writing failed: " + e.Message, 0, e);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        TlsSession? session;
        lock (_lock)
        {
            session = _secured && !_closed ? _session : null;
        }

        return session is null || session.Poll(mode, timeoutMilliseconds) || IsClosed;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A write in progress is finished first. Then the peer gets TLS's close notification, and the connection below is closed
    /// as <see cref="TcpTransport.Close"/> does. A handshake in progress is cancelled.
    /// </remarks>
    public void Close()
    {
        TlsSession? session;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            session = _session;
        }

        if (session is null || !_secured)
        {
            End(session);
            return;
        }

        lock (_writing)
        {
            // Only waits: from here on nobody writes.
        }

        session.Close();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        TlsSession? session;
        lock (_lock)
        {
            _closed = true;
            session = _session;
        }

        End(session);
    }

    /// <summary>
    /// Frees everything at once, like <see cref="Abort"/>: at the end of a using block too. Call <see cref="Close"/> first for
    /// what was written to arrive.
    /// </summary>
    public void Dispose() => Abort();

    /// <summary>
    /// Milliseconds for <see cref="Connect"/> from the look-up of the name to the end of the handshake, for a client with a
    /// limit of its own; 0 for none.
    /// </summary>
    internal int ConnectLimit { get; set; }

    private bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    private void Claim(string action)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw _tcp.ExplainClosed(action, null);
            }

            if (_used)
            {
                throw new InvalidOperationException("A transport connects once. Make a new one for each attempt.");
            }

            _used = true;
        }
    }

    /// <summary>The handshake; a host makes it that of a client. However it fails, nothing stays open.</summary>
    private void Authenticate(string? host, TlsOptions options)
    {
        try
        {
            TlsPreconditions.Check(options, host is null, DateTime.UtcNow);
            TlsSession session = new TlsSession(_tcp, options);
            lock (_lock)
            {
                if (_closed)
                {
                    throw _tcp.ExplainClosed("The handshake", null);
                }

                _session = session;
            }

            if (options.InsecureSkipVerification && host is not null)
            {
                Console.WriteLine($"EspNet.Tls: WARNING: the certificate of {host} is not verified (InsecureSkipVerification).");
            }

            session.Authenticate(host is null ? null : WithoutRoot(host));
            lock (_lock)
            {
                if (_closed)
                {
                    throw _tcp.ExplainClosed("The handshake", null);
                }

                _secured = true;
            }
        }
        catch (Exception e)
        {
            // Whatever it was, memory for instance: a socket without a session is of no use to anybody.
            bool isOurDoing = IsClosed;
            Abort();
            if (isOurDoing)
            {
                throw _tcp.ExplainClosed("The handshake", e);
            }

            throw;
        }
    }

    /// <summary>A name may end in the dot of the root; in certificates it does not (RFC 6066, section 3).</summary>
    private static string WithoutRoot(string host) =>
        host.Length > 1 && host.EndsWith(".") ? host.Substring(0, host.Length - 1) : host;

    /// <summary>Ends what there is: the session with its connection, or the connection alone.</summary>
    private void End(TlsSession? session)
    {
        if (session is not null)
        {
            session.Abort();
        }
        else
        {
            _tcp.Abort();
        }
    }

    private TlsSession GetSession(string action)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw _tcp.ExplainClosed(action, null);
            }

            return _secured
                ? _session!
                : throw new TransportException(TransportError.NotConnected, $"{action} failed: not connected. Call Connect first.");
        }
    }
}
