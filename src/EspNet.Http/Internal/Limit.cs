using System.Threading;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>The time that is left for the whole of an exchange.</summary>
internal sealed class Limit
{
    private readonly int _total;
    private readonly long _deadline;

    /// <param name="total">Milliseconds, or <see cref="Timeout.Infinite"/>.</param>
    internal Limit(int total)
    {
        _total = total;
        _deadline = total < 0 ? long.MaxValue : MonotonicClock.Milliseconds + total;
    }

    internal bool IsOver => _total >= 0 && MonotonicClock.Milliseconds >= _deadline;

    /// <exception cref="HttpException">Nothing is left.</exception>
    internal void Check() => Shorten(0);

    /// <summary>What a wait ends with that had only what was left. Not asked of the clock, which may be a moment behind the wait.</summary>
    internal HttpException Expired() =>
        new HttpException(HttpError.Timeout, $"The exchange was not complete within {_total} ms (TotalTimeout).");

    /// <summary>The shorter of a time and what is left.</summary>
    /// <exception cref="HttpException">Nothing is left.</exception>
    internal int Shorten(int milliseconds)
    {
        if (_total < 0)
        {
            return milliseconds;
        }

        long left = _deadline - MonotonicClock.Milliseconds;
        if (left <= 0)
        {
            throw Expired();
        }

        return left < milliseconds ? (int)left : milliseconds;
    }
}
