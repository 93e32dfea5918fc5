namespace EspNet.Mqtt;

/// <summary>Quality of service of a message (MQTT 3.1.1, section 4.3).</summary>
public enum MqttQos : byte
{
    /// <summary>QoS 0: sent once, never acknowledged; lost when the link is lost.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: sent until acknowledged; the receiver may see it twice.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: acknowledged in two steps; the receiver sees it once.</summary>
    ExactlyOnce = 2,
}
