namespace EspNet.Mqtt;

/// <summary>The broker's answer to CONNECT (MQTT 3.1.1, table 3.1).</summary>
public enum MqttReturnCode : byte
{
    /// <summary>0: the connection is accepted.</summary>
    Accepted = 0,

    /// <summary>1: the broker does not speak this protocol level.</summary>
    UnacceptableProtocolVersion = 1,

    /// <summary>2: the broker does not allow this client identifier.</summary>
    IdentifierRejected = 2,

    /// <summary>3: the broker is there but cannot serve now.</summary>
    ServerUnavailable = 3,

    /// <summary>4: wrong user name or password.</summary>
    BadUserNameOrPassword = 4,

    /// <summary>5: the client is not authorized to connect.</summary>
    NotAuthorized = 5,
}
