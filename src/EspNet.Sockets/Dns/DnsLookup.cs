using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>
/// One look-up, without socket, clock or thread. The driver does what the last call answered: it sends
/// <see cref="Query"/> to the server of <see cref="ServerIndex"/>, waits until <see cref="Deadline"/>, and reports what
/// came. Whatever arrives can only be ignored, or be an answer that was checked for its id, its question and its sender.
/// </summary>
internal sealed class DnsLookup
{
    /// <summary>Aliases that are followed for one question, within a message and over several.</summary>
    internal const int MostLinks = 8;

    private readonly DnsName _name;
    private readonly IPAddress[] _servers;
    private readonly int _port;
    private readonly int _attempts;
    private readonly bool _useIPv6;
    private readonly bool _isMulticast;
    private readonly Random _random;
    private readonly DnsReply _reply;
    private readonly bool[] _serverFailed;
    private readonly bool[] _asked;

    // The question of the moment.
    private DnsName _question;
    private int _type;
    private int _id;
    private int _attemptsOfQuestion;
    private int _attempt;
    private int _links;
    private int _timeToLive;
    private int _failedServers;
    private bool _overTcp;
    private bool _hasFailure;
    private DnsError _failure;
    private DnsAction _state = DnsAction.Wait;

    /// <summary>Makes a look-up that has not started.</summary>
    /// <param name="name">The name.</param>
    /// <param name="servers">Whom to ask, at least one; with multicast the group.</param>
    /// <param name="port">The port that is asked and from which an answer must come.</param>
    /// <param name="attempts">How often a question is asked, over all servers together.</param>
    /// <param name="useIPv6">True asks for IPv6 addresses as well.</param>
    /// <param name="isMulticast">True takes answers of any address (RFC 6762, section 6.7).</param>
    /// <param name="firstServer">The index of the server to begin with.</param>
    /// <param name="random">Makes the ids. Not used by another thread meanwhile.</param>
    internal DnsLookup(
        DnsName name,
        IPAddress[] servers,
        int port,
        int attempts,
        bool useIPv6,
        bool isMulticast,
        int firstServer,
        Random random)
    {
        _name = name;
        _servers = servers;
        _port = port;
        _attempts = attempts;
        _useIPv6 = useIPv6;
        _isMulticast = isMulticast;
        _random = random;
        _question = name;
        _reply = new DnsReply(isMulticast);
        _serverFailed = new bool[servers.Length];
        _asked = new bool[servers.Length];
        ServerIndex = firstServer % servers.Length;
    }

    /// <summary>What to send.</summary>
    internal byte[] Query { get; } = new byte[DnsMessage.LongestQuery];

    /// <summary>The length of what to send.</summary>
    internal int QueryLength { get; private set; }

    /// <summary>Whom to send it to; after <see cref="DnsAction.Done"/> who answered.</summary>
    internal int ServerIndex { get; private set; }

    /// <summary>Until when to wait for an answer.</summary>
    internal long Deadline { get; private set; }

    /// <summary>The addresses, after <see cref="DnsAction.Done"/>: IPv4 first.</summary>
    internal IPAddress[] Addresses { get; private set; } = [];

    /// <summary>Why it failed, after <see cref="DnsAction.Failed"/>.</summary>
    internal DnsError Error { get; private set; }

    /// <summary>Seconds for which the result may be kept, 0 for not at all.</summary>
    internal int TimeToLive { get; private set; }

    /// <summary>How many answers from where one was expected were dropped because they break the protocol.</summary>
    internal int MalformedCount { get; private set; }

    /// <summary>The wait after an attempt, the first of which is 0: 1, 1, 2, 3, … s (FAQ, "How to increase the DNS request time for ESP32?").</summary>
    internal static int GetWait(int attempt) => attempt == 0 ? 1_000 : attempt * 1_000;

    internal DnsAction Start(long now) => Ask(DnsMessage.TypeA, _attempts, now);

    /// <summary>A datagram came. The buffer is not kept.</summary>
    internal DnsAction OnDatagram(byte[] buffer, int offset, int count, IPAddress from, int port, long now)
    {
        int server = _state == DnsAction.Wait && !_overTcp && port == _port ? FindAsked(from) : -1;
        if (server < 0)
        {
            return _state;
        }

        DnsReplyKind kind = _reply.Read(buffer, offset, count, _id, _question, _type, MostLinks - _links);
        switch (kind)
        {
            case DnsReplyKind.NotOurs:
                return _state;
            case DnsReplyKind.Malformed:
                MalformedCount++;
                return _state;
            case DnsReplyKind.ServerFailure when server != ServerIndex:
            case DnsReplyKind.Refused when server != ServerIndex:
            case DnsReplyKind.TooManyAliases when server != ServerIndex:
                // One that was asked before; the one that is asked now may still know.
                NoteFailure(server, ToError(kind));
                return _failedServers == _servers.Length ? AskNext(now) : _state;
            case DnsReplyKind.Truncated:
                ServerIndex = server;
                MakeId();
                MakeQuery(now);
                _overTcp = true;
                return DnsAction.AskOverTcp;
            default:
                ServerIndex = server;
                return Take(kind, now);
        }
    }

    /// <summary>The answer over TCP came, without its length in front.</summary>
    internal DnsAction OnTcpReply(byte[] buffer, int offset, int count, long now)
    {
        if (_state != DnsAction.Wait || !_overTcp)
        {
            return _state;
        }

        DnsReplyKind kind = _reply.Read(buffer, offset, count, _id, _question, _type, MostLinks - _links);
        switch (kind)
        {
            case DnsReplyKind.Malformed:
                MalformedCount++;
                return FailServer(DnsError.Malformed, now);
            case DnsReplyKind.NotOurs:
            case DnsReplyKind.Truncated:
                return FailServer(DnsError.Truncated, now);
            default:
                return Take(kind, now);
        }
    }

    /// <summary>There was no answer over TCP.</summary>
    internal DnsAction OnTcpFailed(long now) =>
        _state == DnsAction.Wait && _overTcp ? FailServer(DnsError.Truncated, now) : _state;

    /// <summary>The query could not be sent.</summary>
    internal DnsAction OnSendFailed(long now) =>
        _state == DnsAction.Wait && !_overTcp ? FailServer(DnsError.NotSent, now) : _state;

    /// <summary>Time has passed.</summary>
    internal DnsAction OnTimeout(long now)
    {
        if (_state != DnsAction.Wait || now < Deadline)
        {
            return _state;
        }

        return _overTcp ? FailServer(DnsError.Truncated, now) : AskNext(now);
    }

    private DnsAction Ask(int type, int attempts, long now)
    {
        _type = type;
        _attemptsOfQuestion = attempts;
        _question = _name;
        _attempt = 0;
        _links = 0;
        _timeToLive = int.MaxValue;
        _failedServers = 0;
        _hasFailure = false;
        for (int i = 0; i < _serverFailed.Length; i++)
        {
            _serverFailed[i] = false;
        }

        MakeId();
        return Send(now);
    }

    private DnsAction Send(long now)
    {
        _attempt++;
        _asked[ServerIndex] = true;
        MakeQuery(now);
        return DnsAction.Send;
    }

    /// <summary>
    /// A new id for each question. Its later attempts have the same one, so that a server that is slower than the wait
    /// still answers the question.
    /// </summary>
    private void MakeId()
    {
        _id = _random.Next(65536);
        for (int i = 0; i < _asked.Length; i++)
        {
            _asked[i] = false;
        }
    }

    /// <summary>Which of the servers that were asked this question sent it; -1 for none of them.</summary>
    private int FindAsked(IPAddress from)
    {
        if (_isMulticast)
        {
            return ServerIndex;
        }

        for (int i = 0; i < _servers.Length; i++)
        {
            if (_asked[i] && _servers[i].Equals(from))
            {
                return i;
            }
        }

        return -1;
    }

    private void MakeQuery(long now)
    {
        _overTcp = false;
        QueryLength = DnsMessage.WriteQuery(Query, _id, _question, _type);
        Deadline = now + GetWait(_attempt - 1);
    }

    /// <summary>The server has nothing to say to this question: the next one is asked without waiting.</summary>
    private DnsAction FailServer(DnsError error, long now)
    {
        NoteFailure(ServerIndex, error);
        return AskNext(now);
    }

    private void NoteFailure(int server, DnsError error)
    {
        _hasFailure = true;
        _failure = error;
        if (!_serverFailed[server])
        {
            _serverFailed[server] = true;
            _failedServers++;
        }
    }

    private static DnsError ToError(DnsReplyKind kind) => kind switch
    {
        DnsReplyKind.Refused => DnsError.Refused,
        DnsReplyKind.TooManyAliases => DnsError.TooManyAliases,
        _ => DnsError.ServerFailure,
    };

    private DnsAction AskNext(long now)
    {
        if (_attempt >= _attemptsOfQuestion || _failedServers == _servers.Length)
        {
            DnsError silence = MalformedCount > 0 ? DnsError.Malformed : DnsError.TimedOut;
            return GiveUp(_hasFailure ? _failure : silence, 0);
        }

        do
        {
            ServerIndex = (ServerIndex + 1) % _servers.Length;
        }
        while (_serverFailed[ServerIndex]);

        return Send(now);
    }

    private DnsAction Take(DnsReplyKind kind, long now)
    {
        switch (kind)
        {
            case DnsReplyKind.ServerFailure:
            case DnsReplyKind.Refused:
            case DnsReplyKind.TooManyAliases:
                return FailServer(ToError(kind), now);
        }

        // An alias on the way counts as well.
        _timeToLive = _reply.TimeToLive < _timeToLive ? _reply.TimeToLive : _timeToLive;
        int both = _timeToLive < TimeToLive ? _timeToLive : TimeToLive;
        switch (kind)
        {
            case DnsReplyKind.Alias:
                // The server is there and answers: asking it the rest is the same attempt.
                _links += _reply.Links;
                _question = _reply.GetAlias();
                MakeId();
                _asked[ServerIndex] = true;
                MakeQuery(now);
                return DnsAction.Send;
            case DnsReplyKind.Answer:
                TimeToLive = Addresses.Length == 0 ? _timeToLive : both;
                Append(_reply.GetAddresses());
                return _type == DnsMessage.TypeA && _useIPv6 ? Ask(DnsMessage.TypeAaaa, 1, now) : End(DnsAction.Done);
            case DnsReplyKind.NoData when _type == DnsMessage.TypeA && _useIPv6:
                TimeToLive = _timeToLive;
                return Ask(DnsMessage.TypeAaaa, _attempts, now);
            case DnsReplyKind.NoSuchName when _type == DnsMessage.TypeA:
                return GiveUp(DnsError.NoSuchName, _timeToLive);
            default:
                // Also when the second answer is "no such name": a moment ago the servers knew it.
                return GiveUp(DnsError.NoAddress, _type == DnsMessage.TypeA ? _timeToLive : both);
        }
    }

    private void Append(IPAddress[] more)
    {
        IPAddress[] all = new IPAddress[Addresses.Length + more.Length];
        Array.Copy(Addresses, all, Addresses.Length);
        Array.Copy(more, 0, all, Addresses.Length, more.Length);
        Addresses = all;
    }

    /// <summary>Nothing more will come, which is no failure when there is an address already.</summary>
    private DnsAction GiveUp(DnsError error, int timeToLive)
    {
        if (Addresses.Length > 0)
        {
            return End(DnsAction.Done);
        }

        Error = error;
        TimeToLive = timeToLive;
        return End(DnsAction.Failed);
    }

    private DnsAction End(DnsAction how)
    {
        QueryLength = 0;
        _state = how;
        return how;
    }
}
