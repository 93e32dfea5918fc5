using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>
/// A session of the device's SslStream, kept away from what its firmware cannot stand. Two things rule the class. A call of
/// the stream on a socket that was just closed reads freed memory, so each such call is made under <see cref="_native"/> and
/// is short; under the same lock the stream, and only it, closes the socket, whoever asked for it. The waiting is done
/// before, by polling the plain socket, which a close from another thread ends. And the firmware writes in a loop that stops every thread until the peer has taken all,
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
    private int _sendTimeout = Timeout.Infinite;
    private bool _endOfStream;
    private bool _ended;

    internal TlsSession(TcpTransport tcp, TlsOptions options)
    {
        _tcp = tcp;
        _options = options;
    }

    /// <summary>The handshake: of a client of this host, of a server without one. While it lasts, no other thread runs.</summary>
    internal void Authenticate(string? host)
    {
        string action = TlsFault.NameHandshake(host);
        Socket socket = _tcp.GetSocket(action);
        X509Certificate? own = Credentials.CreateIdentity(_options.Identity);
        X509Certificate? trusted = Credentials.CreateTrusted(_options.CaCertificates);
        SslProtocols protocols = _options.MinimumVersion == TlsVersion.Tls13
            ? SslProtocols.Tls13
            : SslProtocols.Tls12 | SslProtocols.Tls13;
        long started = MonotonicClock.Milliseconds;

        // A client that connects and says nothing must not stop the device.
        if (host is null && !_tcp.Poll(TransportPoll.Read, _options.HandshakeTimeout))
        {
            throw HandshakeFailure.Create(action, TlsFault.FromError(TlsError.TimedOut, 0), null);
        }

        try
        {
            Limit(socket, SocketOptionName.ReceiveTimeout, _options.HandshakeTimeout);
            Limit(socket, SocketOptionName.SendTimeout, _options.HandshakeTimeout);
            SslStream stream = Open(socket);

            // A server that asked for certificates could not verify them, and the firmware's default would ask.
            stream.SslVerification = host is null || _options.InsecureSkipVerification
                ? SslVerification.NoVerification
                : SslVerification.CertificateRequired;
            stream.UseStoredDeviceCertificate = _options.UseDeviceCertificate;
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
            // First of all: a handshake that fails has closed the socket in the firmware, and its number, as long as this
            // side holds it, may become another connection's.
            _tcp.Abort();
            throw HandshakeFailure.Explain(action, e, IsLate(started));
        }
    }

    internal int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (_endOfStream)
        {
            return Transport.EndOfStream;
        }

        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        int left = timeoutMilliseconds;
        while (Poll(TransportPoll.Read, left))
        {
            int read = ReadNow(buffer, offset, count, left);
            if (read != Transport.TimedOut)
            {
                return read;
            }

            // What had come was a part of a record, or a message of TLS itself. mbedTLS keeps it.
            if (timeoutMilliseconds >= 0)
            {
                long rest = deadline - MonotonicClock.Milliseconds;
                if (rest <= 0)
                {
                    return Transport.TimedOut;
                }

                left = (int)rest;
            }
        }

        return Transport.TimedOut;
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int piece = count < LongestPiece ? count : LongestPiece;
            if (!_tcp.Poll(TransportPoll.Write, _sendTimeout))
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
                catch (ObjectDisposedException e)
                {
                    throw Failure.Closed("Writing", e);
                }
                catch (IOException e)
                {
                    throw Broken("Writing", 0, e);
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

    /// <summary>Closes, when there is room for the close notification.</summary>
    internal void Close()
    {
        _tcp.Poll(TransportPoll.Write, _tcp.CloseTimeout);
        _tcp.Close();
    }

    internal void Abort() => _tcp.Abort();

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
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, which the handshake finds out.
        }
    }

    private SslStream Open(Socket socket)
    {
        lock (_native)
        {
            if (!_tcp.TryTakeOver(CloseSocket))
            {
                throw Failure.Closed("The handshake", null);
            }

            _socket = socket;

            // Without a limit the device says -1; 0 would be none at all.
            _sendTimeout = socket.SendTimeout > 0 ? socket.SendTimeout : Timeout.Infinite;
            _stream = new SslStream(socket);
            return _stream;
        }
    }

    private int ReadNow(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        lock (_native)
        {
            SslStream stream = GetStream("Reading");

            // Never 0, which would be for ever.
            _socket!.ReceiveTimeout = timeoutMilliseconds is > 0 and < ReadSlice ? timeoutMilliseconds : timeoutMilliseconds == 0 ? 1 : ReadSlice;
            try
            {
                int read = stream.Read(buffer, offset, count);
                _endOfStream |= read == Transport.EndOfStream;
                return read;
            }
            catch (SocketException e)
            {
                return e.ErrorCode == SocketFault.TimedOut ? Transport.TimedOut : throw Explain("Reading", e);
            }
            catch (ObjectDisposedException e)
            {
                throw Failure.Closed("Reading", e);
            }
            catch (IOException e)
            {
                throw Broken("Reading", 0, e);
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
                return _ended || _endOfStream || _stream is null || _stream.DataAvailable;
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
            for (int i = 0; i < MostDrained && ReadNow(scrap, 0, scrap.Length, 0) > 0; i++)
            {
            }
        }
        catch (TransportException)
        {
            // It broke meanwhile: nothing is left to save.
        }
    }

    /// <summary>
    /// Ends stream and socket together, when nobody is in a call of the stream. In order, the stream sends the close
    /// notification and closes; after an abort, of which the peer must not think that all has come, the socket is gone
    /// before. Either way the firmware closes the socket's number a second time when it frees the stream: between the two
    /// nobody may have been given it, so the place in the budget comes back only after this.
    /// </summary>
    private void CloseSocket(Socket socket, bool abort)
    {
        lock (_native)
        {
            if (_stream is null)
            {
                TcpSocket.Close(socket);
            }
            else if (abort)
            {
                TcpSocket.Abort(socket);
            }
            else
            {
                Drain();
            }

            _ended = true;
            _stream?.Dispose();
            _stream = null;
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
        return cause.ErrorCode == -1 ? Broken(action, -1, cause) : Failure.FromSocket(action, cause, _socket!);
    }

    private static TlsException Broken(string action, int code, Exception cause) => new TlsException(
        TlsError.ClosedByPeer,
        $"{action} failed: the peer ended or broke the secure connection. Connect again; if it ends so right after connecting, the peer may want another client certificate (TlsOptions.Identity).",
        code,
        cause);
}
