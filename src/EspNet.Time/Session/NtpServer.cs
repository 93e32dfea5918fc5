using System;

namespace EspNet.Time.Session;

/// <summary>A time server of the list, and how it has behaved.</summary>
internal sealed class NtpServer
{
    private NtpServer(string name, string host, int port)
    {
        Name = name;
        Host = host;
        Port = port;
    }

    /// <summary>As it was given.</summary>
    internal string Name { get; }

    internal string Host { get; }

    internal int Port { get; }

    /// <summary>Which of its addresses is asked: the next one after each failure.</summary>
    internal int AddressIndex { get; set; }

    /// <summary>The last eight attempts, the latest in the lowest bit; 1 is an answer (RFC 5905, section 9.2).</summary>
    internal int Reachability { get; set; }

    /// <summary>It does not want to be asked any more.</summary>
    internal bool IsDropped { get; set; }

    /// <summary>Milliseconds between two questions.</summary>
    internal int Interval { get; set; }

    /// <summary>Not to be asked before, in monotonic milliseconds.</summary>
    internal long NotBefore { get; set; }

    /// <summary>How the last attempt failed, None when it did not.</summary>
    internal SntpError Error { get; set; }

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[IPv6 address]:port</c> or an IPv6 address.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    internal static NtpServer Parse(string name, int defaultPort)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("A time server is null or empty.", nameof(name));
        }

        int bracket = name.LastIndexOf(']');
        int colon = name.LastIndexOf(':');
        bool isBracketed = name.StartsWith("[") && bracket > 0;
        bool hasPort = isBracketed ? colon == bracket + 1 : colon > 0 && name.IndexOf(':') == colon;
        int port = defaultPort;
        if (hasPort && (!int.TryParse(name.Substring(colon + 1), out port) || port < 1 || port > 65_535))
        {
            throw new ArgumentException($"'{name}' is no time server: behind the colon there must be a port, 1 to 65535.", nameof(name));
        }

        string host = hasPort ? name.Substring(0, colon) : name;
        if (isBracketed)
        {
            host = host.Substring(1, bracket - 1);
        }

        return new NtpServer(name, host, port);
    }
}
