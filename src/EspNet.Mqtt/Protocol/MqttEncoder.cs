using System;
using System.Text;
using EspNet.Sockets;

namespace EspNet.Mqtt.Protocol;

/// <summary>Writes the packets a client sends (MQTT 3.1.1, chapter 3). Strings are expected to be checked: see <see cref="MqttTopic"/>.</summary>
public static class MqttEncoder
{
    /// <summary>SUBACK's return code for a refused filter (section 3.9.3).</summary>
    public const int SubscriptionRefused = 0x80;

    /// <summary>The DUP flag of PUBLISH in the first byte (section 3.3.1.1).</summary>
    public const int DuplicateFlag = 0x08;

    /// <summary>Length of PUBACK, PUBREC, PUBREL and PUBCOMP in bytes.</summary>
    public const int AcknowledgementLength = 4;

    private const int LongestFixedHeader = 5;
    private const int CleanSessionFlag = 0x02;
    private const int WillFlag = 0x04;
    private const int WillRetainFlag = 0x20;
    private const int PasswordFlag = 0x40;
    private const int UserNameFlag = 0x80;

    /// <summary>The most bytes a PUBLISH can take with this topic, without its payload.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>A number of bytes: exact for the longest header, three bytes for each character.</returns>
    public static int LongestPublishHeader(string topic) => LongestFixedHeader + 4 + (topic.Length * 3);

    /// <summary>
    /// Writes everything of a PUBLISH before its payload. The fixed header's length depends on the topic's, so the
    /// packet starts up to three bytes after <paramref name="offset"/>.
    /// </summary>
    /// <param name="buffer">Where to write; <see cref="LongestPublishHeader"/> bytes must be free at <paramref name="offset"/>.</param>
    /// <param name="offset">Where to start.</param>
    /// <param name="topic">The topic, checked already.</param>
    /// <param name="packetId">Packet identifier, 1 to 65535; ignored at QoS 0.</param>
    /// <param name="qos">Quality of service.</param>
    /// <param name="retain">Whether the broker keeps the message for later subscribers.</param>
    /// <param name="payloadLength">Length in bytes of the payload that will follow.</param>
    /// <param name="end">Receives the index after the last byte written: the payload's place.</param>
    /// <returns>The index of the packet's first byte.</returns>
    public static int PublishHeader(byte[] buffer, int offset, string topic, int packetId, MqttQos qos, bool retain, int payloadLength, out int end)
    {
        int body = offset + LongestFixedHeader;
        int position = body + 2;
        int topicLength = Encoding.UTF8.GetBytes(topic, 0, topic.Length, buffer, position);
        buffer[body] = (byte)(topicLength >> 8);
        buffer[body + 1] = (byte)topicLength;
        position += topicLength;
        int flags = retain ? 0x31 : 0x30;
        if (qos != MqttQos.AtMostOnce)
        {
            flags |= (int)qos << 1;
            buffer[position++] = (byte)(packetId >> 8);
            buffer[position++] = (byte)packetId;
        }

        end = position;
        int length = position - body + payloadLength;
        int start = body - 1 - RemainingLengthSize(length);
        buffer[start] = (byte)flags;
        WriteRemainingLength(buffer, start + 1, length);
        return start;
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    /// <param name="buffer">Where to write; four bytes must be free.</param>
    /// <param name="offset">Where to start.</param>
    /// <param name="type">Which of the four.</param>
    /// <param name="packetId">Packet identifier, 1 to 65535.</param>
    /// <returns>4, the bytes written.</returns>
    public static int Acknowledgement(byte[] buffer, int offset, MqttPacketType type, int packetId)
    {
        // PUBREL alone has a flag set (MQTT-3.6.1-1).
        buffer[offset] = (byte)(type == MqttPacketType.PubRel ? 0x62 : (int)type << 4);
        buffer[offset + 1] = 2;
        buffer[offset + 2] = (byte)(packetId >> 8);
        buffer[offset + 3] = (byte)packetId;
        return AcknowledgementLength;
    }

    /// <summary>Writes PINGREQ or DISCONNECT.</summary>
    /// <param name="buffer">Where to write; two bytes must be free.</param>
    /// <param name="offset">Where to start.</param>
    /// <param name="type">Which of the two.</param>
    /// <returns>2, the bytes written.</returns>
    public static int Empty(byte[] buffer, int offset, MqttPacketType type)
    {
        buffer[offset] = (byte)((int)type << 4);
        buffer[offset + 1] = 0;
        return 2;
    }

    /// <summary>Makes a SUBSCRIBE packet with one filter.</summary>
    /// <param name="packetId">Packet identifier, 1 to 65535.</param>
    /// <param name="filter">The topic filter in UTF-8, checked already.</param>
    /// <param name="qos">The highest QoS wanted.</param>
    /// <returns>The packet.</returns>
    public static byte[] Subscribe(int packetId, byte[] filter, MqttQos qos)
    {
        byte[] packet = FilterPacket(0x82, packetId, filter, 1);
        packet[packet.Length - 1] = (byte)qos;
        return packet;
    }

    /// <summary>Makes an UNSUBSCRIBE packet with one filter.</summary>
    /// <param name="packetId">Packet identifier, 1 to 65535.</param>
    /// <param name="filter">The topic filter in UTF-8, checked already.</param>
    /// <returns>The packet.</returns>
    public static byte[] Unsubscribe(int packetId, byte[] filter) => FilterPacket(0xA2, packetId, filter, 0);

    /// <summary>Makes the CONNECT packet (section 3.1).</summary>
    /// <param name="options">Credentials, session and will.</param>
    /// <param name="clientId">The client identifier; may be empty with a clean session.</param>
    /// <returns>The packet.</returns>
    /// <exception cref="ArgumentNullException">The options or the client identifier are null.</exception>
    /// <exception cref="MqttException">A field is longer than 65,535 bytes, is not valid text, or does not fit the others (InvalidOptions).</exception>
    public static byte[] Connect(MqttClientOptions options, string clientId)
    {
        if (options == null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        bool isV31 = options.Session.ProtocolVersion == MqttProtocolVersion.V31;
        MqttWillOptions? will = options.Will;
        byte[] protocol = Encoding.UTF8.GetBytes(isV31 ? "MQIsdp" : "MQTT");
        byte[] id = Text(clientId, "client id");
        byte[]? willTopic = will == null ? null : Text(will.Topic, "will topic");
        byte[]? willPayload = will == null ? null : Field(will.Payload, "will payload");
        string? name = options.Credentials.UserName;
        byte[]? userName = name == null ? null : Text(name, "user name");
        byte[]? password = options.Credentials.Password == null ? null : Field(options.Credentials.Password, "password");

        int flags = options.Session.CleanSession ? CleanSessionFlag : 0;
        if (will != null)
        {
            flags |= WillFlag | ((int)will.Qos << 3) | (will.Retain ? WillRetainFlag : 0);
        }

        flags |= (userName == null ? 0 : UserNameFlag) | (password == null ? 0 : PasswordFlag);
        int length = protocol.Length + 2 + 4 + FieldSize(id) + FieldSize(willTopic) + FieldSize(willPayload) + FieldSize(userName) + FieldSize(password);

        byte[] packet = new byte[1 + RemainingLengthSize(length) + length];
        packet[0] = 0x10;
        int position = WriteRemainingLength(packet, 1, length);
        position = WriteField(packet, position, protocol);
        packet[position++] = (byte)options.Session.ProtocolVersion;
        packet[position++] = (byte)flags;
        packet[position++] = (byte)(options.Session.KeepAlive >> 8);
        packet[position++] = (byte)options.Session.KeepAlive;
        position = WriteField(packet, position, id);
        position = WriteField(packet, position, willTopic);
        position = WriteField(packet, position, willPayload);
        position = WriteField(packet, position, userName);
        WriteField(packet, position, password);
        return packet;
    }

    private static byte[] FilterPacket(int header, int packetId, byte[] filter, int extra)
    {
        int length = 4 + filter.Length + extra;
        byte[] packet = new byte[1 + RemainingLengthSize(length) + length];
        packet[0] = (byte)header;
        int position = WriteRemainingLength(packet, 1, length);
        packet[position++] = (byte)(packetId >> 8);
        packet[position++] = (byte)packetId;
        WriteField(packet, position, filter);
        return packet;
    }

    private static int RemainingLengthSize(int length)
    {
        if (length < 128)
        {
            return 1;
        }

        if (length < 16_384)
        {
            return 2;
        }

        return length < 2_097_152 ? 3 : 4;
    }

    private static int WriteRemainingLength(byte[] buffer, int position, int length)
    {
        while (length > 127)
        {
            buffer[position++] = (byte)(length | 0x80);
            length >>= 7;
        }

        buffer[position++] = (byte)length;
        return position;
    }

    private static int FieldSize(byte[]? field) => field == null ? 0 : 2 + field.Length;

    private static int WriteField(byte[] packet, int position, byte[]? field)
    {
        if (field == null)
        {
            return position;
        }

        packet[position++] = (byte)(field.Length >> 8);
        packet[position++] = (byte)field.Length;
        Array.Copy(field, 0, packet, position, field.Length);
        return position + field.Length;
    }

    private static byte[] Text(string text, string what)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!Utf8.IsValid(bytes, 0, bytes.Length) || !Utf8.HasPairedSurrogates(text))
        {
            throw new MqttException(MqttError.InvalidOptions, "The " + what + " holds U+0000 or half a surrogate pair, which MQTT does not allow.");
        }

        return Field(bytes, what);
    }

    private static byte[] Field(byte[] bytes, string what)
    {
        if (bytes.Length > MqttDefaults.LargestField)
        {
            throw new MqttException(MqttError.InvalidOptions, "The " + what + " is longer than 65,535 bytes.");
        }

        return bytes;
    }
}
