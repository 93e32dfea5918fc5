using System;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>Where the broker is.</summary>
public sealed class MqttBrokerOptions
{
    private int _port = MqttDefaults.Port;

    /// <summary>What the URI said before "://": mqtt, mqtts, ws or wss. Anything but mqtt, the default, needs a transport factory.</summary>
    public string Scheme { get; set; } = MqttUri.PlainScheme;

    /// <summary>Host name or address literal. A name is looked up anew at each connection.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>Path of the URI, for a WebSocket transport; empty for mqtt and mqtts.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>TCP port, 1 to 65535; default 1883.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Port
    {
        get => _port;
        set => _port = OptionRange.Check(value, 1, 65_535);
    }
}
