using System;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>Where the broker is.</summary>
public sealed class MqttBrokerOptions
{
    private int _port;

    /// <summary>
    /// What the URI said before "://": mqtt, the default; mqtts, which is TLS with <see cref="MqttNetworkOptions.Tls"/>; ws or
    /// wss, which need a transport factory.
    /// </summary>
    public string Scheme { get; set; } = MqttUri.PlainScheme;

    /// <summary>Host name or address literal. A name is looked up at each connection, and anew after one that failed.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>Path of the URI, for a WebSocket transport; empty for mqtt and mqtts.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>TCP port, 1 to 65535; default that of the scheme: 1883 for mqtt, 8883 for mqtts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Port
    {
        get => _port != 0 ? _port : MqttUri.DefaultPort(Scheme);
        set => _port = OptionRange.Check(value, 1, 65_535);
    }
}
