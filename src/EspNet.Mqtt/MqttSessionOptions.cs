using System;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>What broker and client keep about each other.</summary>
public sealed class MqttSessionOptions
{
    private int _keepAlive = MqttDefaults.KeepAliveSeconds;
    private int _maximumSubscriptions = MqttDefaults.Subscriptions;
    private int _maximumIncomingExactlyOnce = MqttDefaults.IncomingExactlyOnce;

    /// <summary>
    /// True, the default: the broker forgets the client at each disconnect; the client subscribes again and sends again
    /// what was not acknowledged. False: the broker keeps subscriptions and messages, which is what QoS 2 needs to be
    /// exactly once across a reconnect.
    /// </summary>
    public bool CleanSession { get; set; } = true;

    /// <summary>
    /// Keep-alive in seconds, 0 to 65,535; default 120 (FAQ). A ping goes out when for half of it nothing was sent or
    /// nothing was received, so that a client that only sends still finds a dead link. 0 turns it off. Below 15 the
    /// client warns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int KeepAlive
    {
        get => _keepAlive;
        set => _keepAlive = OptionRange.Check(value, 0, 65_535);
    }

    /// <summary>Protocol version; default 3.1.1.</summary>
    public MqttProtocolVersion ProtocolVersion { get; set; } = MqttProtocolVersion.V311;

    /// <summary>How many subscriptions the client holds, 1 to 1,024; default 16. One more is refused with TooManySubscriptions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumSubscriptions
    {
        get => _maximumSubscriptions;
        set => _maximumSubscriptions = OptionRange.Check(value, 1, 1024);
    }

    /// <summary>
    /// How many QoS 2 messages the broker may have half-way at once, 1 to 65,535; default 1,024; two bytes each, taken
    /// as needed. What comes beyond is left unanswered; when the others are complete the client reconnects, so that
    /// the broker sends it again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumIncomingExactlyOnce
    {
        get => _maximumIncomingExactlyOnce;
        set => _maximumIncomingExactlyOnce = OptionRange.Check(value, 1, 65_535);
    }
}
