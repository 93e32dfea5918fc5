using System;
using System.Net;
using EspNet.Time.Protocol;

namespace EspNet.Time;

/// <summary>The time that a server gave, and how good it is.</summary>
public sealed class SntpResponse
{
    private readonly SystemClock _clock;
    private readonly long _receivedAt;

    internal SntpResponse(string server, IPAddress address, SntpExchange exchange, SystemClock clock, long receivedAt)
    {
        _clock = clock;
        _receivedAt = receivedAt;
        Server = server;
        Address = address;
        UtcTicks = exchange.Utc;
        DelayTicks = exchange.Delay;
        OffsetTicks = exchange.Utc - clock.UtcTicks;
        RootDistance = new TimeSpan(exchange.RootDistance);
        Stratum = exchange.Stratum;
        Leap = (LeapIndicator)exchange.Leap;
    }

    /// <summary>The server, as it was given.</summary>
    public string Server { get; }

    /// <summary>Its address.</summary>
    public IPAddress Address { get; }

    /// <summary>The time at the moment when the answer came, in UTC.</summary>
    public DateTime ReceivedUtc => new DateTime(UtcTicks, DateTimeKind.Utc);

    /// <summary>The time now: that of the answer and what has passed since.</summary>
    public DateTime UtcNow => new DateTime(UtcTicks + _clock.Ticks - _receivedAt, DateTimeKind.Utc);

    /// <summary>What the clock of this device (DateTime.UtcNow) was behind; negative when it was ahead.</summary>
    public TimeSpan Offset => new TimeSpan(OffsetTicks);

    /// <summary>The time on the way, there and back. The time is wrong by half of it at most, as far as the way is concerned.</summary>
    public TimeSpan Delay => new TimeSpan(DelayTicks);

    /// <summary>How wrong the time can be at most, if the servers above keep their word (RFC 5905, section 11.2).</summary>
    public TimeSpan RootDistance { get; }

    /// <summary>How many servers away the source of the time is, 1 to 15; 1 is a server with a clock of its own.</summary>
    public int Stratum { get; }

    /// <summary>Whether a leap second is announced.</summary>
    public LeapIndicator Leap { get; }

    internal long UtcTicks { get; }

    internal long DelayTicks { get; }

    internal long OffsetTicks { get; }

    internal long ReceivedAt => _receivedAt;

    /// <summary>
    /// Sets the device's clock to <see cref="UtcNow"/>, to the nearest second because it takes no parts of one.
    /// </summary>
    /// <returns>True when it was set. False on a PC, whose clock is never touched.</returns>
    public bool SetDeviceClock() => _clock.TrySetUtc(RoundToSecond(UtcNow.Ticks));

    internal static long RoundToSecond(long ticks) =>
        (ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
}
