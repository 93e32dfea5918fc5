using System;
using EspNet.Mqtt.Protocol;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>The will: a message the broker publishes when the client vanishes without a DISCONNECT (MQTT 3.1.1, section 3.1.2.5).</summary>
public sealed class MqttWillOptions
{
    /// <summary>Makes a will.</summary>
    /// <param name="topic">Topic, without wildcards.</param>
    /// <param name="payload">Payload, at most 65,535 bytes; may be empty.</param>
    /// <exception cref="ArgumentNullException">Topic or payload is null.</exception>
    public MqttWillOptions(string topic, byte[] payload)
    {
        Topic = topic ?? throw new ArgumentNullException(nameof(topic));
        Payload = payload ?? throw new ArgumentNullException(nameof(payload));
    }

    /// <summary>Makes a will from a text, in UTF-8.</summary>
    /// <param name="topic">Topic, without wildcards.</param>
    /// <param name="text">Text, at most 65,535 bytes; may be empty.</param>
    /// <exception cref="ArgumentNullException">Topic or text is null.</exception>
    public MqttWillOptions(string topic, string text)
        : this(topic, Utf8.Encode(text))
    {
    }

    /// <summary>Topic of the will.</summary>
    public string Topic { get; }

    /// <summary>Payload of the will.</summary>
    public byte[] Payload { get; }

    /// <summary>Quality of service; default at least once.</summary>
    public MqttQos Qos { get; set; } = MqttQos.AtLeastOnce;

    /// <summary>Whether the broker keeps the will for later subscribers; default false.</summary>
    public bool Retain { get; set; }
}
