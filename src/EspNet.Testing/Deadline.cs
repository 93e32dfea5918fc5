using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>What is left of a time limit that several waits share.</summary>
internal readonly struct Deadline
{
    private readonly int _timeout;
    private readonly long _end;

    internal Deadline(int timeoutMilliseconds)
    {
        _timeout = timeoutMilliseconds;
        _end = timeoutMilliseconds > 0 ? MonotonicClock.Milliseconds + timeoutMilliseconds : 0;
    }

    /// <summary>Milliseconds left, at least 0; <see cref="Timeout.Infinite"/> when there is no limit.</summary>
    internal int Left
    {
        get
        {
            if (_timeout <= 0)
            {
                return _timeout;
            }

            long left = _end - MonotonicClock.Milliseconds;
            return left > 0 ? (int)left : 0;
        }
    }

    /// <summary>The shorter of what is left and another time; a negative one means no limit.</summary>
    internal int LeftWithin(int milliseconds)
    {
        int left = Left;
        return left < 0 || (milliseconds >= 0 && milliseconds < left) ? milliseconds : left;
    }

    internal bool Wait(WaitHandle handle) => handle.WaitOne(Left, false);
}
