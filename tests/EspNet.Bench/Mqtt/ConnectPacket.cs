namespace EspNet.Bench.Mqtt;

/// <summary>A CONNECT that keeps to the standard.</summary>
internal sealed record ConnectPacket(
    bool IsVersion31, bool CleanSession, int KeepAliveSeconds, string ClientId, BenchMessage? Will, string? UserName, byte[]? Password)
{
    /// <summary>Reads a CONNECT; null for a protocol level the broker does not speak, which is answered with CONNACK 1 [MQTT-3.1.2-2].</summary>
    /// <exception cref="ProtocolViolationException">The CONNECT breaks the standard.</exception>
    public static ConnectPacket? Read(byte[] body)
    {
        var reader = new BodyReader(BenchPacketType.Connect, body);
        string protocol = reader.ReadString("protocol name");
        if (protocol is not ("MQTT" or "MQIsdp"))
        {
            throw new ProtocolViolationException("MQTT-3.1.2-1", $"The protocol name '{protocol}'.");
        }

        bool is31 = protocol == "MQIsdp";
        if (reader.ReadByte("protocol level") != (is31 ? 3 : 4))
        {
            return null;
        }

        byte flags = reader.ReadByte("connect flags");
        CheckFlags(flags);
        bool clean = (flags & 0x02) != 0;
        int keepAlive = reader.ReadUInt16("keep alive");
        string clientId = reader.ReadString("client identifier");

        BenchMessage? will = null;
        if ((flags & 0x04) != 0)
        {
            string topic = reader.ReadTopicName("will topic", "MQTT-4.7.1-1");
            will = new BenchMessage(topic, reader.ReadBinary("will message"), (flags >> 3) & 3, (flags & 0x20) != 0);
        }

        string? user = (flags & 0x80) != 0 ? reader.ReadString("user name") : null;
        byte[]? password = (flags & 0x40) != 0 ? reader.ReadBinary("password") : null;
        reader.End("MQTT-3.1.3-1");
        CheckClientId(clientId, clean, is31);
        return new ConnectPacket(is31, clean, keepAlive, clientId, will, user, password);
    }

    private static void CheckFlags(byte flags)
    {
        bool will = (flags & 0x04) != 0;
        int willQos = (flags >> 3) & 3;
        (string Clause, string Sentence)? problem =
            (flags & 0x01) != 0 ? ("MQTT-3.1.2-3", "The reserved connect flag is set.")
            : !will && willQos != 0 ? ("MQTT-3.1.2-13", "A will QoS without a will.")
            : willQos == 3 ? ("MQTT-3.1.2-14", "A will QoS of 3.")
            : !will && (flags & 0x20) != 0 ? ("MQTT-3.1.2-15", "A will retain flag without a will.")
            : (flags & 0xC0) == 0x40 ? ("MQTT-3.1.2-22", "A password without a user name.")
            : null;
        if (problem is { } p)
        {
            throw new ProtocolViolationException(p.Clause, p.Sentence);
        }
    }

    private static void CheckClientId(string clientId, bool clean, bool is31)
    {
        if (is31 && (clientId.Length is 0 or > 23))
        {
            throw new ProtocolViolationException("MQTT 3.1, 3.1", "A client identifier of MQTT 3.1 that is not 1 to 23 characters long.", 2);
        }

        if (clientId.Length == 0 && !clean)
        {
            throw new ProtocolViolationException("MQTT-3.1.3-7", "An empty client identifier without clean session.", 2);
        }
    }
}
