using System;
using EspNet.Sockets;

namespace EspNet.Time.Session;

/// <summary>
/// Says which server is asked next and when: one stays in use as long as it answers, and the next one gets its turn when
/// it does not. Times are monotonic milliseconds; no clock, no thread.
/// </summary>
internal sealed class TimeSchedule
{
    /// <summary>Nothing is left to ask.</summary>
    internal const long Never = long.MaxValue;

    /// <summary>A server that wants to be asked less often is asked once a day at least.</summary>
    private const int LongestInterval = TimeServiceOptions.LongestInterval;

    /// <summary>Whoever asks for the time now does not get to ask a server more than once a second.</summary>
    private const int ShortestPause = 1_000;

    private readonly Backoff _backoff;
    private readonly Random _random;
    private readonly int _startDelay;
    private readonly int _staleAfterIntervals;
    private int _index;
    private long _freshUntil = long.MinValue;

    /// <exception cref="ArgumentException">There is no server, or one is not right.</exception>
    internal TimeSchedule(TimeServiceOptions options, Random random)
    {
        string[] names = options.Servers;
        if (names.Length == 0)
        {
            throw new ArgumentException("There is no time server. Give one or more.", nameof(options));
        }

        Servers = new NtpServer[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            Servers[i] = NtpServer.Parse(names[i], options.Sntp.Port);
            Servers[i].Interval = options.Interval;
        }

        _backoff = new Backoff(options.Backoff, random.Next());
        _random = random;
        _startDelay = options.StartDelay;
        _staleAfterIntervals = options.StaleAfterIntervals;
    }

    internal NtpServer[] Servers { get; }

    /// <summary>The one to ask.</summary>
    internal NtpServer Server => Servers[_index];

    /// <summary>When to ask it; <see cref="Never"/> when all servers have refused for good.</summary>
    internal long NextAt { get; private set; } = Never;

    /// <summary>Whether the last answer is not too long ago.</summary>
    internal bool IsFresh(long now) => now <= _freshUntil;

    /// <summary>The random delay keeps devices that were switched on together from asking together (RFC 4330, section 10).</summary>
    internal void Start(long now)
    {
        for (int i = 0; i < Servers.Length; i++)
        {
            Servers[i].IsDropped = false;
        }

        _backoff.Reset();
        Choose(_index, now + _random.Next(_startDelay + 1));
    }

    /// <summary>Somebody wants the time now, for instance because the network is back.</summary>
    internal void AskNow(long now)
    {
        _backoff.Reset();
        Choose(_index, now);
    }

    internal void OnAsked(long now) => Server.NotBefore = now + ShortestPause;

    internal void OnAnswer(long now)
    {
        NtpServer server = Server;
        server.Reachability = ((server.Reachability << 1) | 1) & 0xff;
        server.Error = SntpError.None;
        _backoff.Reset();
        NextAt = now + server.Interval;
        _freshUntil = now + ((long)server.Interval * _staleAfterIntervals);
    }

    internal void OnFailure(SntpError error, long now)
    {
        NtpServer server = Server;
        server.Reachability = (server.Reachability << 1) & 0xff;
        server.Error = error;
        server.AddressIndex++;
        switch (error)
        {
            case SntpError.Denied:
            case SntpError.Restricted:
                server.IsDropped = true;
                break;
            case SntpError.RateExceeded:
                server.Interval = server.Interval < LongestInterval / 2 ? server.Interval * 2 : LongestInterval;
                server.NotBefore = now + server.Interval;
                break;
        }

        int delay = _backoff.NextDelay();
        Choose(_index + 1, now + (delay < server.Interval ? delay : server.Interval));
    }

    /// <summary>Takes the first server in turn that may be asked then, otherwise the one that may be asked soonest.</summary>
    private void Choose(int first, long at)
    {
        NextAt = Never;
        for (int i = 0; i < Servers.Length; i++)
        {
            int index = (first + i) % Servers.Length;
            NtpServer server = Servers[index];
            long soonest = server.NotBefore > at ? server.NotBefore : at;
            if (!server.IsDropped && soonest < NextAt)
            {
                _index = index;
                NextAt = soonest;
            }
        }
    }
}
