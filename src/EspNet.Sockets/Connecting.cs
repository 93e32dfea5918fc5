using System.Net;
using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>The way of one transport from a host's name to a connection, which another thread may end at any point.</summary>
internal sealed class Connecting
{
    private readonly object _lock = new object();
    private readonly DnsCancellation _lookUp = new DnsCancellation();
    private readonly TcpOptions _options;
    private readonly long _deadline;
    private ConnectAttempt? _attempt;
    private bool _cancelled;

    /// <param name="options">The options.</param>
    /// <param name="limit">Milliseconds from here to the end of connecting, the look-up of the name among them; 0 for none.</param>
    internal Connecting(TcpOptions options, int limit)
    {
        _options = options;
        _deadline = limit > 0 ? MonotonicClock.Milliseconds + limit : long.MaxValue;
    }

    private DnsResolver Resolver => _options.Resolver ?? DnsResolver.Default;

    internal IPAddress[] Find(string host) => Resolver.Resolve(host, _lookUp);

    /// <summary>Connects to one of the addresses. The caller owns the socket that is returned; when this throws, there is none.</summary>
    internal Socket Connect(string host, IPAddress[] addresses, int port)
    {
        long deadline = MonotonicClock.Milliseconds + _options.ConnectTimeout;
        deadline = deadline < _deadline ? deadline : _deadline;
        TransportException? first = null;
        for (int i = 0; i < addresses.Length; i++)
        {
            long share = (deadline - MonotonicClock.Milliseconds) / (addresses.Length - i);
            try
            {
                return ConnectTo(new IPEndPoint(addresses[i], port), share > 1 ? (int)share : 1);
            }
            catch (TransportException e) when (e.Error != TransportError.Closed)
            {
                first ??= e;
            }
        }

        // The server may have moved since its address was remembered.
        Resolver.Forget(host);
        throw first!;
    }

    /// <summary>From any thread: ends what is going on, or keeps it from starting, with <see cref="TransportError.Closed"/>.</summary>
    internal void Cancel()
    {
        ConnectAttempt? attempt;
        lock (_lock)
        {
            _cancelled = true;
            attempt = _attempt;
        }

        _lookUp.Cancel();
        attempt?.Cancel();
    }

    private Socket ConnectTo(IPEndPoint remote, int timeoutMilliseconds)
    {
        ConnectAttempt attempt = new ConnectAttempt(remote, timeoutMilliseconds);
        lock (_lock)
        {
            if (_cancelled)
            {
                throw Failure.Closed("Connecting", null);
            }

            _attempt = attempt;
        }

        return attempt.Run(_options);
    }
}
