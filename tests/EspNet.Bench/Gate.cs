namespace EspNet.Bench;

/// <summary>Guards the state of a service that any thread may use, and wakes whoever waits for a change of it.</summary>
internal sealed class Gate
{
    private readonly object _lock = new();

    /// <summary>Runs a change of the state alone.</summary>
    public void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Reads the state while nothing changes it.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    /// <summary>Waits until a condition holds; it is asked again after each change, never while one is going on.</summary>
    /// <returns>False when the time is over first. Default time: 10 s.</returns>
    public bool WaitFor(Func<bool> condition, TimeSpan? timeout)
    {
        long end = Environment.TickCount64 + (long)(timeout ?? TimeSpan.FromSeconds(10)).TotalMilliseconds;
        lock (_lock)
        {
            while (!condition())
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(_lock, (int)Math.Min(left, int.MaxValue));
            }

            return true;
        }
    }
}
