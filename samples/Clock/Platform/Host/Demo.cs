using System;
using System.Collections.Generic;
using System.Threading;
using EspNet.Bench.Time;
using EspNet.Sockets;
using EspNet.Time;

namespace Clock;

/// <summary>A clock's day in short: it meets a time server that is three hours ahead, drifts off a little, is silent for a while, and jumps.</summary>
internal sealed class Demo : IDisposable
{
    private const int Period = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A PC that is busy reads two clocks some time apart; what this finds is a clock that was not corrected at all.</summary>
    private static readonly TimeSpan MostError = TimeSpan.FromSeconds(1);

    private readonly object _gate = new object();
    private readonly BenchTimeServer _server = new BenchTimeServer();
    private readonly WallClock _clock;
    private readonly List<string> _problems = new List<string>();

    private Demo(PosixTimeZone zone)
    {
        _server.Start();
        TimeServiceOptions options = new TimeServiceOptions
        {
            Servers = [$"127.0.0.1:{_server.Port}"],
            Backoff = BackoffOptions.Fixed(1_500),
        };
        options.Sntp.Timeout = 1_000;
        _clock = new WallClock(options, zone);
        _clock.Service.Synchronised += (_, _) => Pulse();
        _clock.Service.SynchronisationFailed += (_, _) => Pulse();
    }

    /// <returns>The exit code: 0 when the time was right at the end.</returns>
    public static int Run(PosixTimeZone zone)
    {
        using Demo demo = new Demo(zone);
        Thread printing = new Thread(() => demo._clock.Run(Period)) { Name = "Clock" };
        printing.Start();
        try
        {
            demo.Play();
        }
        catch (TimeoutException e)
        {
            demo._problems.Add(e.Message);
        }

        int exitCode = demo.Summarize();
        demo._clock.Stop();
        printing.Join();
        return exitCode;
    }

    public void Dispose()
    {
        _clock.Dispose();
        _server.Dispose();
    }

    private static void Say(string line) => Console.WriteLine("--- " + line);

    private void Play()
    {
        Say($"a time server on port {_server.Port} that is 3 hours ahead of this PC, and a clock that asks it");
        _server.Faults.Offset = TimeSpan.FromHours(3);
        Await(s => s.Synchronisations == 1 && s.HasStepped, "the first synchronisation was no step");

        Say("the server's time loses 50 ms: too little to jump, so the clock goes slower for 100 s");
        _server.Faults.Offset -= TimeSpan.FromMilliseconds(50);
        SynchroniseSoon();
        Await(s => s.Synchronisations == 2 && !s.HasStepped, "50 ms were not corrected slowly");

        Say("the server does not answer, and the clock tries again after 1.5 s (by default 1, 2, 4 … 60 s)");
        _server.Faults.Drop(1);
        SynchroniseSoon();
        Await(s => s.Failures == 1 && s.Error?.Error == SntpError.TimedOut, "nobody noticed that the server is silent");
        Await(s => s.Synchronisations == 3, "the clock did not ask again");

        Say("the server's time jumps by an hour");
        _server.Faults.Offset += TimeSpan.FromHours(1);
        SynchroniseSoon();
        Await(s => s.Synchronisations == 4 && s.HasStepped, "an hour was not corrected at once");
    }

    private int Summarize()
    {
        TimeServiceStatus status = _clock.Service.GetStatus();
        TimeSpan error = _clock.Service.UtcNow - _server.Now;
        if (error.Duration() > MostError)
        {
            _problems.Add($"the time is wrong by {error}");
        }

        foreach (string violation in _server.Violations)
        {
            _problems.Add("violation of the standard: " + violation);
        }

        Say("summary");
        Console.WriteLine($"synchronised                {status.Synchronisations} times");
        Console.WriteLine($"not answered                {status.Failures}");
        Console.WriteLine($"error at the end            {error.TotalMilliseconds:F1} ms");
        Console.WriteLine($"violations                  {_server.Violations.Count}");
        foreach (string problem in _problems)
        {
            Console.WriteLine("FAILED: " + problem);
        }

        Console.WriteLine(_problems.Count == 0 ? "passed: the time was right" : $"not passed, problems: {_problems.Count}");
        return _problems.Count == 0 ? 0 : 1;
    }

    /// <summary>By default it would be every 300 s.</summary>
    private void SynchroniseSoon() => _clock.Service.SynchroniseNow();

    private void Pulse()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Await(Func<TimeServiceStatus, bool> condition, string otherwise)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_gate)
        {
            while (!condition(_clock.Service.GetStatus()))
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    throw new TimeoutException(otherwise);
                }

                Monitor.Wait(_gate, (int)left);
            }
        }
    }
}
