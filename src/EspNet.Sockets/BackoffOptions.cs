using System;

namespace EspNet.Sockets;

/// <summary>
/// How long to wait between attempts to connect. The defaults spread a fleet that lost its server over two minutes
/// instead of letting it return all at once.
/// </summary>
public sealed class BackoffOptions
{
    /// <summary>
    /// Default of <see cref="FirstDelay"/>: 1 s. Espressif's MQTT component always waits 10 s (see
    /// <see cref="FaqFixedDelay"/>); starting lower finds a server that only restarted sooner.
    /// </summary>
    public const int DefaultFirstDelay = 1_000;

    /// <summary>
    /// Default of <see cref="LongestDelay"/>: 120 s, as long as MQTT's default keep-alive time (FAQ, "What is the default
    /// keepalive value of the MQTT component in ESP-IDF?").
    /// </summary>
    public const int DefaultLongestDelay = 120_000;

    /// <summary>Default of <see cref="StablePeriod"/>: 30 s.</summary>
    public const int DefaultStablePeriod = 30_000;

    /// <summary>
    /// The fixed delay of Espressif's MQTT component: 10 s, for <see cref="Fixed"/>. FAQ, "Does MQTT support automatic
    /// reconnection?" and the log of the question on esp-mqtt/tcp ("Reconnect after 10000 ms").
    /// </summary>
    public const int FaqFixedDelay = 10_000;

    /// <summary>The longest delay or period that can be set: one day.</summary>
    public const int MaximumDelay = 86_400_000;

    private int _firstDelay = DefaultFirstDelay;
    private int _longestDelay = DefaultLongestDelay;
    private int _stablePeriod = DefaultStablePeriod;

    /// <summary>
    /// The upper bound of the first delay in milliseconds, 1 to <see cref="MaximumDelay"/>; default
    /// <see cref="DefaultFirstDelay"/>. It doubles with each attempt. Where it is above <see cref="LongestDelay"/>,
    /// the latter holds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int FirstDelay
    {
        get => _firstDelay;
        set => _firstDelay = OptionRange.Check(value, 1, MaximumDelay);
    }

    /// <summary>
    /// The upper bound of every delay in milliseconds, 1 to <see cref="MaximumDelay"/>; default
    /// <see cref="DefaultLongestDelay"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int LongestDelay
    {
        get => _longestDelay;
        set => _longestDelay = OptionRange.Check(value, 1, MaximumDelay);
    }

    /// <summary>
    /// How long a connection must have lasted, in milliseconds, before the next failure starts from
    /// <see cref="FirstDelay"/> again; 0 to <see cref="MaximumDelay"/>, default <see cref="DefaultStablePeriod"/>. A
    /// server that accepts and drops at once is thereby not hammered.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int StablePeriod
    {
        get => _stablePeriod;
        set => _stablePeriod = OptionRange.Check(value, 0, MaximumDelay);
    }

    /// <summary>
    /// True (the default) takes each delay at random between 0 and its bound ("full jitter"), so that devices that lost
    /// the server together do not return together. False waits the bound itself.
    /// </summary>
    public bool Jitter { get; set; } = true;

    /// <summary>Always the same delay and no jitter, as Espressif's MQTT component does it (FAQ: 10 s).</summary>
    /// <param name="milliseconds">
    /// The delay in milliseconds, 1 to <see cref="MaximumDelay"/>, for instance <see cref="FaqFixedDelay"/>.
    /// </param>
    /// <returns>New options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public static BackoffOptions Fixed(int milliseconds) =>
        new BackoffOptions { FirstDelay = milliseconds, LongestDelay = milliseconds, Jitter = false };
}
