namespace EspNet.Mqtt.Session;

/// <summary>What the session has to tell its driver.</summary>
internal enum SessionEvent
{
    /// <summary>Nothing now.</summary>
    None = 0,

    /// <summary>CONNACK accepted the connection.</summary>
    Connected,

    /// <summary>CONNACK refused it; see ReturnCode.</summary>
    Refused,

    /// <summary>A message, or a fragment of one, stands in the decoder's packet and awaits Acknowledge.</summary>
    Message,

    /// <summary>A message was acknowledged to the end; see Token and Owner.</summary>
    Published,

    /// <summary>A message whose caller had given up has left the outbox.</summary>
    Released,

    /// <summary>A message was given up; see Token, Owner and Error.</summary>
    PublishFailed,

    /// <summary>A subscription was acknowledged or refused; see Subscription.</summary>
    Subscription,

    /// <summary>The broker broke the protocol; see ProtocolError. The connection must be closed.</summary>
    ProtocolError,

    /// <summary>No CONNACK in time. The connection must be closed.</summary>
    ConnectTimeout,

    /// <summary>No PINGRESP in time. The connection must be closed.</summary>
    PingTimeout,

    /// <summary>Something was left unacknowledged for too long. The connection must be closed.</summary>
    AcknowledgementTimeout,
}
