namespace EspNet.Sockets;

/// <summary>Lets another thread end a look-up: whoever aborts a transport must not wait for its name servers.</summary>
internal sealed class DnsCancellation
{
    private readonly object _lock = new object();
    private DnsExchange? _running;
    private bool _cancelled;

    /// <summary>The look-up that a cancel ends from here on.</summary>
    internal void Watch(DnsExchange exchange)
    {
        lock (_lock)
        {
            _running = exchange;
            if (!_cancelled)
            {
                return;
            }
        }

        exchange.Cancel();
    }

    /// <summary>Ends the look-up with <see cref="TransportError.Closed"/>, also one that has not begun.</summary>
    internal void Cancel()
    {
        DnsExchange? running;
        lock (_lock)
        {
            _cancelled = true;
            running = _running;
        }

        running?.Cancel();
    }
}
