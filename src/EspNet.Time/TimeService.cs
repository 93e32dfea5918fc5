using System;
using System.Threading;
using EspNet.Sockets;
using EspNet.Time.Session;

namespace EspNet.Time;

/// <summary>
/// Keeps the time right: asks servers regularly (SNTP, RFC 4330), learns how fast the device's crystal is, corrects the clock
/// without jumps where it can, and says how good the time is. It has a thread and a socket only while it asks. For
/// several threads at once.
/// </summary>
public sealed class TimeService : IDisposable
{
    private readonly object _lock = new object();
    private readonly TimeSchedule _schedule;
    private readonly ClockDiscipline _discipline;
    private readonly SystemClock _clock;
    private readonly DeviceClockKeeper? _keeper;
    private readonly Random _random;
    private readonly SntpOptions _sntp;
    private readonly ManualResetEvent _settled = new ManualResetEvent(false);

    private Timer? _timer;
    private SntpQuery? _query;
    private bool _wasStarted;
    private bool _isRunning;
    private bool _isDisposed;

    private SntpResponse? _last;
    private SntpException? _error;
    private long _lastOffset;
    private int _synchronisations;
    private int _failures;

    /// <summary>Makes a service with the default options, which is not started.</summary>
    public TimeService()
        : this(null)
    {
    }

    /// <summary>Makes a service, which is not started.</summary>
    /// <param name="options">The options; read once, here. Null takes the defaults.</param>
    /// <exception cref="ArgumentException">There is no server, or one of them is not right.</exception>
    public TimeService(TimeServiceOptions? options)
        : this(options ?? new TimeServiceOptions(), PlatformClock.Shared)
    {
    }

    internal TimeService(TimeServiceOptions options, SystemClock clock)
    {
        _clock = clock;
        _random = new Random(PlatformNetwork.CreateSeed());
        _sntp = options.Sntp.Copy();
        _schedule = new TimeSchedule(options, _random);
        _discipline = new ClockDiscipline(
            options.Correction == TimeCorrection.Smooth, options.StepThreshold * TimeSpan.TicksPerMillisecond);
        _keeper = options.SetsDeviceClock ? new DeviceClockKeeper(clock) : null;
    }

    /// <summary>The time was synchronised. Raised in a thread of the service, without a lock.</summary>
    public event TimeSynchronisedHandler? Synchronised;

    /// <summary>An attempt failed. Raised in a thread of the service, without a lock.</summary>
    public event TimeSynchronisationFailedHandler? SynchronisationFailed;

    /// <summary>A handler threw an exception; without a handler of this event it is written to the console. The service goes on.</summary>
    public event TimeCallbackFailedHandler? CallbackFailed;

    /// <summary>
    /// The date and time, in UTC. Between synchronisations it never goes back, and except by a step it never jumps. Before
    /// the first synchronisation it is what the device's clock says; after <see cref="Stop"/> it goes on.
    /// </summary>
    public DateTime UtcNow => new DateTime(GetUtcTicks(), DateTimeKind.Utc);

    /// <summary>Whether the time was synchronised, and not too long ago (see <see cref="TimeServiceOptions.StaleAfterIntervals"/>).</summary>
    public bool IsSynchronised
    {
        get
        {
            lock (_lock)
            {
                return GetState() == TimeServiceState.Synchronised;
            }
        }
    }

    /// <summary>Begins to synchronise. Started already, it does nothing. Servers that were dropped are asked again.</summary>
    /// <exception cref="ObjectDisposedException">The service was disposed.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(TimeService));
            }

            if (!_isRunning)
            {
                _wasStarted = true;
                _isRunning = true;
                _error = null;
                Settle();
                _schedule.Start(MonotonicClock.Milliseconds);
                _timer = new Timer(OnDue, null, Timeout.Infinite, Timeout.Infinite);
                Arm();
            }
        }
    }

    /// <summary>
    /// Synchronises now and not only when it is due, for instance because the network is back. A server that does not want to
    /// be asked so often is still left alone. Without effect while the service is stopped.
    /// </summary>
    public void SynchroniseNow()
    {
        lock (_lock)
        {
            if (_isRunning && _query is null)
            {
                _schedule.AskNow(MonotonicClock.Milliseconds);
                Arm();
            }
        }
    }

    /// <summary>Waits until the time has been synchronised. TLS needs that first, because certificates have dates.</summary>
    /// <param name="timeoutMilliseconds">Milliseconds, 0 or more, or <see cref="Timeout.Infinite"/>.</param>
    /// <returns>
    /// Whether it is synchronised. False when it was not in time, when the service is stopped, or when all servers have
    /// refused.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is less than -1.</exception>
    /// <exception cref="InvalidOperationException">The service was never started, so this could wait for ever.</exception>
    public bool WaitForSync(int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        lock (_lock)
        {
            if (!_wasStarted)
            {
                throw new InvalidOperationException("The time service is not started. Call Start first.");
            }

            Settle(); // It may have become stale since the last attempt.
        }

        _settled.WaitOne(timeoutMilliseconds, false);
        return IsSynchronised;
    }

    /// <summary>Says how good the time is.</summary>
    /// <returns>The state at this moment; it does not change any more.</returns>
    public TimeServiceStatus GetStatus()
    {
        lock (_lock)
        {
            return MakeStatus();
        }
    }

    /// <summary>Says how each server has behaved.</summary>
    /// <returns>The servers in the order in which they were given.</returns>
    public TimeServerStatus[] GetServers()
    {
        lock (_lock)
        {
            NtpServer[] servers = _schedule.Servers;
            TimeServerStatus[] result = new TimeServerStatus[servers.Length];
            for (int i = 0; i < servers.Length; i++)
            {
                result[i] = new TimeServerStatus(servers[i], servers[i] == _schedule.Server);
            }

            return result;
        }
    }

    /// <summary>
    /// Ends synchronising at once, also a request that is on its way. No handler is called any more, though one that runs
    /// already may still be running. The time goes on. It can be started again.
    /// </summary>
    public void Stop()
    {
        SntpQuery? query;
        lock (_lock)
        {
            query = _query;
            _query = null;
            _isRunning = false;
            _timer?.Dispose();
            _timer = null;
            Settle();
        }

        query?.Cancel();
    }

    /// <summary>The same as <see cref="Stop"/>, for good. More than once is fine.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        Stop();
    }

    private long GetUtcTicks()
    {
        lock (_lock)
        {
            return _discipline.IsSet ? _discipline.GetUtc(_clock.Ticks) : _clock.UtcTicks;
        }
    }

    /// <summary>Lets waiting threads go as soon as there is nothing to wait for.</summary>
    private void Settle()
    {
        bool isHopeless = _error is not null && _schedule.NextAt == TimeSchedule.Never;
        if (!_isRunning || isHopeless || GetState() == TimeServiceState.Synchronised)
        {
            _settled.Set();
        }
        else
        {
            _settled.Reset();
        }
    }

    private TimeServiceState GetState()
    {
        if (_last is null)
        {
            return _error is null ? TimeServiceState.NeverSynchronised : TimeServiceState.Error;
        }

        if (_isRunning && _schedule.NextAt == TimeSchedule.Never && _query is null)
        {
            return TimeServiceState.Error;
        }

        return _schedule.IsFresh(MonotonicClock.Milliseconds) ? TimeServiceState.Synchronised : TimeServiceState.Stale;
    }

    private TimeServiceStatus MakeStatus() => new TimeServiceStatus(GetState(), _error)
    {
        Server = _last is null ? string.Empty : _last.Server,
        Stratum = _last is null ? 0 : _last.Stratum,
        Leap = _last is null ? LeapIndicator.None : _last.Leap,
        LastSynchronised = _last is null ? DateTime.MinValue : _last.ReceivedUtc,
        Offset = new TimeSpan(_lastOffset),
        HasStepped = _discipline.HasStepped,
        Delay = _last is null ? TimeSpan.Zero : _last.Delay,
        RootDistance = _last is null ? TimeSpan.Zero : _last.RootDistance,
        DriftPpm = _discipline.DriftPpb / 1000.0,
        IsDeviceClockSet = _keeper is not null && _keeper.IsSet,
        Synchronisations = _synchronisations,
        Failures = _failures,
    };

    /// <summary>Sets the timer to what the schedule says. With the lock.</summary>
    private void Arm()
    {
        if (_schedule.NextAt != TimeSchedule.Never)
        {
            long due = _schedule.NextAt - MonotonicClock.Milliseconds;
            _timer!.Change(due > 0 ? (int)due : 0, Timeout.Infinite);
        }
    }

    /// <summary>In the one thread that all timers of the device share, so it only starts another.</summary>
    private void OnDue(object? state)
    {
        lock (_lock)
        {
            if (!_isRunning || _query is not null)
            {
                return;
            }

            _schedule.OnAsked(MonotonicClock.Milliseconds);
            try
            {
                // Random numbers of its own, because one that was stopped may still be using its own.
                SntpQuery query = new SntpQuery(_schedule.Server, _sntp, _clock, new Random(_random.Next()));
                Thread thread = BackgroundThread.Create(() => Run(query), "SNTP");
                _query = query;
                thread.Start();
            }
            catch (Exception e)
            {
                // No memory for it. Thrown here, it would end the timers of the whole program.
                TakeFailure(SntpFailure.Create(SntpError.Other, _schedule.Server.Name, e));
            }
        }
    }

    private void Run(SntpQuery query)
    {
        SntpResponse? response = null;
        SntpException? failure = null;
        try
        {
            response = query.Run();
        }
        catch (SntpException e)
        {
            failure = e;
        }
        catch (Exception e)
        {
            // Whatever it was, memory for instance: the service goes on, and says so.
            failure = SntpFailure.Create(SntpError.Other, query.Server, e);
        }

        TimeServiceStatus status;
        lock (_lock)
        {
            if (_query != query)
            {
                return; // It was stopped.
            }

            if (response is not null)
            {
                TakeResponse(response);
            }
            else
            {
                TakeFailure(failure!);
            }

            status = MakeStatus();
        }

        Raise(status, failure);
        if (response is not null)
        {
            _keeper?.Align(GetUtcTicks);
        }
    }

    private void TakeResponse(SntpResponse response)
    {
        bool isFirst = _last is null;
        _query = null;
        _last = response;
        _error = null;
        _synchronisations++;
        long offset = _discipline.OnMeasured(response.UtcTicks, response.ReceivedAt, response.DelayTicks / 2);
        _lastOffset = isFirst ? response.OffsetTicks : offset;
        _schedule.OnAnswer(MonotonicClock.Milliseconds);
        Arm();
        if (_discipline.HasStepped)
        {
            // Before anybody hears of it: who waited for the time makes a TLS connection next.
            _keeper?.Set(_discipline.GetUtc(_clock.Ticks));
        }

        Settle();
    }

    private void TakeFailure(SntpException failure)
    {
        _query = null;
        _error = failure;
        _failures++;
        _schedule.OnFailure(failure.Error, MonotonicClock.Milliseconds);
        Settle();
        Arm();
    }

    private void Raise(TimeServiceStatus status, SntpException? failure)
    {
        try
        {
            if (failure is null)
            {
                Synchronised?.Invoke(this, status);
            }
            else
            {
                SynchronisationFailed?.Invoke(this, failure);
            }
        }
        catch (Exception e)
        {
            ReportCallbackFailure(e);
        }
    }

    private void ReportCallbackFailure(Exception exception)
    {
        TimeCallbackFailedHandler? handler = CallbackFailed;
        if (handler is null)
        {
            Console.WriteLine("EspNet.Time: a handler failed: " + exception.Message);
            return;
        }

        try
        {
            handler(this, exception);
        }
        catch (Exception e)
        {
            Console.WriteLine("EspNet.Time: the CallbackFailed handler failed: " + e.Message);
        }
    }
}
