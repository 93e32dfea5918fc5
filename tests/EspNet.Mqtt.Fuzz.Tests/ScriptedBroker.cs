namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>
/// The broker's side of a stream: checks that what the client sends is well-formed and in its place, and answers it.
/// It keeps no session: every packet of a client has an answer that does not depend on what came before.
/// </summary>
internal sealed class ScriptedBroker(FuzzRandom random)
{
    private static readonly byte[][] Topics =
    [
        "t"u8.ToArray(),
        "a/b"u8.ToArray(),
        "é/温度/😀"u8.ToArray(),
        "$SYS/broker"u8.ToArray(),
        new byte[140],
    ];

    private readonly FuzzBytes _input = new();
    private readonly byte[] _bodyByte = new byte[1];
    private byte[] _connect = [];
    private bool _isConnectSeen;
    private bool _isDisconnectSeen;

    static ScriptedBroker() => Array.Fill(Topics[4], (byte)'l');

    /// <summary>What the broker has to say, unsent.</summary>
    internal FuzzBytes Output { get; } = new();

    /// <summary>Answers may be left out, and topics may be too long.</summary>
    internal bool IsForgetful { get; set; }

    /// <summary>The client has seen CONNACK.</summary>
    internal bool IsAccepted { get; set; }

    internal void Start(byte[] connect)
    {
        _connect = connect;
        _isConnectSeen = false;
        _isDisconnectSeen = false;
        IsAccepted = false;
        _input.Clear();
        Output.Clear();
    }

    internal void ConnAck(bool sessionPresent, int code)
    {
        Output.Add(0x20);
        Output.Add(2);
        Output.Add(sessionPresent ? 1 : 0);
        Output.Add(code);
    }

    internal void Publish(int qos, int packetId, int payloadLength, bool duplicate)
    {
        // A long topic of a message that does not fit the client's buffer is rare: it ends the connection.
        byte[] topic = Topics[IsForgetful && random.OneIn(40) ? 4 : random.Next(4)];
        int flags = 0x30 | (qos << 1) | (duplicate && qos > 0 ? 8 : 0) | random.Next(2);
        Output.Add(flags);
        Output.AddRemainingLength(2 + topic.Length + (qos > 0 ? 2 : 0) + payloadLength);
        Output.AddNumber(topic.Length);
        Output.Add(topic, 0, topic.Length);
        if (qos > 0)
        {
            Output.AddNumber(packetId);
        }

        Output.AddFill(payloadLength);
    }

    internal void Acknowledge(int header, int packetId)
    {
        Output.Add(header);
        Output.Add(2);
        Output.AddNumber(packetId);
    }

    /// <summary>A packet of any kind, well-formed, that the client may or may not expect.</summary>
    internal void Anything()
    {
        int packetId = random.OneIn(3) ? 0x8000 + random.Next(4) : 1 + random.Next(8);
        switch (random.Next(9))
        {
            case 0:
                ConnAck(random.OneIn(4), random.Next(7));
                break;

            case 1:
                Publish(random.Next(3), packetId, random.Next(20), random.OneIn(2));
                break;

            case 2:
                Acknowledge(0x40, packetId);
                break;

            case 3:
                Acknowledge(0x50, packetId);
                break;

            case 4:
                Acknowledge(0x62, packetId);
                break;

            case 5:
                Acknowledge(0x70, packetId);
                break;

            case 6:
                SubAck(packetId, random.OneIn(3) ? 0x80 : random.Next(4));
                break;

            case 7:
                Acknowledge(0xB0, packetId);
                break;

            default:
                Output.Add(0xD0);
                Output.Add(0);
                break;
        }
    }

    /// <summary>Takes what the client sends.</summary>
    internal void Take(byte[] bytes, int offset, int count)
    {
        _input.Add(bytes, offset, count);
        int start = 0;
        int length;
        while ((length = PacketLength(start)) > 0 && start + length <= _input.Count)
        {
            Handle(start, length);
            start += length;
        }

        _input.Remove(0, start);
    }

    /// <summary>Takes a part of a payload that the driver sends itself.</summary>
    internal void TakeBody(int count)
    {
        _bodyByte[0] = (byte)'b';
        for (int i = 0; i < count; i++)
        {
            Take(_bodyByte, 0, 1);
        }
    }

    /// <summary>Length of the packet that starts here; 0 while its header is incomplete.</summary>
    private int PacketLength(int start)
    {
        int length = 0;
        for (int i = 1; i <= 4; i++)
        {
            if (start + i >= _input.Count)
            {
                return 0;
            }

            int value = _input.Data[start + i];
            length |= (value & 127) << (7 * (i - 1));
            if (value < 128)
            {
                return 1 + i + length;
            }
        }

        throw new FuzzFailure("The client sent a remaining length of more than four bytes.");
    }

    private void Handle(int start, int length)
    {
        byte[] data = _input.Data;
        int header = data[start];
        int body = start + 2;
        while (data[body - 1] > 127)
        {
            body++;
        }

        int end = start + length;
        if (!_isConnectSeen)
        {
            Require(data.AsSpan(start, length).SequenceEqual(_connect), "The first packet is not the CONNECT given.");
            _isConnectSeen = true;
            return;
        }

        Require(IsAccepted, "A packet went out before CONNACK.");
        Require(!_isDisconnectSeen, "A packet went out after DISCONNECT.");
        if (header >> 4 == 3)
        {
            HandlePublish(header, body, end);
            return;
        }

        switch (header)
        {
            case 0x40:
                RequireId(body, end - body == 2);
                break;

            case 0x50:
                Answer(0x62, RequireId(body, end - body == 2));
                break;

            case 0x62:
                Answer(0x70, RequireId(body, end - body == 2));
                break;

            case 0x70:
                RequireId(body, end - body == 2);
                break;

            case 0x82:
                int subscribeId = RequireId(body, end - body >= 6 && (data[body + 2] << 8 | data[body + 3]) == end - body - 5 && data[end - 1] < 3);
                Require(subscribeId >= 0x8000, "SUBSCRIBE uses an identifier of messages.");
                if (!Forgets())
                {
                    SubAck(subscribeId, random.OneIn(8) ? 0x80 : data[end - 1]);
                }

                break;

            case 0xA2:
                int unsubscribeId = RequireId(body, end - body >= 5 && (data[body + 2] << 8 | data[body + 3]) == end - body - 4);
                Require(unsubscribeId >= 0x8000, "UNSUBSCRIBE uses an identifier of messages.");
                Answer(0xB0, unsubscribeId);
                break;

            case 0xC0:
                Require(end == body, "PINGREQ is not empty.");
                if (!Forgets())
                {
                    Output.Add(0xD0);
                    Output.Add(0);
                }

                break;

            case 0xE0:
                Require(end == body, "DISCONNECT is not empty.");
                _isDisconnectSeen = true;
                break;

            default:
                throw new FuzzFailure($"The client sent a packet that begins with {header:X2}.");
        }
    }

    private void HandlePublish(int header, int body, int end)
    {
        byte[] data = _input.Data;
        int qos = (header >> 1) & 3;
        Require(qos < 3, "The client sent QoS 3.");
        Require(qos > 0 || (header & 8) == 0, "The client sent DUP at QoS 0.");
        int topicLength = (data[body] << 8) | data[body + 1];
        Require(topicLength > 0 && body + 2 + topicLength + (qos > 0 ? 2 : 0) <= end, "A PUBLISH does not hold its topic.");
        if (qos > 0)
        {
            int packetId = RequireId(body + 2 + topicLength, true);
            Require(packetId < 0x8000, "PUBLISH uses an identifier of subscriptions.");
            Answer(qos == 1 ? 0x40 : 0x50, packetId);
        }
    }

    private void SubAck(int packetId, int code)
    {
        Output.Add(0x90);
        Output.Add(3);
        Output.AddNumber(packetId);
        Output.Add(code);
    }

    private void Answer(int header, int packetId)
    {
        if (!Forgets())
        {
            Acknowledge(header, packetId);
        }
    }

    private bool Forgets() => IsForgetful && random.OneIn(6);

    private int RequireId(int position, bool isWellFormed)
    {
        Require(isWellFormed, "The client sent a malformed packet.");
        int packetId = (_input.Data[position] << 8) | _input.Data[position + 1];
        Require(packetId != 0, "The client sent packet identifier 0.");
        return packetId;
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new FuzzFailure(what);
        }
    }
}
