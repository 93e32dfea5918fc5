using System.Globalization;

namespace EspNet.Interop.Tests.Support;

/// <summary>A dnsmasq that answers over UDP and TCP from the records of the test alone. Each question becomes a line of its log.</summary>
internal sealed class DnsmasqServer : RealServer
{
    private DnsRecords _records;

    private DnsmasqServer(DnsRecords records, NetworkNamespace? place)
        : base("dnsmasq", "dnsmasq-base", place) => _records = records;

    /// <summary>A server that answers.</summary>
    /// <param name="records">What it knows.</param>
    /// <param name="place">Where it runs; null is this machine.</param>
    public static DnsmasqServer Start(DnsRecords records, NetworkNamespace? place = null)
    {
        var server = new DnsmasqServer(records, place);
        server.Run();
        return server;
    }

    /// <summary>Starts it again with other records, on the same port.</summary>
    public void Restart(DnsRecords records)
    {
        Stop();
        _records = records;
        Run();
    }

    /// <summary>How often it was asked for a name, with whatever type.</summary>
    public int Asked(string name)
    {
        // Its log comes with a delay, but in order: what was asked before this question stands before it.
        string last = $"last-{Guid.NewGuid():N}.test";
        DnsProbe answer = Inside(() => DnsProbe.Ask(Address, Port, last));
        Assert.AreEqual(last, answer.Question);
        Log.AwaitFirst(line => IsQuestion(line, last));
        return Log.All.Count(line => IsQuestion(line, name));
    }

    private static bool IsQuestion(string line, string name) =>
        line.Contains("query[", StringComparison.Ordinal) && line.Contains($" {name} ", StringComparison.Ordinal);

    protected override IEnumerable<string> Arguments()
    {
        string hosts = WriteFile("hosts", string.Join('\n', _records.Hosts) + "\n");
        string configuration = WriteFile("dnsmasq.conf", string.Create(CultureInfo.InvariantCulture, $"""
            port={Port}
            listen-address={Address}
            bind-interfaces
            no-resolv
            no-hosts
            addn-hosts={hosts}
            local=/test/
            user={Environment.UserName}
            pid-file
            log-queries
            log-facility=-
            {string.Join('\n', _records.Configuration)}

            """));
        return ["--keep-in-foreground", "-C", configuration];
    }
}
