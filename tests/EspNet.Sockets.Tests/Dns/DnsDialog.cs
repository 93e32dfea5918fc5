using System;
using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>A look-up and the servers that it asks, with a clock that moves only when somebody waits.</summary>
internal sealed class DnsDialog
{
    private const long Begin = 5_000_000_000;

    private readonly string _host;
    private readonly IPAddress[] _servers;
    private DnsLookup? _lookup;

    internal DnsDialog(string host, string[] servers)
    {
        _host = host;
        _servers = new IPAddress[servers.Length];
        for (int i = 0; i < servers.Length; i++)
        {
            _servers[i] = IPAddress.Parse(servers[i]);
        }
    }

    internal int Attempts { get; init; } = DnsOptions.DefaultAttempts;

    internal int FirstServer { get; init; }

    internal bool UseIPv6 { get; init; }

    internal bool IsMulticast { get; init; }

    internal int Port { get; init; } = 53;

    internal long Now { get; private set; } = Begin;

    internal long Elapsed => Now - Begin;

    /// <summary>The servers in the order in which they were asked.</summary>
    internal string Asked { get; private set; } = string.Empty;

    internal DnsLookup Lookup =>
        _lookup ??= new DnsLookup(DnsName.Parse(_host), _servers, Port, Attempts, UseIPv6, IsMulticast, FirstServer, new Random(4711));

    internal void Starts() => Took(DnsAction.Send, Lookup.Start(Now));

    /// <summary>Begins the answer to what was asked last.</summary>
    internal DnsReplyBuilder Reply(int flags) => DnsReplyBuilder.To(Lookup, flags);

    /// <summary>The server that was asked answers.</summary>
    internal void Answers(DnsAction expected, DnsReplyBuilder reply) =>
        AnswersFrom(expected, reply, _servers[Lookup.ServerIndex], Port);

    /// <summary>Somebody answers.</summary>
    internal void AnswersFrom(DnsAction expected, DnsReplyBuilder reply, IPAddress from, int port) =>
        Took(expected, Lookup.OnDatagram(reply.Data, 0, reply.Count, from, port, Now));

    internal void AnswersOverTcp(DnsAction expected, DnsReplyBuilder reply) =>
        Took(expected, Lookup.OnTcpReply(reply.Data, 0, reply.Count, Now));

    internal void TimesOut(DnsAction expected)
    {
        Now = Lookup.Deadline;
        Took(expected, Lookup.OnTimeout(Now));
    }

    internal void Took(DnsAction expected, DnsAction actual)
    {
        DnsExpect.Is(expected, actual);
        if (actual == DnsAction.Send)
        {
            Asked += (Asked.Length > 0 ? " " : string.Empty) + Lookup.ServerIndex;
        }
    }

    internal string WaitsUntil(DnsError error)
    {
        Starts();
        return RestOfWaits(error);
    }

    /// <summary>Nobody answers any more.</summary>
    /// <returns>The waits in milliseconds.</returns>
    internal string RestOfWaits(DnsError error)
    {
        string waits = string.Empty;
        DnsAction action = DnsAction.Send;
        while (action == DnsAction.Send)
        {
            waits += (waits.Length > 0 ? " " : string.Empty) + (Lookup.Deadline - Now);
            Now = Lookup.Deadline;
            action = Lookup.OnTimeout(Now);
            Took(action, action);
        }

        DnsExpect.Is(DnsAction.Failed, action);
        DnsExpect.Is(error, Lookup.Error);
        return waits;
    }
}
