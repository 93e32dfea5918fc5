namespace EspNet.Mqtt.Protocol;

/// <summary>The three answers of <see cref="MqttDecoder.Next"/>.</summary>
public enum MqttDecodeResult
{
    /// <summary>More bytes are needed.</summary>
    NeedMore = 0,

    /// <summary>A packet, or a fragment of a message, stands in <see cref="MqttDecoder.Packet"/>.</summary>
    Packet,

    /// <summary>The stream broke the protocol; <see cref="MqttDecoder.Error"/> says how. It stays so until <see cref="MqttDecoder.Reset"/>.</summary>
    Error,
}
