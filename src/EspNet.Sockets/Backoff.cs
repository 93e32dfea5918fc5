using System;

namespace EspNet.Sockets;

/// <summary>
/// Says how long to wait before the next attempt to connect: exponential growth with full jitter up to a bound, and
/// from the start again after a connection that lasted. It has no clock and does not wait; the caller passes the time
/// in. Not for several threads at once.
/// </summary>
public sealed class Backoff
{
    private readonly int _firstDelay;
    private readonly int _stablePeriod;
    private readonly bool _jitter;
    private readonly Random _random;
    private int _bound;
    private bool _connected;
    private long _connectedAt;

    /// <summary>Makes a back-off whose jitter differs from every other device's.</summary>
    /// <param name="options">The bounds; read once, here. Null takes the defaults.</param>
    public Backoff(BackoffOptions? options)
        : this(options, PlatformNetwork.CreateSeed())
    {
    }

    /// <summary>Makes a back-off whose delays can be repeated, for tests.</summary>
    /// <param name="options">The bounds; read once, here. Null takes the defaults.</param>
    /// <param name="seed">Start of the jitter's random numbers.</param>
    public Backoff(BackoffOptions? options, int seed)
    {
        options ??= new BackoffOptions();
        LongestDelay = options.LongestDelay;
        _firstDelay = options.FirstDelay < LongestDelay ? options.FirstDelay : LongestDelay;
        _stablePeriod = options.StablePeriod;
        _jitter = options.Jitter;
        _random = new Random(seed);
        _bound = _firstDelay;
    }

    /// <summary>
    /// The upper bound of every delay in milliseconds. Wait this long, without jitter, when trying soon is known to be
    /// useless, for instance after refused credentials.
    /// </summary>
    public int LongestDelay { get; }

    /// <summary>
    /// The delay before the next attempt, in milliseconds, 0 to <see cref="LongestDelay"/>. Each call counts as one
    /// attempt and doubles the bound of the next.
    /// </summary>
    /// <returns>The delay in milliseconds.</returns>
    public int NextDelay()
    {
        int bound = _bound;

        // Compared before it is doubled, so that nothing can overflow however many attempts there are.
        _bound = bound > LongestDelay - bound ? LongestDelay : bound * 2;
        return _jitter ? _random.Next(bound + 1) : bound;
    }

    /// <summary>The connection stands. The delays do not start again yet: that needs <see cref="BackoffOptions.StablePeriod"/>.</summary>
    /// <param name="now">The time, from <see cref="MonotonicClock.Milliseconds"/>.</param>
    public void NotifyConnected(long now)
    {
        _connected = true;
        _connectedAt = now;
    }

    /// <summary>
    /// The connection is gone. Starts the delays from the first again when it had lasted. Without a connection before,
    /// it does nothing.
    /// </summary>
    /// <param name="now">The time, from <see cref="MonotonicClock.Milliseconds"/>.</param>
    public void NotifyDisconnected(long now)
    {
        if (_connected && now - _connectedAt >= _stablePeriod)
        {
            Reset();
        }

        _connected = false;
    }

    /// <summary>Starts the delays from the first again, for instance because the user or the network asked for an attempt now.</summary>
    public void Reset() => _bound = _firstDelay;
}
