namespace EspNet.Tls.Device.Tests.Support;

/// <summary>The 42 KB of one secure connection: freed once, neither forgotten nor freed again.</summary>
internal sealed class SslContext
{
    private readonly object _lock = new();
    private bool _freed;

    internal bool IsFreed
    {
        get
        {
            lock (_lock)
            {
                return _freed;
            }
        }
    }

    internal void Free()
    {
        lock (_lock)
        {
            if (_freed)
            {
                Firmware.Crash("A context was freed twice.");
            }

            _freed = true;
        }
    }
}
