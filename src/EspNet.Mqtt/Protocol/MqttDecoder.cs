using System;
using System.Text;
using EspNet.Sockets;

namespace EspNet.Mqtt.Protocol;

/// <summary>
/// Reads the packets a broker sends, from bytes that may be split anywhere. It owns one buffer and never asks for
/// more: a message that does not fit is handed out in fragments, whatever length it announces.
/// </summary>
/// <remarks>
/// Use: call <see cref="Reserve"/>, put at most <see cref="Free"/> bytes at <see cref="Position"/> of
/// <see cref="Buffer"/>, call <see cref="Advance"/>, then <see cref="Next"/> until it needs more.
/// Only packets that a server may send are accepted (MQTT 3.1.1, table 2.1).
/// </remarks>
public sealed class MqttDecoder
{
    private const int PubRelFlags = 0x02;

    private readonly byte[] _buffer;
    private readonly int _maximumPacketSize;
    private readonly MqttPacket _packet;
    private MqttProtocolError _error;
    private int _start;
    private int _end;
    private int _payloadRemaining;
    private MqttProtocolVersion _version = MqttProtocolVersion.V311;

    /// <summary>Makes a decoder.</summary>
    /// <param name="bufferSize">Size of the buffer in bytes, at least 128. A message's header and topic must fit.</param>
    /// <param name="maximumPacketSize">Largest remaining length accepted, in bytes, 1 to 268,435,455; more is refused before anything of it is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public MqttDecoder(int bufferSize, int maximumPacketSize)
    {
        if (bufferSize < MqttDefaults.SmallestBuffer)
        {
            throw new ArgumentOutOfRangeException(nameof(bufferSize));
        }

        if (maximumPacketSize < 1 || maximumPacketSize > MqttDefaults.LargestRemainingLength)
        {
            throw new ArgumentOutOfRangeException(nameof(maximumPacketSize));
        }

        _buffer = new byte[bufferSize];
        _maximumPacketSize = maximumPacketSize;
        _packet = new MqttPacket(_buffer);
    }

    /// <summary>The packet read last; valid until <see cref="Reserve"/> or <see cref="Next"/> is called.</summary>
    public MqttPacket Packet => _packet;

    /// <summary>How the stream broke the protocol.</summary>
    public MqttProtocolError Error => _error;

    /// <summary>Where received bytes are put.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Index in <see cref="Buffer"/> of the first free byte.</summary>
    public int Position => _end;

    /// <summary>How many bytes can be put at <see cref="Position"/>.</summary>
    public int Free => _buffer.Length - _end;

    /// <summary>A packet has been read in part.</summary>
    public bool IsMidPacket => _end > _start || _payloadRemaining > 0;

    /// <summary>Forgets everything, for a new connection.</summary>
    /// <param name="version">Protocol version of the connection; MQTT 3.1 has no session-present flag.</param>
    public void Reset(MqttProtocolVersion version = MqttProtocolVersion.V311)
    {
        _version = version;
        _start = 0;
        _end = 0;
        _payloadRemaining = 0;
        _error = MqttProtocolError.None;
    }

    /// <summary>Makes as much room as there is. What <see cref="Packet"/> points to is gone afterwards.</summary>
    public void Reserve()
    {
        if (_start == 0)
        {
            return;
        }

        if (_end > _start)
        {
            Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
        }

        _end -= _start;
        _start = 0;
    }

    /// <summary>Says that bytes were put at <see cref="Position"/>.</summary>
    /// <param name="count">How many, 0 to <see cref="Free"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than fitted.</exception>
    public void Advance(int count)
    {
        if (count < 0 || count > _buffer.Length - _end)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        _end += count;
    }

    /// <summary>Reads the next packet, or the next fragment of a message that is larger than the buffer.</summary>
    /// <returns>A packet, an error, or that more bytes are needed.</returns>
    public MqttDecodeResult Next()
    {
        if (_error != MqttProtocolError.None)
        {
            return MqttDecodeResult.Error;
        }

        if (_payloadRemaining > 0)
        {
            return NextFragment();
        }

        int available = _end - _start;
        if (available < 2)
        {
            return MqttDecodeResult.NeedMore;
        }

        int body = _start + 2;
        int length = _buffer[_start + 1];
        if (length > 127)
        {
            int shift = 7;
            length &= 127;
            int more;
            do
            {
                if (shift > 21)
                {
                    return Fail(MqttProtocolError.MalformedRemainingLength);
                }

                if (body == _end)
                {
                    return MqttDecodeResult.NeedMore;
                }

                more = _buffer[body++];
                length |= (more & 127) << shift;
                shift += 7;
            }
            while (more > 127);
        }

        int header = _buffer[_start];
        MqttProtocolError error = CheckHeader(header, length);
        if (error != MqttProtocolError.None)
        {
            return Fail(error);
        }

        int total = body - _start + length;
        int needed = total > _buffer.Length ? _buffer.Length : total;
        if (available < needed)
        {
            return MqttDecodeResult.NeedMore;
        }

        _packet.Type = (MqttPacketType)(header >> 4);
        _packet.PacketId = 0;
        error = _packet.Type == MqttPacketType.Publish
            ? ReadPublish(header, body, length, _start + needed)
            : ReadSmall(body, length, total);
        if (error != MqttProtocolError.None)
        {
            return Fail(error);
        }

        _start += needed;
        return MqttDecodeResult.Packet;
    }

    private MqttDecodeResult NextFragment()
    {
        int count = _payloadRemaining > _buffer.Length ? _buffer.Length : _payloadRemaining;
        if (_end - _start < count)
        {
            return MqttDecodeResult.NeedMore;
        }

        _packet.FragmentOffset += _packet.PayloadCount;
        _packet.PayloadOffset = _start;
        _packet.PayloadCount = count;
        _payloadRemaining -= count;
        _start += count;
        return MqttDecodeResult.Packet;
    }

    private MqttDecodeResult Fail(MqttProtocolError error)
    {
        _error = error;
        return MqttDecodeResult.Error;
    }

    /// <summary>Judges a packet by its fixed header, so that nothing is awaited of one that is wrong already.</summary>
    private MqttProtocolError CheckHeader(int header, int length)
    {
        if (length > _maximumPacketSize)
        {
            return MqttProtocolError.PacketTooLarge;
        }

        int flags = header & 15;
        switch ((MqttPacketType)(header >> 4))
        {
            case MqttPacketType.Publish:
                if ((flags & 0x06) == 0x06)
                {
                    return MqttProtocolError.InvalidQos;
                }

                if ((flags & 0x0E) == 0x08)
                {
                    return MqttProtocolError.DuplicateAtQos0;
                }

                return length < PublishFixedPart(flags) ? MqttProtocolError.InvalidLength : MqttProtocolError.None;

            case MqttPacketType.PubRel:
                if (flags != PubRelFlags)
                {
                    return MqttProtocolError.InvalidFlags;
                }

                return length == 2 ? MqttProtocolError.None : MqttProtocolError.InvalidLength;

            case MqttPacketType.ConnAck:
            case MqttPacketType.PubAck:
            case MqttPacketType.PubRec:
            case MqttPacketType.PubComp:
            case MqttPacketType.UnsubAck:
                return CheckPlain(flags, length == 2);

            case MqttPacketType.SubAck:
                // The session asks for one filter a packet, so that one code comes back.
                return CheckPlain(flags, length == 3);

            case MqttPacketType.PingResp:
                return CheckPlain(flags, length == 0);

            case MqttPacketType.Connect:
            case MqttPacketType.Subscribe:
            case MqttPacketType.Unsubscribe:
            case MqttPacketType.PingReq:
            case MqttPacketType.Disconnect:
                return MqttProtocolError.UnexpectedPacket;

            default:
                return MqttProtocolError.ReservedPacketType;
        }
    }

    /// <summary>Length of a PUBLISH without topic and payload: the topic's length and, above QoS 0, the packet identifier.</summary>
    private static int PublishFixedPart(int header) => (header & 0x06) == 0 ? 2 : 4;

    private static MqttProtocolError CheckPlain(int flags, bool lengthFits)
    {
        if (flags != 0)
        {
            return MqttProtocolError.InvalidFlags;
        }

        return lengthFits ? MqttProtocolError.None : MqttProtocolError.InvalidLength;
    }

    private MqttProtocolError ReadSmall(int body, int length, int total)
    {
        if (_packet.Type == MqttPacketType.PingResp)
        {
            return MqttProtocolError.None;
        }

        if (_packet.Type == MqttPacketType.ConnAck)
        {
            return ReadConnAck(_buffer[body], _buffer[body + 1]);
        }

        _packet.PacketId = (_buffer[body] << 8) | _buffer[body + 1];
        if (_packet.PacketId == 0)
        {
            return MqttProtocolError.InvalidPacketId;
        }

        if (length == 3)
        {
            _packet.ReturnCode = _buffer[body + 2];
            if (_packet.ReturnCode > 2 && _packet.ReturnCode != MqttEncoder.SubscriptionRefused)
            {
                return MqttProtocolError.InvalidReturnCode;
            }
        }

        return MqttProtocolError.None;
    }

    private MqttProtocolError ReadConnAck(int flags, int code)
    {
        _packet.SessionPresent = false;
        _packet.ReturnCode = code;
        if (code > (int)MqttReturnCode.NotAuthorized)
        {
            return MqttProtocolError.InvalidReturnCode;
        }

        if (_version == MqttProtocolVersion.V31)
        {
            return MqttProtocolError.None;
        }

        if (flags > 1)
        {
            return MqttProtocolError.InvalidConnAckFlags;
        }

        _packet.SessionPresent = flags == 1;
        return flags == 1 && code != 0 ? MqttProtocolError.UnexpectedSessionPresent : MqttProtocolError.None;
    }

    private MqttProtocolError ReadPublish(int header, int body, int length, int end)
    {
        int qos = (header >> 1) & 3;
        int fixedPart = PublishFixedPart(header);
        int topicLength = (_buffer[body] << 8) | _buffer[body + 1];
        int payloadTotal = length - fixedPart - topicLength;
        if (payloadTotal < 0)
        {
            return MqttProtocolError.InvalidLength;
        }

        int topicOffset = body + 2;
        int payload = body + fixedPart + topicLength;
        if (payload > end || (payload == end && payloadTotal > 0))
        {
            return MqttProtocolError.TopicTooLong;
        }

        if (qos > 0)
        {
            _packet.PacketId = (_buffer[payload - 2] << 8) | _buffer[payload - 1];
            if (_packet.PacketId == 0)
            {
                return MqttProtocolError.InvalidPacketId;
            }
        }

        MqttProtocolError error = ReadTopic(topicOffset, topicLength);
        if (error != MqttProtocolError.None)
        {
            return error;
        }

        _packet.Qos = (MqttQos)qos;
        _packet.Duplicate = (header & 0x08) != 0;
        _packet.Retain = (header & 0x01) != 0;
        _packet.TopicOffset = topicOffset;
        _packet.TopicLength = topicLength;
        _packet.PayloadOffset = payload;
        _packet.PayloadCount = end - payload;
        _packet.FragmentOffset = 0;
        _packet.PayloadTotal = payloadTotal;
        _payloadRemaining = payloadTotal - _packet.PayloadCount;
        return MqttProtocolError.None;
    }

    /// <summary>Decodes first and checks the string with native calls; only a topic outside ASCII pays for a loop over its bytes.</summary>
    private MqttProtocolError ReadTopic(int offset, int length)
    {
        if (length == 0)
        {
            return MqttProtocolError.InvalidTopic;
        }

        string topic = Encoding.UTF8.GetString(_buffer, offset, length);
        bool isPlain = topic.Length == length && topic.IndexOf('\uFFFD') < 0 && topic.IndexOf('\0') < 0;
        if (!isPlain && !Utf8.IsValid(_buffer, offset, length))
        {
            return MqttProtocolError.InvalidUtf8;
        }

        if (topic.IndexOf('#') >= 0 || topic.IndexOf('+') >= 0)
        {
            return MqttProtocolError.InvalidTopic;
        }

        _packet.Topic = topic;
        return MqttProtocolError.None;
    }
}
