using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tls.Device.Tests.Support;

namespace System.Net.Security;

/// <summary>
/// The device's SslStream without the cryptography. A record is two bytes of length and its content; a length of nothing
/// is the close notification, and one with <see cref="OfTls"/> a message of TLS itself. What reads freed memory on the
/// device is a crash here, also when another thread closes in the middle of a call, and what spins there is a hang.
/// </summary>
public sealed class SslStream : IDisposable
{
    /// <summary>The bit in the length of a record that carries no data.</summary>
    internal const int OfTls = 0x8000;

    /// <summary>The only answer to a greeting that is none of an alert.</summary>
    internal const string Welcome = "welcome";

    private const int HeaderLength = 2;
    private const int LongestPiece = 2_048;
    private const int LongestRecord = 16_384;
    private const int LongestPoll = 1_000_000;
    private const int ReceiveFailed = -0x004C;
    private const int ConnectionReset = -0x0050;
    private const int EndOfFile = -0x7280;
    private const int FatalAlert = -0x7780;
    private const int BrokenConnection = -1;

    private readonly object _state = new();
    private readonly Socket _socket;
    private readonly byte[] _incoming = new byte[HeaderLength + LongestRecord];
    private SslContext? _context;
    private bool _secured;
    private bool _disposed;
    private int _running;
    private int _arrived;
    private int _next;
    private int _decrypted;

    public SslStream(Socket socket)
    {
        _socket = socket;
    }

    public SslVerification SslVerification { get; set; } = SslVerification.CertificateRequired;

    public bool UseStoredDeviceCertificate { get; set; }

    /// <summary>Whether decrypted bytes are left over. What waits in the socket is not seen.</summary>
    public bool DataAvailable
    {
        get
        {
            Enter(nameof(DataAvailable));
            bool any = _decrypted > 0;
            Leave(nameof(DataAvailable));
            return any;
        }
    }

    /// <summary>As far as it is known: of the record with its content, or of the header.</summary>
    private int WholeLength => _arrived < HeaderLength
        ? HeaderLength
        : HeaderLength + (((_incoming[0] << 8) | _incoming[1]) & ~OfTls);

    private bool IsSocketClosed => _socket.SafeHandle.IsClosed;

    public void AuthenticateAsClient(string targetHost, SslProtocols enabledSslProtocols) =>
        Authenticate(targetHost, null, null, enabledSslProtocols);

    public void AuthenticateAsClient(string targetHost, X509Certificate clientCertificate, SslProtocols enabledSslProtocols) =>
        Authenticate(targetHost, clientCertificate, null, enabledSslProtocols);

    public void AuthenticateAsClient(string targetHost, X509Certificate clientCertificate, X509Certificate ca, SslProtocols enabledSslProtocols) =>
        Authenticate(targetHost, clientCertificate, ca, enabledSslProtocols);

    public void AuthenticateAsServer(X509Certificate serverCertificate, SslProtocols enabledSslProtocols) =>
        Authenticate(null, serverCertificate, null, enabledSslProtocols);

    public void AuthenticateAsServer(X509Certificate serverCertificate, bool clientCertificateRequired, SslProtocols enabledSslProtocols)
    {
        SslVerification = clientCertificateRequired ? SslVerification.VerifyClientOnce : SslVerification.NoVerification;
        Authenticate(null, serverCertificate, null, enabledSslProtocols);
    }

    public int Read(byte[] buffer, int offset, int size)
    {
        Enter(nameof(Read));
        try
        {
            // A property of .NET's socket has 0 where the device's has -1.
            int limit = _socket.ReceiveTimeout > 0 ? _socket.ReceiveTimeout : int.MaxValue;
            long started = Stopwatch.GetTimestamp();
            while (_decrypted == 0)
            {
                if (!TakeRecord(limit, started, out bool isOfTls))
                {
                    return 0;
                }

                _decrypted = isOfTls ? 0 : _arrived - HeaderLength;
                _next = HeaderLength;
                bool isClose = _arrived == HeaderLength;
                _arrived = 0;
                if (isClose)
                {
                    return 0;
                }
            }

            int read = Math.Min(size, _decrypted);
            Array.Copy(_incoming, _next, buffer, offset, read);
            _next += read;
            _decrypted -= read;
            return read;
        }
        catch (SocketException e) when (e is not DeviceSocketException)
        {
            throw new DeviceSocketException(BrokenConnection);
        }
        catch (ObjectDisposedException)
        {
            throw new DeviceSocketException(SocketFault.ClosedByOtherThread);
        }
        finally
        {
            Leave(nameof(Read));
        }
    }

    public void Write(byte[] buffer, int offset, int size)
    {
        Enter(nameof(Write));
        try
        {
            if (size > LongestPiece)
            {
                Firmware.Hang($"{size} bytes were written at once.");
            }

            if (!_socket.Poll(0, SelectMode.SelectWrite))
            {
                Firmware.Hang("It was written to a peer that takes nothing.");
                throw new DeviceSocketException(BrokenConnection);
            }

            Send(size, buffer, offset, size);
        }
        catch (SocketException e) when (e is not DeviceSocketException)
        {
            throw new DeviceSocketException(BrokenConnection);
        }
        catch (ObjectDisposedException)
        {
            throw new DeviceSocketException(SocketFault.ClosedByOtherThread);
        }
        finally
        {
            Leave(nameof(Write));
        }
    }

    public void Dispose()
    {
        lock (_state)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_running > 0)
            {
                Firmware.Crash("The stream was disposed during a call.");
            }

            CloseSocket();
            FreeContext();
        }
    }

    private void CloseSocket()
    {
        if (IsSocketClosed)
        {
            return;
        }

        try
        {
            // One try: with no room for it the notification is left out.
            if (_secured && _socket.Poll(0, SelectMode.SelectWrite))
            {
                Send(0, [], 0, 0);
            }
        }
        catch (SocketException)
        {
            // The peer is gone.
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, which is the same.
        }

        _socket.Close();
    }

    /// <summary>Blocks, as the device's does, no longer at a time than the socket's own limit in the network stack.</summary>
    private void Authenticate(string? host, X509Certificate? own, X509Certificate? trusted, SslProtocols protocols)
    {
        SslContext context = Firmware.Prepare(
            new Handshake(host, protocols, SslVerification, UseStoredDeviceCertificate, own, trusted));
        lock (_state)
        {
            if (_context is not null)
            {
                Firmware.Crash("A second handshake was begun.");
            }

            _context = context;
        }

        try
        {
            Exchange(host);
            if (Firmware.FailureCode != 0)
            {
                throw Firmware.Fail(Firmware.FailureCode);
            }

            _secured = true;
        }
        catch (Exception e)
        {
            lock (_state)
            {
                FreeContext();
            }

            if (IsSocketClosed)
            {
                throw new DeviceSocketException(SocketFault.ClosedByOtherThread);
            }

            throw e is SocketException and not DeviceSocketException ? Firmware.Fail(ConnectionReset) : e;
        }
    }

    private void Exchange(string? host)
    {
        if (host is not null)
        {
            byte[] greeting = Encoding.UTF8.GetBytes("hello " + host);
            Send(OfTls | greeting.Length, greeting, 0, greeting.Length);
        }

        int limit = ReadLimitOfNetworkStack();
        bool isThere;
        try
        {
            isThere = TakeRecord(limit, Stopwatch.GetTimestamp(), out _);
        }
        catch (DeviceSocketException)
        {
            throw Firmware.Fail(ReceiveFailed);
        }

        if (!isThere)
        {
            throw Firmware.Fail(EndOfFile);
        }

        string message = Encoding.UTF8.GetString(_incoming, HeaderLength, _arrived - HeaderLength);
        _arrived = 0;
        if (host is not null && message != Welcome)
        {
            throw Firmware.Fail(FatalAlert);
        }

        if (host is null)
        {
            byte[] answer = Encoding.UTF8.GetBytes(Welcome);
            Send(OfTls | answer.Length, answer, 0, answer.Length);
        }
    }

    /// <summary>SO_RCVTIMEO in milliseconds.</summary>
    private int ReadLimitOfNetworkStack()
    {
        byte[] time = _socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 16);
        long milliseconds = (BitConverter.ToInt64(time, 0) * 1_000) + (BitConverter.ToInt64(time, 8) / 1_000);
        if (milliseconds == 0)
        {
            Firmware.Hang("A handshake was begun without a limit.");
        }

        return (int)milliseconds;
    }

    /// <summary>Waits for a whole record. One that is not whole in time is kept, and gone on with the next time.</summary>
    /// <returns>False at the end of the stream.</returns>
    private bool TakeRecord(int limit, long started, out bool isOfTls)
    {
        while (_arrived < WholeLength)
        {
            long left = limit - (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (!_socket.Poll(TimeSpan.FromMilliseconds(Math.Clamp(left, 0, LongestPoll)), SelectMode.SelectRead))
            {
                throw new DeviceSocketException(SocketFault.TimedOut);
            }

            int received = _socket.Receive(_incoming, _arrived, WholeLength - _arrived, SocketFlags.None);
            if (received == 0)
            {
                isOfTls = false;
                return false;
            }

            _arrived += received;
        }

        isOfTls = ((_incoming[0] << 8) & OfTls) != 0;
        return true;
    }

    private void Send(int header, byte[] content, int offset, int count)
    {
        byte[] record = new byte[HeaderLength + count];
        record[0] = (byte)(header >> 8);
        record[1] = (byte)header;
        Array.Copy(content, offset, record, HeaderLength, count);
        _socket.Send(record);
    }

    private void FreeContext()
    {
        _context?.Free();
        _context = null;
    }

    private void Enter(string call)
    {
        lock (_state)
        {
            string? mistake = _disposed ? "after the stream was disposed."
                : IsSocketClosed ? "after the socket was closed."
                : !_secured ? "before the handshake was done."
                : null;
            if (mistake is not null)
            {
                Firmware.Crash($"{call} was called {mistake}");
                throw new InvalidProgramException($"The device crashed: {call} was called {mistake}");
            }

            _running++;
        }

        // A chance for another thread to do harm.
        Thread.Yield();
    }

    private void Leave(string call)
    {
        Thread.Yield();
        lock (_state)
        {
            _running--;
            if (IsSocketClosed)
            {
                Firmware.Crash($"The socket was closed during {call}.");
            }
        }
    }
}
