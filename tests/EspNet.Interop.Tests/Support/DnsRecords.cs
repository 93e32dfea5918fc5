using System.Globalization;
using System.Net;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// What a <see cref="DnsmasqServer"/> knows. It has the say over the domain "test": a name in it that is not here does
/// not exist (NXDOMAIN), and a name that has no record of the type asked for has an empty answer. All other names are
/// refused (REFUSED), because it has nobody to ask.
/// </summary>
internal sealed class DnsRecords
{
    private readonly List<string> _hosts = [];
    private readonly List<string> _lines = [];

    /// <summary>The time to live of every record, in seconds. Default: 60.</summary>
    public int TimeToLive { get; init; } = 60;

    /// <summary>The lines of its hosts file.</summary>
    internal IEnumerable<string> Hosts => _hosts;

    /// <summary>The lines of its configuration.</summary>
    internal IEnumerable<string> Configuration => [.. _lines, string.Create(CultureInfo.InvariantCulture, $"local-ttl={TimeToLive}")];

    /// <summary>A or AAAA records: one for each address.</summary>
    public DnsRecords Host(string name, params string[] addresses)
    {
        _hosts.AddRange(addresses.Select(address => $"{IPAddress.Parse(address)} {name}"));
        return this;
    }

    /// <summary>So many A records, from 10.1.0.1 upward. More than 29 do not fit in the 512 bytes of a UDP answer, even with a short name.</summary>
    public DnsRecords ManyAddresses(string name, int count) =>
        Host(name, [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"10.1.{i / 256}.{i % 256}"))]);

    /// <summary>A CNAME record. Its target needs an address here, or another CNAME.</summary>
    public DnsRecords Alias(string alias, string target)
    {
        _lines.Add($"cname={alias},{target}");
        return this;
    }
}
