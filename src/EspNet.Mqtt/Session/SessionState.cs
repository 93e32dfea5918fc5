namespace EspNet.Mqtt.Session;

/// <summary>State of the connection, as the engine sees it.</summary>
internal enum SessionState
{
    /// <summary>No connection.</summary>
    Closed = 0,

    /// <summary>CONNECT is on its way, CONNACK is awaited.</summary>
    Connecting,

    /// <summary>CONNACK accepted the connection.</summary>
    Connected,
}
