using System;
using EspNet.Sockets;

namespace EspNet.Time;

/// <summary>How a time server is asked. The constants here are the only place where the defaults stand.</summary>
public sealed class SntpOptions
{
    /// <summary>Default of <see cref="Port"/>: 123 (RFC 5905, section 7.2).</summary>
    public const int DefaultPort = 123;

    /// <summary>Default of <see cref="Timeout"/>: 3 s, far more than any usable answer takes.</summary>
    public const int DefaultTimeout = 3_000;

    /// <summary>Default of <see cref="MaximumRootDistance"/>: 1 s, MAXDIST of RFC 5905 (appendix A.1.1).</summary>
    public const int DefaultMaximumRootDistance = 1_000;

    private int _port = DefaultPort;
    private int _timeout = DefaultTimeout;
    private int _maximumRootDistance = DefaultMaximumRootDistance;

    /// <summary>The port of servers that are given without one, 1 to 65535; default <see cref="DefaultPort"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Port
    {
        get => _port;
        set => _port = OptionRange.Check(value, 1, 65_535);
    }

    /// <summary>
    /// How long an answer is awaited, in milliseconds, 1 to 60,000; default <see cref="DefaultTimeout"/>. Looking the name
    /// up comes before and has the times of <see cref="DnsOptions.Attempts"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Timeout
    {
        get => _timeout;
        set => _timeout = OptionRange.Check(value, 1, 60_000);
    }

    /// <summary>
    /// How wrong the time may be at most, in milliseconds, 1 to 16,000; default <see cref="DefaultMaximumRootDistance"/>. It
    /// is the root distance of RFC 5905: half of the delay to the server and from there to its source, and what the
    /// server says of itself. Past it the answer is refused (<see cref="SntpError.TooUncertain"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumRootDistance
    {
        get => _maximumRootDistance;
        set => _maximumRootDistance = OptionRange.Check(value, 1, 16_000);
    }

    internal SntpOptions Copy() => (SntpOptions)MemberwiseClone();
}
