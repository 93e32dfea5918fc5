using System.Net;
using EspNet.Mqtt.Fuzz.Tests;
using EspNet.Sockets.Tests;

namespace EspNet.Sockets.Fuzz.Tests;

/// <summary>One look-up whose servers answer nonsense, or nearly right, until it is over.</summary>
internal sealed class DnsFuzzCase
{
    internal static readonly string[] OutcomeNames = [.. Enum.GetNames<DnsError>(), "Found", "OverTcp"];

    private const int Found = (int)DnsError.BadName + 1;
    private const int OverTcp = Found + 1;

    /// <summary>Events with answers in them; then there is only silence, which must end the look-up.</summary>
    private const int MostEvents = 40;

    /// <summary>Two questions with all attempts, and eight aliases for each.</summary>
    private const int MostQueries = 2 * (5 + 8);

    /// <summary>What a call may allocate: eight addresses of either kind, or a name behind an alias.</summary>
    private const int MostAllocation = 2_500;

    private static readonly IPAddress Group = new(new byte[] { 224, 0, 0, 251 });

    private readonly FuzzRandom _random = new();
    private readonly DnsReplyMutator _mutator;
    private DnsLookup _lookup = null!;
    private IPAddress[] _servers = null!;
    private int _port;
    private long _now;
    private int _queries;

    internal DnsFuzzCase()
    {
        _mutator = new DnsReplyMutator(_random);
    }

    /// <summary>How often each outcome was reached; the names stand in <see cref="OutcomeNames"/>.</summary>
    internal int[] Outcomes { get; } = new int[OutcomeNames.Length];

    /// <summary>Damaged answers so far.</summary>
    internal int Replies { get; private set; }

    internal void Run(int number)
    {
        _random.Seed((ulong)number);
        _mutator.Habit = _random.Next(40);
        bool isMulticast = _random.OneIn(8);
        _servers = new IPAddress[isMulticast ? 1 : 1 + _random.Next(3)];
        for (int i = 0; i < _servers.Length; i++)
        {
            _servers[i] = isMulticast ? Group : new IPAddress(new byte[] { 192, 0, 2, (byte)(1 + i) });
        }

        _port = isMulticast ? 5353 : 53;
        _now = number;
        _queries = 0;
        _lookup = new DnsLookup(
            DnsName.Parse(DnsReplyMutator.Host),
            _servers,
            _port,
            1 + _random.Next(5),
            _random.OneIn(3),
            isMulticast,
            _random.Next(3),
            new Random(number));

        DnsAction action = _lookup.Start(_now);
        bool overTcp = false;
        for (int i = 0; action != DnsAction.Done && action != DnsAction.Failed; i++)
        {
            if (action != DnsAction.Wait)
            {
                overTcp = action == DnsAction.AskOverTcp;
                Check(overTcp || ++_queries <= MostQueries, "too many queries");
                Check(_lookup.QueryLength > DnsMessage.HeaderLength, "an empty query");
                Outcomes[OverTcp] += overTcp ? 1 : 0;
            }

            Check(_lookup.Deadline > _now && _lookup.Deadline <= _now + 20_000, "a wait without bounds");
            action = i < MostEvents ? Happen(overTcp) : TimeOut();
            Check(i < MostEvents + 20, "no end");
        }

        CheckEnd(action);
    }

    private DnsAction Happen(bool overTcp)
    {
        if (_random.OneIn(12))
        {
            return TimeOut();
        }

        if (_random.OneIn(40))
        {
            return overTcp ? _lookup.OnTcpFailed(_now) : _lookup.OnSendFailed(_now);
        }

        byte[] reply = _mutator.Make(_lookup);
        int offset = _random.OneIn(2) ? 0 : _random.Next(30);
        byte[] buffer = new byte[offset + reply.Length];
        reply.CopyTo(buffer, offset);
        IPAddress from = _random.OneIn(50) ? IPAddress.Loopback : _servers[_lookup.ServerIndex];
        Replies++;
        _now += _random.Next((int)(_lookup.Deadline - _now));

        long before = GC.GetAllocatedBytesForCurrentThread();
        DnsAction action = overTcp
            ? _lookup.OnTcpReply(buffer, offset, reply.Length, _now)
            : _lookup.OnDatagram(buffer, offset, reply.Length, from, _port, _now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Check(allocated <= (action == DnsAction.Wait ? 0 : MostAllocation), $"{allocated} bytes allocated");
        return action;
    }

    private DnsAction TimeOut()
    {
        _now = _lookup.Deadline;
        DnsAction action = _lookup.OnTimeout(_now);
        Check(action != DnsAction.Wait && action != DnsAction.AskOverTcp, "a time-out without effect");
        return action;
    }

    private void CheckEnd(DnsAction action)
    {
        Check(_lookup.TimeToLive >= 0, "a time to live below 0");
        int most = 2 * DnsReply.MostAddresses;
        if (action == DnsAction.Done)
        {
            Outcomes[Found]++;
            Check(_lookup.Addresses.Length > 0 && _lookup.Addresses.Length <= most, $"{_lookup.Addresses.Length} addresses");
        }
        else
        {
            Outcomes[(int)_lookup.Error]++;
            Check(_lookup.Addresses.Length == 0, "a failure with addresses");
        }
    }

    private static void Check(bool good, string otherwise)
    {
        if (!good)
        {
            throw new FuzzFailure(otherwise);
        }
    }
}
