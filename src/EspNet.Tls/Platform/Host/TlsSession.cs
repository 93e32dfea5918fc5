using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>
/// A session of .NET's SslStream with the time limits that it lacks. A read that runs out of time is not cancelled, which
/// would break the session in the middle of a record: it goes on into a buffer of its own, from which the next read takes.
/// </summary>
internal sealed class TlsSession
{
    private const int AheadLength = 4_096;

    private readonly object _lock = new object();
    private readonly byte[] _ahead = new byte[AheadLength];
    private readonly TcpTransport _tcp;
    private readonly TlsOptions _options;
    private readonly PeerVerification _verification;
    private SslStream? _stream;
    private Socket? _socket;
    private Task<int>? _pending;
    private TransportException? _failure;
    private int _start;
    private int _count;
    private bool _ended;
    private bool _aborted;

    internal TlsSession(TcpTransport tcp, TlsOptions options)
    {
        _tcp = tcp;
        _options = options;
        _verification = new PeerVerification(options);
    }

    /// <summary>The handshake: of a client of this host, of a server without one.</summary>
    internal void Authenticate(string? host)
    {
        if (_options.UseDeviceCertificate)
        {
            throw new TlsException(TlsError.NotSupported, "A PC has no stored device certificate. Set TlsOptions.Identity.");
        }

        string action = TlsFault.NameHandshake(host);
        _verification.IsServer = host is null;
        SslStreamCertificateContext? own = Credentials.CreateIdentity(_options.Identity);
        _socket = _tcp.GetSocket("The handshake");
        SslStream stream = Open(_socket, action);
        using CancellationTokenSource limit = new CancellationTokenSource(_options.HandshakeTimeout);
        try
        {
            Task handshake = host is null
                ? stream.AuthenticateAsServerAsync(ForServer(own!), limit.Token)
                : stream.AuthenticateAsClientAsync(ForClient(host, own), limit.Token);
            handshake.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            throw StreamFailure.Create(action, TlsError.TimedOut, 0, e);
        }
        catch (ArgumentException e)
        {
            // A name that .NET does not take for one.
            throw StreamFailure.Create(action, TlsError.WrongHost, 0, e);
        }
        catch (Exception e) when (StreamFailure.IsOrdinary(e))
        {
            throw StreamFailure.Explain(action, true, e, _verification, _socket);
        }
    }

    internal int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (!WaitForData(timeoutMilliseconds))
        {
            return Transport.TimedOut;
        }

        lock (_lock)
        {
            if (_count == 0)
            {
                return _failure is null ? Transport.EndOfStream : throw _failure;
            }

            int read = Math.Min(count, _count);
            Array.Copy(_ahead, _start, buffer, offset, read);
            _start += read;
            _count -= read;
            return read;
        }
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _stream!.Write(buffer, offset, count);
        }
        catch (Exception e) when (StreamFailure.IsOrdinary(e))
        {
            throw StreamFailure.Explain("Writing", false, e, _verification, _socket!);
        }
    }

    internal bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        if (mode == TransportPoll.Read)
        {
            return WaitForData(timeoutMilliseconds);
        }

        lock (_lock)
        {
            if (_failure is not null)
            {
                return true;
            }
        }

        return _tcp.Poll(mode, timeoutMilliseconds);
    }

    /// <summary>Sends the close notification and closes.</summary>
    internal void Close()
    {
        try
        {
            Task shutdown = _stream!.ShutdownAsync();
            Task.WaitAny([shutdown], _tcp.CloseTimeout);
            Observe(shutdown);
        }
        catch (Exception e) when (StreamFailure.IsOrdinary(e))
        {
            // The peer has gone, so there is nobody to tell.
        }

        // Closing drains the socket, and a read that is still pending may take what the drain has waited for.
        _socket!.ReceiveTimeout = Math.Max(1, _tcp.CloseTimeout);
        _tcp.Close();
        Abort();
    }

    internal void Abort()
    {
        _tcp.Abort();
        lock (_lock)
        {
            _aborted = true;
            _stream?.Dispose();
            Observe(_pending);
        }
    }

    /// <summary>Nobody waits for it any more: its failure is no news.</summary>
    private static void Observe(Task? task) =>
        task?.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private SslStream Open(Socket socket, string action)
    {
        lock (_lock)
        {
            if (_aborted)
            {
                throw Failure.Closed("The handshake", null);
            }

            try
            {
                _stream = new SslStream(new NetworkStream(socket, false));
                return _stream;
            }
            catch (Exception e) when (StreamFailure.IsOrdinary(e))
            {
                throw StreamFailure.Explain(action, true, e, _verification, socket);
            }
        }
    }

    private SslProtocols Protocols => _options.MinimumVersion == TlsVersion.Tls13
        ? SslProtocols.Tls13
        : SslProtocols.Tls12 | SslProtocols.Tls13;

    private SslClientAuthenticationOptions ForClient(string host, SslStreamCertificateContext? own) => new SslClientAuthenticationOptions
    {
        TargetHost = host,
        EnabledSslProtocols = Protocols,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateChainPolicy = Credentials.CreatePolicy(_options.CaCertificates),
        ClientCertificateContext = own,
        LocalCertificateSelectionCallback = own is null ? _verification.NoteRequest : null,
        RemoteCertificateValidationCallback = _verification.Verify,
    };

    private SslServerAuthenticationOptions ForServer(SslStreamCertificateContext own) => new SslServerAuthenticationOptions
    {
        ServerCertificateContext = own,
        EnabledSslProtocols = Protocols,
        AllowRenegotiation = false,
        AllowTlsResume = false,
    };

    /// <summary>True when a read has something to say: bytes, the end or a failure.</summary>
    private bool WaitForData(int timeoutMilliseconds)
    {
        Task<int> pending;
        lock (_lock)
        {
            if (_count > 0 || _ended || _failure is not null)
            {
                return true;
            }

            _pending ??= StartReading();
            pending = _pending;
        }

        if (Task.WaitAny([pending], timeoutMilliseconds) < 0)
        {
            return false;
        }

        lock (_lock)
        {
            if (_pending == pending)
            {
                _pending = null;
                Take(pending);
            }
        }

        return true;
    }

    private Task<int> StartReading()
    {
        try
        {
            return _stream!.ReadAsync(_ahead, 0, AheadLength);
        }
        catch (Exception e) when (StreamFailure.IsOrdinary(e))
        {
            return Task.FromException<int>(e);
        }
    }

    private void Take(Task<int> read)
    {
        try
        {
            _start = 0;
            _count = read.GetAwaiter().GetResult();
            _ended = _count == 0;
            _verification.HasAccepted |= _count > 0;
        }
        catch (Exception e) when (StreamFailure.IsOrdinary(e))
        {
            _failure = StreamFailure.Explain("Reading", false, e, _verification, _socket!);
        }
    }
}
