using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>Options of a <see cref="TcpServer"/>. The constants here are the only place where the defaults stand.</summary>
public sealed class TcpServerOptions
{
    /// <summary>Default of <see cref="MaximumClients"/>: 7, max_open_sockets of ESP-IDF's HTTP server.</summary>
    public const int DefaultMaximumClients = 7;

    /// <summary>Default of <see cref="Backlog"/>: 5, backlog_conn of ESP-IDF's HTTP server.</summary>
    public const int DefaultBacklog = 5;

    /// <summary>Default of <see cref="ReuseAddress"/>: on.</summary>
    public const bool DefaultReuseAddress = true;

    private IPAddress _address = IPAddress.Any;
    private int _port;
    private int _maximumClients = DefaultMaximumClients;
    private int _backlog = DefaultBacklog;

    /// <summary>
    /// The local address to listen on; default <see cref="IPAddress.Any"/>, every interface: on the access point that is
    /// 192.168.4.1, on a station the address from the router (FAQ, "Does ESP8266 support HTTP hosting?").
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IPAddress Address
    {
        get => _address;
        set => _address = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The port to listen on, 1 to 65535; 0, the default, lets the platform choose a free one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Port
    {
        get => _port;
        set => _port = OptionRange.Check(value, 0, IPEndPoint.MaxPort);
    }

    /// <summary>
    /// Clients at the same time, 1 to 64; default <see cref="DefaultMaximumClients"/>. Each needs a socket, and so does
    /// listening: together with the program's other sockets they must fit into <see cref="SocketBudget.Limit"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumClients
    {
        get => _maximumClients;
        set => _maximumClients = OptionRange.Check(value, 1, 64);
    }

    /// <summary>What happens to the client after the last; default <see cref="TcpServerWhenFull.Refuse"/>, as in ESP-IDF.</summary>
    public TcpServerWhenFull WhenFull { get; set; } = TcpServerWhenFull.Refuse;

    /// <summary>Connections that wait to be accepted, 1 to 255; default <see cref="DefaultBacklog"/>. More are not answered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int Backlog
    {
        get => _backlog;
        set => _backlog = OptionRange.Check(value, 1, 255);
    }

    /// <summary>
    /// Sets SO_REUSEADDR before binding, so that the server can start again at once while connections of the last run are
    /// still in TIME-WAIT; default <see cref="DefaultReuseAddress"/> (FAQ, "When ESP32 &amp; ESP8266 are used as TCP
    /// servers, how can the ports be used again immediately after they are released?"). On the PC, .NET always does so
    /// for TCP.
    /// </summary>
    public bool ReuseAddress { get; set; } = DefaultReuseAddress;

    /// <summary>The options of every accepted connection.</summary>
    public TcpOptions Client { get; } = new TcpOptions();
}
