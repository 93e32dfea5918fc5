using System;
using System.Threading;
using EspNet.Time;

namespace Clock;

/// <summary>Keeps the time right and prints it, in UTC and in the time of a zone.</summary>
public sealed class WallClock : IDisposable
{
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly PosixTimeZone _zone;
    private bool _isStopping;

    /// <param name="options">Which servers are asked, and how often.</param>
    /// <param name="zone">The zone of the local time.</param>
    public WallClock(TimeServiceOptions options, PosixTimeZone zone)
    {
        _zone = zone;
        Service = new TimeService(options);
        Service.Synchronised += OnSynchronised;
        Service.SynchronisationFailed += (_, failure) => Console.WriteLine("no time: " + failure.Message);
    }

    public TimeService Service { get; }

    /// <summary>Prints the time again and again until <see cref="Stop"/>.</summary>
    /// <param name="period">Milliseconds from one line to the next.</param>
    public void Run(int period)
    {
        Console.WriteLine("the zone is " + _zone);
        Service.Start();
        while (!_isStopping)
        {
            _wake.WaitOne(period, false);
            Print();
        }

        Service.Stop();
    }

    /// <summary>Lets <see cref="Run"/> return soon.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wake.Set();
    }

    public void Dispose() => Service.Dispose();

    private static string Format(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss");

    private static string ToSeconds(TimeSpan time) => (time.Ticks / 10_000_000.0).ToString("F3");

    private void OnSynchronised(TimeService service, TimeServiceStatus status)
    {
        string direction = status.Offset.Ticks < 0 ? "ahead" : "behind";
        string how = status.HasStepped ? "set at once" : "corrected slowly";
        Console.WriteLine(
            $"synchronised by {status.Server}, stratum {status.Stratum}: it was {ToSeconds(status.Offset.Duration())} s {direction}, " +
            $"which is {how}; delay {ToSeconds(status.Delay)} s, drift {status.DriftPpm.ToString("F1")} ppm");

        // Not before: the date decides what is next.
        if (status.Synchronisations == 1 && _zone.TryGetNextChange(service.UtcNow, out DateTime change, out LocalTimeType after))
        {
            Console.WriteLine($"the clock changes to {after.Abbreviation} on {Format(change)} UTC");
        }
    }

    private void Print()
    {
        DateTime utc = Service.UtcNow;
        DateTime local = _zone.ToLocal(utc, out LocalTimeType type);
        string quality = Service.GetStatus().State switch
        {
            TimeServiceState.Synchronised => string.Empty,
            TimeServiceState.Stale => " (not synchronised for some time)",
            _ => " (not synchronised)",
        };
        Console.WriteLine($"{Format(utc)} UTC = {Format(local)} {type.Abbreviation}{quality}");
    }
}
