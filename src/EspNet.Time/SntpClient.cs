using System;
using EspNet.Sockets;
using EspNet.Time.Session;

namespace EspNet.Time;

/// <summary>
/// Asks a time server once, without a thread (SNTP, RFC 4330). For a clock that stays right use <see cref="TimeService"/>.
/// One thread at a time.
/// </summary>
public sealed class SntpClient
{
    private readonly SntpOptions _options;
    private readonly Random _random = new Random(PlatformNetwork.CreateSeed());
    private int _failures;

    /// <summary>Makes a client with the default options.</summary>
    public SntpClient()
        : this(null)
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="options">The options; read once, here. Null takes the defaults.</param>
    public SntpClient(SntpOptions? options) => _options = (options ?? new SntpOptions()).Copy();

    /// <summary>
    /// Asks and waits for the answer, <see cref="SntpOptions.Timeout"/> at most and before it the look-up of the name. After a
    /// failure the next query asks the name's next address.
    /// </summary>
    /// <param name="server">
    /// A name or an address, with another port as <c>host:port</c> or <c>[IPv6 address]:port</c>. Ask one server not more
    /// often than every 15 s (RFC 4330, section 10).
    /// </param>
    /// <returns>The time and how good it is.</returns>
    /// <exception cref="ArgumentException"><paramref name="server"/> is null, empty or has no right port.</exception>
    /// <exception cref="SntpException">There was no usable answer; <see cref="SntpException.Error"/> says why.</exception>
    public SntpResponse Query(string server)
    {
        NtpServer parsed = NtpServer.Parse(server, _options.Port);
        parsed.AddressIndex = _failures;
        try
        {
            return new SntpQuery(parsed, _options, PlatformClock.Shared, _random).Run();
        }
        catch (SntpException)
        {
            _failures++;
            throw;
        }
    }
}
