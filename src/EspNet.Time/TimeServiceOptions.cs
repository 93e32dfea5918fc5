using System;
using EspNet.Sockets;

namespace EspNet.Time;

/// <summary>Options of a <see cref="TimeService"/>, which reads them once, when it is made. The constants here are the only place where the defaults stand.</summary>
public sealed class TimeServiceOptions
{
    /// <summary>Default of <see cref="Interval"/>: 300 s. FAQ, "After the SNTP calibration for ESP8266 RTOS SDK v3.2, errors gradually increase".</summary>
    public const int DefaultInterval = 300_000;

    /// <summary>The shortest <see cref="Interval"/>: 15 s, as in ESP-IDF (CONFIG_LWIP_SNTP_UPDATE_DELAY) and RFC 4330, section 10.</summary>
    public const int ShortestInterval = 15_000;

    /// <summary>The longest <see cref="Interval"/>: one day.</summary>
    public const int LongestInterval = 86_400_000;

    /// <summary>Default of <see cref="StaleAfterIntervals"/>: 3.</summary>
    public const int DefaultStaleAfterIntervals = 3;

    /// <summary>Default of <see cref="StepThreshold"/>: 128 ms, STEPT of RFC 5905 (appendix A.1.1).</summary>
    public const int DefaultStepThreshold = 128;

    /// <summary>Default of <see cref="StartDelay"/>: 1 s.</summary>
    public const int DefaultStartDelay = 1_000;

    /// <summary>The first delay of the default <see cref="Backoff"/>: 1 s.</summary>
    public const int DefaultFirstRetryDelay = 1_000;

    /// <summary>The longest delay of the default <see cref="Backoff"/>: 60 s.</summary>
    public const int DefaultLongestRetryDelay = 60_000;

    private string[] _servers = { "0.pool.ntp.org", "1.pool.ntp.org", "2.pool.ntp.org", "3.pool.ntp.org" };
    private int _interval = DefaultInterval;
    private int _staleAfterIntervals = DefaultStaleAfterIntervals;
    private int _stepThreshold = DefaultStepThreshold;
    private int _startDelay = DefaultStartDelay;
    private SntpOptions _sntp = new SntpOptions();
    private BackoffOptions _backoff = new BackoffOptions
    {
        FirstDelay = DefaultFirstRetryDelay,
        LongestDelay = DefaultLongestRetryDelay,
        Jitter = false,
    };

    /// <summary>
    /// The servers, one or more: names or addresses, with another port as <c>host:port</c> or <c>[IPv6 address]:port</c>.
    /// One is asked as long as it answers, then the next. Default: 0 to 3.pool.ntp.org. A product of which many are sold needs
    /// servers of its own or a zone of the pool for its vendor.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string[] Servers
    {
        get => _servers;
        set => _servers = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// Milliseconds from one synchronisation to the next, <see cref="ShortestInterval"/> to <see cref="LongestInterval"/>;
    /// default <see cref="DefaultInterval"/>. Doubled for a server that says it is asked too often.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Interval
    {
        get => _interval;
        set => _interval = OptionRange.Check(value, ShortestInterval, LongestInterval);
    }

    /// <summary>
    /// After how many intervals without an answer the time counts as stale, 1 to 100; default
    /// <see cref="DefaultStaleAfterIntervals"/>. It goes on, corrected by the drift, and is only called so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int StaleAfterIntervals
    {
        get => _staleAfterIntervals;
        set => _staleAfterIntervals = OptionRange.Check(value, 1, 100);
    }

    /// <summary>How the clock is set right; default <see cref="TimeCorrection.Smooth"/>.</summary>
    public TimeCorrection Correction { get; set; } = TimeCorrection.Smooth;

    /// <summary>
    /// From which offset on, in milliseconds, <see cref="TimeCorrection.Smooth"/> sets the clock at once, 1 to 3,600,000;
    /// default <see cref="DefaultStepThreshold"/>. To make an offset good takes 2,000 times as long.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int StepThreshold
    {
        get => _stepThreshold;
        set => _stepThreshold = OptionRange.Check(value, 1, 3_600_000);
    }

    /// <summary>
    /// The first request waits a random time of up to so many milliseconds, 0 to 60,000, so that a fleet that is switched on
    /// together does not ask together; default <see cref="DefaultStartDelay"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int StartDelay
    {
        get => _startDelay;
        set => _startDelay = OptionRange.Check(value, 0, 60_000);
    }

    /// <summary>
    /// The delays after failures; default 1, 2, 4 … 60 s (<see cref="DefaultFirstRetryDelay"/>,
    /// <see cref="DefaultLongestRetryDelay"/>), never more than <see cref="Interval"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public BackoffOptions Backoff
    {
        get => _backoff;
        set => _backoff = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// True (the default) sets the device's clock as well, which TLS and DateTime.UtcNow read. It takes whole seconds, so it is
    /// set at the beginning of one, and again when it is off by 50 ms. Stop the firmware's own Sntp then. A PC's clock is
    /// never set.
    /// </summary>
    public bool SetsDeviceClock { get; set; } = true;

    /// <summary>How a server is asked.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SntpOptions Sntp
    {
        get => _sntp;
        set => _sntp = value ?? throw new ArgumentNullException(nameof(value));
    }
}
