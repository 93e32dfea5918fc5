using System.Buffers.Binary;
using System.Text;

namespace EspNet.Bench.Mqtt;

/// <summary>Reads the fields of one packet and throws a violation for the first one that breaks the standard.</summary>
internal ref struct BodyReader(BenchPacketType type, ReadOnlySpan<byte> body)
{
    // Throws on overlong forms, surrogates and truncated sequences, and keeps a leading U+FEFF as [MQTT-1.5.3-3] wants.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _packet = type.ToString().ToUpperInvariant();
    private ReadOnlySpan<byte> _rest = body;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte(string what) => Take(1, what)[0];

    public ushort ReadUInt16(string what) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, what));

    public byte[] ReadBinary(string what) => Take(ReadUInt16(what), what).ToArray();

    public byte[] ReadRest() => Take(_rest.Length, "payload").ToArray();

    public ushort ReadPacketId()
    {
        ushort id = ReadUInt16("packet identifier");
        return id != 0 ? id : throw new ProtocolViolationException("MQTT-2.3.1-1", $"A {_packet} with packet identifier 0.");
    }

    public string ReadString(string what)
    {
        ReadOnlySpan<byte> bytes = Take(ReadUInt16(what), what);
        if (bytes.Contains((byte)0))
        {
            throw new ProtocolViolationException("MQTT-1.5.3-2", $"The {what} of a {_packet} contains U+0000.");
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ProtocolViolationException("MQTT-1.5.3-1", $"The {what} of a {_packet} is not well-formed UTF-8.");
        }
    }

    /// <summary>A topic name: text that names one topic, without wildcards.</summary>
    public string ReadTopicName(string what, string wildcardClause)
    {
        string topic = ReadString(what);
        if (topic.Length == 0)
        {
            throw new ProtocolViolationException("MQTT-4.7.3-1", $"The {what} of a {_packet} is empty.");
        }

        if (topic.AsSpan().ContainsAny('+', '#'))
        {
            throw new ProtocolViolationException(wildcardClause, $"The {what} of a {_packet} contains a wildcard: '{topic}'.");
        }

        return topic;
    }

    public readonly void End(string clause)
    {
        if (_rest.Length != 0)
        {
            throw new ProtocolViolationException(clause, $"A {_packet} is {_rest.Length} bytes longer than its content.");
        }
    }

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > _rest.Length)
        {
            throw new ProtocolViolationException("MQTT-4.8.0-1", $"A {_packet} ends inside its {what}.");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
