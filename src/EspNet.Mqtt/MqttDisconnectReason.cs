namespace EspNet.Mqtt;

/// <summary>Why a connection, or an attempt at one, ended: every case of the FAQ question "When will the disconnect event message be triggered".</summary>
public enum MqttDisconnectReason
{
    /// <summary>No reason; the client has not been disconnected.</summary>
    None = 0,

    /// <summary>
    /// The transport could not be set up: name not found, refused, unreachable, timed out, or with mqtts a failed handshake.
    /// The exception of the event says which; a certificate that is not trusted or accepted is tried again at the longest
    /// delay only.
    /// </summary>
    ConnectError,

    /// <summary>The transport was set up, but no CONNACK came within the connect timeout.</summary>
    ConnectTimeout,

    /// <summary>CONNACK 1: the broker does not speak this version. Tried again at the longest delay only.</summary>
    UnacceptableProtocolVersion,

    /// <summary>CONNACK 2: the client identifier was refused. Tried again at the longest delay only.</summary>
    IdentifierRejected,

    /// <summary>CONNACK 3: the broker cannot serve now.</summary>
    ServerUnavailable,

    /// <summary>CONNACK 4: user name or password is wrong. Tried again at the longest delay only.</summary>
    BadUserNameOrPassword,

    /// <summary>CONNACK 5: not authorized. Tried again at the longest delay only.</summary>
    NotAuthorized,

    /// <summary>The application called Disconnect.</summary>
    UserRequest,

    /// <summary>The application called Reconnect; a new connection follows at once.</summary>
    Reconnecting,

    /// <summary>Reading or writing failed: the link or the peer is gone.</summary>
    TransportError,

    /// <summary>The broker closed the connection.</summary>
    ClosedByBroker,

    /// <summary>No PINGRESP came within the ping timeout: the link is dead although nothing reported an error.</summary>
    PingTimeout,

    /// <summary>PINGREQ could not be sent.</summary>
    PingFailed,

    /// <summary>The broker sent something malformed, unexpected or over the limits.</summary>
    ProtocolError,

    /// <summary>The client itself failed, usually out of memory; the exception says how.</summary>
    ClientFailure,

    /// <summary>The broker answered pings, but left a message, SUBSCRIBE or UNSUBSCRIBE unacknowledged for too long.</summary>
    AcknowledgementTimeout,
}
