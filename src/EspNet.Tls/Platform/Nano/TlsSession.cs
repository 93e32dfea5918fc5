using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>
/// A session of the device's SslStream, kept away from what its firmware cannot stand. Two things rule the class. A call of
/// the stream on a socket that was just closed reads freed memory, so each such call is made under <see cref="_native"/>,
/// under which the stream is also disposed, and is short; the waiting is done before, by polling the plain socket, which a
/// close from another thread ends. And the firmware writes in a loop that stops every thread until the peer has taken all,
/// so never more is written than there is room for.
/// </summary>
internal sealed class TlsSession
{
    /// <summary>With what TLS adds it fits where lwIP says that there is room: 2,881 bytes with its default send buffer.</summary>
    private const int LongestPiece = 2_048;

    /// <summary>
    /// How long a read under the lock waits for the rest of a record. Too short means an exception for every segment of a
    /// large record, too long that an abort has to wait.
    /// </summary>
    private const int ReadSlice = 50;

    private const int MostDrained = 64;

    private readonly object _native = new object();
    private readonly TcpTransport _tcp;
    private readonly TlsOptions _options;
    private SslStream? _stream;
    private Socket? _socket;
    private bool _ended;

    internal TlsSession(TcpTransport tcp, TlsOptions options)
    {
        _tcp = tcp;
        _options = options;
    }

    /// <summary>The handshake: of a client of this host, of a server without one. While it lasts, no other thread runs.</summary>
    internal void Authenticate(string? host)
    {
        Socket socket = _tcp.GetSocket("The handshake");
        Limit(socket, SocketOptionName.ReceiveTimeout, _options.HandshakeTimeout);
        Limit(socket, SocketOptionName.SendTimeout, _options.HandshakeTimeout);
        X509Certificate? own = Credentials.CreateIdentity(_options.Identity);
        X509Certificate? trusted = Credentials.CreateTrusted(_options.CaCertificates);
        SslStream stream = Open(socket);

        // A server that asked for certificates could not verify them, and the firmware's default would ask.
        stream.SslVerification = host is null || _options.InsecureSkipVerification
            ? SslVerification.NoVerification
            : SslVerification.CertificateRequired;
        stream.UseStoredDeviceCertificate = _options.UseDeviceCertificate;
        SslProtocols protocols = _options.MinimumVersion == TlsVersion.Tls13
            ? SslProtocols.Tls13
            : SslProtocols.Tls12 | SslProtocols.Tls13;
        long started = MonotonicClock.Milliseconds;
        try
        {
            if (host is null)
            {
                stream.AuthenticateAsServer(own!, protocols);
            }
            else
            {
                stream.AuthenticateAsClient(host, own!, trusted!, protocols);
            }
        }
        catch (Exception e)
        {
            throw HandshakeFailure.Explain(e, IsLate(started), socket);
        }
    }

    internal int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        int left = timeoutMilliseconds;
        while (Poll(TransportPoll.Read, left))
        {
            int read = ReadNow(buffer, offset, count);
            if (read != Transport.TimedOut)
            {
                return read;
            }

            // What had come was a part of a record, or a message of TLS itself.
            if (timeoutMilliseconds > 0)
            {
                long rest = deadline - MonotonicClock.Milliseconds;
                left = rest > 0 ? (int)rest : 0;
            }
        }

        return Transport.TimedOut;
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int piece = count < LongestPiece ? count : LongestPiece;
            if (!_tcp.Poll(TransportPoll.Write, _socket!.SendTimeout))
            {
                throw Failure.FromCode("Writing", SocketFault.TimedOut, null);
            }

            lock (_native)
            {
                SslStream stream = GetStream("Writing");
                try
                {
                    stream.Write(buffer, offset, piece);
                }
                catch (SocketException e)
                {
                    throw Explain("Writing", e);
                }
            }

            offset += piece;
            count -= piece;
        }
    }

    internal bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        if (mode == TransportPoll.Read && HasDecrypted())
        {
            return true;
        }

        return _tcp.Poll(mode, timeoutMilliseconds);
    }

    /// <summary>Sends the close notification and closes.</summary>
    internal void Close()
    {
        Drain();
        DisposeStream();
        _tcp.Abort();
    }

    /// <summary>Closes the socket first, which wakes who polls it; then nothing is sent any more and only memory is freed.</summary>
    internal void Abort()
    {
        _tcp.Abort();
        DisposeStream();
    }

    /// <summary>The clock may tick a little before the network stack's does.</summary>
    private bool IsLate(long started) => MonotonicClock.Milliseconds - started >= _options.HandshakeTimeout * 9L / 10;

    /// <summary>
    /// lwIP's limit for a blocking socket, which the handshake makes of this one: without it a peer that says nothing would
    /// stop the device for ever. A struct timeval of 16 bytes: eight of seconds, four of microseconds, four of nothing.
    /// </summary>
    private static void Limit(Socket socket, SocketOptionName option, int milliseconds)
    {
        byte[] time = new byte[16];
        int seconds = milliseconds / 1_000;
        int microseconds = milliseconds % 1_000 * 1_000;
        for (int i = 0; i < 4; i++)
        {
            time[i] = (byte)(seconds >> (8 * i));
            time[8 + i] = (byte)(microseconds >> (8 * i));
        }

        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, option, time);
        }
        catch (SocketException)
        {
            // Firmware that knows no such limit: the handshake is as long as the peer makes it.
        }
    }

    private SslStream Open(Socket socket)
    {
        lock (_native)
        {
            if (_ended)
            {
                throw Failure.Closed("The handshake", null);
            }

            _socket = socket;
            _stream = new SslStream(socket);
            return _stream;
        }
    }

    private int ReadNow(byte[] buffer, int offset, int count)
    {
        lock (_native)
        {
            SslStream stream = GetStream("Reading");
            _socket!.ReceiveTimeout = ReadSlice;
            try
            {
                return stream.Read(buffer, offset, count);
            }
            catch (SocketException e)
            {
                return e.ErrorCode == SocketFault.TimedOut ? Transport.TimedOut : throw Explain("Reading", e);
            }
        }
    }

    /// <summary>Bytes that are decrypted and wait inside mbedTLS, where polling the socket does not see them.</summary>
    private bool HasDecrypted()
    {
        lock (_native)
        {
            try
            {
                return _ended || _stream is null || _stream.DataAvailable;
            }
            catch (SocketException)
            {
                // The next read says what it is.
                return true;
            }
        }
    }

    /// <summary>Reads away what has come: closing over it would send a reset, which can destroy what was written.</summary>
    private void Drain()
    {
        byte[] scrap = new byte[256];
        try
        {
            for (int i = 0; i < MostDrained && Poll(TransportPoll.Read, 0) && ReadNow(scrap, 0, scrap.Length) > 0; i++)
            {
            }
        }
        catch (TransportException)
        {
            // It broke meanwhile: nothing is left to save.
        }
    }

    private void DisposeStream()
    {
        lock (_native)
        {
            _ended = true;
            if (_stream is not null)
            {
                _stream.Dispose();
                _stream = null;
            }
        }
    }

    private SslStream GetStream(string action)
    {
        if (_ended || _stream is null)
        {
            throw Failure.Closed(action, null);
        }

        return _stream;
    }

    private TransportException Explain(string action, SocketException cause)
    {
        // What mbedTLS said is lost in the firmware; it answers a bare -1.
        if (cause.ErrorCode == -1)
        {
            return new TlsException(
                TlsError.ClosedByPeer,
                $"{action} failed: the peer ended or broke the secure connection. Connect again; if it ends so right after connecting, the peer may want another client certificate (TlsOptions.Identity).",
                cause.ErrorCode,
                cause);
        }

        return Failure.FromSocket(action, cause, _socket!);
    }
}
