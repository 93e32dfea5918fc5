namespace EspNet.Mqtt;

/// <summary>The protocol level of the CONNECT packet; the two that ESP-IDF names (FAQ: "supported MQTT versions").</summary>
public enum MqttProtocolVersion : byte
{
    /// <summary>MQTT 3.1: protocol name MQIsdp, level 3. A broker of this version does not tell whether it kept the session.</summary>
    V31 = 3,

    /// <summary>MQTT 3.1.1: protocol name MQTT, level 4. The default.</summary>
    V311 = 4,
}
