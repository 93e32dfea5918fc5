namespace EspNet.Mqtt;

/// <summary>What the client is doing.</summary>
public enum MqttClientState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped = 0,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>The broker has accepted the connection.</summary>
    Connected,

    /// <summary>The connection is lost or could not be made; the next attempt follows after a pause.</summary>
    WaitingToReconnect,

    /// <summary>Disconnect lets the outbox drain.</summary>
    Disconnecting,

    /// <summary>Disposed; the object cannot be used again.</summary>
    Disposed,
}
