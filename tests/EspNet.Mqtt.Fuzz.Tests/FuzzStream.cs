using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>
/// One stream: a session lives through a few connections to a broker whose words are damaged on the way, and then
/// through one to a broker that is honest, on which everything has to come to its end. All of it follows from one seed.
/// </summary>
internal sealed class FuzzStream : IFuzzStream
{
    private const ulong Seed = 20_260_101;
    private const int MostSteps = 20_000;
    private const int MostTokens = 128;

    // What a stream may allocate: the session with its buffers, and for each byte received a topic's character and its string.
    private const int SessionAllocation = 8 * 1024;
    private const int AllocationPerByte = 8;
    private const int AllocationPerRequest = 400;

    private static readonly string[] Topics = ["t", "a/b", "é/€", "sensors/kitchen/temperature"];
    private static readonly string[] Filters = ["#", "a/+", "é/#", "+/b", "sensors/#"];
    private static readonly byte[][] FilterBytes = [.. Filters.Select(filter => MqttTopic.EncodeFilter(filter)!)];
    private static readonly string[] Owners = [.. Enumerable.Range(0, MostTokens).Select(i => "owner " + i)];
    private static readonly string Body = "a body";

    private readonly FuzzRandom _random = new();
    private readonly ScriptedBroker _broker;
    private readonly StreamMutator _mutator;
    private readonly byte[] _buffer = new byte[512];
    private readonly byte[] _payload = new byte[64];
    private readonly object[] _handlers = new object[8];
    private readonly bool[] _isDone = new bool[MostTokens];
    private readonly bool[] _isReleased = new bool[MostTokens];
    private readonly int[] _acknowledgements = new int[64];
    private int _acknowledgementCount;
    private FuzzVariant _variant = FuzzVariant.All[0];
    private MqttSession _session = new(FuzzVariant.All[0].Options, 1);
    private long _now;
    private int _lastToken;
    private int _requests;
    private int _received;
    private int _steps;
    private bool _isOpen;
    private bool _isHonest;
    private bool _isMessageSeen;

    internal FuzzStream()
    {
        _broker = new ScriptedBroker(_random);
        _mutator = new StreamMutator(_random);
    }

    internal FuzzCoverage Coverage { get; } = new();

    /// <summary>False while the runtime itself still allocates for code that runs for the first time.</summary>
    public bool IsWarm { get; set; }

    /// <summary>Runs a stream; throws when the engine fails it.</summary>
    public void Run(int number)
    {
        _random.Seed(Seed + ((ulong)number << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Reset();
        for (int connections = 1 + _random.Next(3); connections > 0; connections--)
        {
            Connect(false);
            for (int rounds = 2 + _random.Next(5); _isOpen && rounds > 0; rounds--)
            {
                DamagedRound();
            }

            Close();
        }

        HonestConnection();

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long excess = allocated - ((long)AllocationPerByte * _received) - ((long)AllocationPerRequest * _requests);
        Coverage.BytesReceived += _received;
        if (IsWarm)
        {
            Coverage.WorstAllocation = Math.Max(Coverage.WorstAllocation, excess);
            Require(excess <= SessionAllocation, $"{allocated} bytes were allocated for {_received} bytes received and {_requests} requests.");
        }
    }

    private void Reset()
    {
        _variant = FuzzVariant.All[_random.Next(FuzzVariant.All.Length)];
        _session = new MqttSession(_variant.Options, 1 + _random.Next(3));
        _now = 1_000;
        _lastToken = 0;
        _requests = 0;
        _received = 0;
        _steps = 0;
        _acknowledgementCount = 0;
        Array.Clear(_isDone);
        Array.Clear(_isReleased);
    }

    private void Connect(bool isHonest)
    {
        _isHonest = isHonest;
        _isOpen = true;
        _requests++;
        _broker.Start(_variant.Connect);
        _broker.IsForgetful = !isHonest;
        _session.Start(_variant.Connect, 10_000, _now);
        DrainOutput();
        bool mayResume = _variant.KeepsSession && !_variant.IsV31;
        bool isResumed = mayResume && _random.OneIn(2);
        int code = 0;
        if (!isHonest && _random.OneIn(12))
        {
            code = 1 + _random.Next(5);
        }

        _broker.ConnAck(isHonest || !_random.OneIn(20) ? isResumed && code == 0 : _random.OneIn(2), code);
    }

    private void Close()
    {
        _isOpen = false;
        _session.Close();
        SessionEvent e;
        while ((e = Next()) != SessionEvent.None)
        {
            Require(e == SessionEvent.PublishFailed, "A closed session tells " + e);
            Finish(_session.Token);
        }

        Require(!_session.HasOutput, "A closed session has something to send.");
        Require(_session.Produce(_buffer, 0, _buffer.Length, _now) == 0, "A closed session sends.");
    }

    private void DamagedRound()
    {
        for (int actions = _random.Next(4); _isOpen && actions > 0; actions--)
        {
            Act();
        }

        if (_isOpen)
        {
            DrainOutput();
        }

        if (!_isOpen)
        {
            return;
        }

        for (int packets = _random.Next(3); packets > 0; packets--)
        {
            int length = _random.OneIn(6) ? _random.Next(900) : _random.Next(40);
            _broker.Publish(_random.Next(3), 1 + _random.Next(6), length, _random.OneIn(2));
        }

        if (_random.OneIn(12))
        {
            _broker.Anything();
        }

        if (_random.OneIn(3))
        {
            for (int damages = 1 + _random.Next(2); damages > 0; damages--)
            {
                _mutator.Mutate(_broker.Output);
            }
        }

        Deliver();
        PassTime();
    }

    /// <summary>The broker is honest again: after a bounded number of rounds nothing may be left undone.</summary>
    private void HonestConnection()
    {
        Connect(true);
        _isMessageSeen = false;
        for (int rounds = 0; rounds < 40 && _isOpen && !(_session.State == SessionState.Connected && _session.IsDrained && _isMessageSeen); rounds++)
        {
            if (_session.State == SessionState.Connected && !_isMessageSeen)
            {
                _broker.Publish(1, 1, 5, false);
            }

            Deliver();
            DrainOutput();
        }

        Require(_isOpen && _session.IsDrained && _isMessageSeen, $"An honest broker does not bring the session to rest: {_session.OutboxCount} messages left.");
        Require(_session.OutboxCount == 0, "The outbox is not empty.");
        for (int token = 1; token <= _lastToken; token++)
        {
            Require(_isDone[token] || _isReleased[token], $"Nothing was ever heard of message {token}.");
        }

        Close();
    }

    /// <summary>The application does something.</summary>
    private void Act()
    {
        switch (_random.Next(16))
        {
            case 0:
            case 1:
                int index = _random.Next(Filters.Length);
                _requests += 3;
                _session.Subscribe(Filters[index], FilterBytes[index], (MqttQos)_random.Next(3), Filters[index]);
                break;

            case 2:
                _requests += 3;
                _session.Unsubscribe(Filters[_random.Next(Filters.Length)]);
                break;

            case 3:
                if (_lastToken > 0)
                {
                    Release(1 + _random.Next(_lastToken));
                }

                break;

            case 4:
                if (_session.DropOldest(1))
                {
                    Finish(_session.Token);
                }

                break;

            case 5:
                if (_random.OneIn(8))
                {
                    _session.Disconnect();
                }

                break;

            case 6:
            case 7:
                while (_acknowledgementCount > 0)
                {
                    AcknowledgeOne();
                }

                break;

            case 8:
                Publish(1 + _random.Next(300), Body);
                break;

            default:
                Publish(_random.Next(_payload.Length), null);
                break;
        }
    }

    private void Publish(int count, object? body)
    {
        if (_lastToken == MostTokens - 1)
        {
            return;
        }

        int token = _session.Publish(Topics[_random.Next(Topics.Length)], body == null ? _payload : null, count, (MqttQos)_random.Next(3), _random.OneIn(2), Owners[_lastToken + 1], body);
        if (token > 0)
        {
            Require(token == _lastToken + 1, $"Token {token} follows {_lastToken}.");
            _lastToken = token;
        }
    }

    private void Release(int token)
    {
        _isReleased[token] = true;
        if (!_session.Release(Owners[token]))
        {
            Close();
        }
    }

    /// <summary>Hands everything the session sends to the broker.</summary>
    private void DrainOutput()
    {
        while (_isOpen)
        {
            Step();
            int count = _session.Produce(_buffer, 0, 1 + _random.Next(_random.OneIn(4) ? 8 : _buffer.Length), _now);
            if (count > 0)
            {
                _broker.Take(_buffer, 0, count);
                if (!_isHonest && _random.OneIn(60))
                {
                    // The link is lost while this is written.
                    Close();
                    return;
                }
            }
            else if (_session.Body == null)
            {
                break;
            }
            else if (!SendBody())
            {
                return;
            }

            if (_session.Written())
            {
                Finish(_session.Token);
            }
        }
    }

    private bool SendBody()
    {
        while (_session.Body != null)
        {
            Step();
            if (!_isHonest && _random.OneIn(30))
            {
                _session.FailBody();
                Close();
                return false;
            }

            int remaining = _session.BodyRemaining;
            Require(remaining > 0, $"{remaining} bytes of a body remain.");
            int count = 1 + _random.Next(remaining);
            _broker.TakeBody(count);
            _session.BodySent(count, _now);
        }

        return true;
    }

    /// <summary>Gives the client what the broker has to say, in pieces of random size.</summary>
    private void Deliver()
    {
        FuzzBytes output = _broker.Output;
        int position = 0;
        int end = output.Count;
        while (_isOpen && position < end)
        {
            if (!_session.IsInputBlocked)
            {
                MqttDecoder input = _session.Input;
                input.Reserve();
                int count = Math.Min(Math.Min(end - position, input.Free), 1 + _random.Next(_random.OneIn(3) ? 4 : 200));
                Require(count > 0, "The session wants more and has no room for it.");
                Array.Copy(output.Data, position, input.Buffer, input.Position, count);
                _session.Received(count, _now);
                position += count;
                _received += count;
            }

            Handle();
        }

        output.Remove(0, Math.Min(position, output.Count));
        if (!_isOpen)
        {
            output.Clear();
        }
    }

    /// <summary>Takes every event there is, sending what is in its way.</summary>
    private void Handle()
    {
        do
        {
            SessionEvent e;
            while (_isOpen && (e = Next()) != SessionEvent.None)
            {
                Handle(e);
            }

            if (_isOpen && _session.IsInputBlocked)
            {
                DrainOutput();
            }
        }
        while (_isOpen && _session.IsInputBlocked);
    }

    private void Handle(SessionEvent e)
    {
        Require(!_isHonest || e < SessionEvent.ProtocolError || e == SessionEvent.PublishFailed, $"With an honest broker: {e}, {_session.ProtocolError}");
        switch (e)
        {
            case SessionEvent.Connected:
                _requests += 3;
                _broker.IsAccepted = true;
                break;

            case SessionEvent.Message:
                HandleMessage();
                break;

            case SessionEvent.Published:
            case SessionEvent.PublishFailed:
                Finish(_session.Token);
                break;

            case SessionEvent.Released:
                Require(_session.Token > 0 && (_isReleased[_session.Token] || _isDone[_session.Token]), $"Message {_session.Token} was not given up.");
                break;

            case SessionEvent.Subscription:
                Require(_session.Subscription != null, "A subscription's answer belongs to none.");
                break;

            case SessionEvent.ProtocolError:
                HandleError();
                break;

            default:
                Close();
                break;
        }
    }

    private void HandleMessage()
    {
        MqttPacket packet = _session.Input.Packet;
        int length = _session.Input.Buffer.Length;
        Require(packet.PayloadOffset >= 0 && packet.PayloadCount >= 0 && packet.PayloadOffset + packet.PayloadCount <= length, "A payload lies outside the buffer.");
        Require(packet.FragmentOffset >= 0 && packet.FragmentOffset + packet.PayloadCount <= packet.PayloadTotal, "A fragment lies outside its message.");
        Require(packet.PayloadTotal <= _variant.Options.Network.MaximumPacketSize, "A message is larger than the limit.");
        Require(packet.PayloadCount > 0 || packet.PayloadTotal == 0, "A fragment is empty.");
        Require(packet.Topic.Length > 0 && !packet.Topic.Contains('#') && !packet.Topic.Contains('+') && !packet.Topic.Contains('\0'), "A topic is none.");
        Require(packet.Qos == MqttQos.AtMostOnce == (packet.PacketId == 0), "An identifier does not fit the QoS.");
        if (packet.FragmentOffset == 0)
        {
            Require(packet.TopicOffset + packet.TopicLength <= packet.PayloadOffset, "A topic overlaps its payload.");
            _session.Match(packet.Buffer, packet.TopicOffset, packet.TopicLength, _handlers);
        }

        _isMessageSeen = true;
        if (packet.IsLast && packet.Qos != MqttQos.AtMostOnce && _acknowledgementCount < _acknowledgements.Length)
        {
            _acknowledgements[_acknowledgementCount++] = (_session.Connection << 24) | ((int)packet.Qos << 16) | packet.PacketId;
            if (_isHonest || !_random.OneIn(8))
            {
                AcknowledgeOne();
            }
        }
    }

    private void AcknowledgeOne()
    {
        int acknowledgement = _acknowledgements[--_acknowledgementCount];
        _session.Acknowledge(acknowledgement & 0xFFFF, (MqttQos)((acknowledgement >> 16) & 3), acknowledgement >> 24);
    }

    /// <summary>After an error the decoder refuses everything, and the closed session too.</summary>
    private void HandleError()
    {
        MqttProtocolError error = _session.ProtocolError;
        Coverage.Count(error);
        Require(error != MqttProtocolError.None, "A protocol error without a name.");
        if (_session.Input.Error != MqttProtocolError.None)
        {
            Require(error == _session.Input.Error, "The session names another error than its decoder.");
            Require(_session.Next() == SessionEvent.ProtocolError && _session.ProtocolError == error, "An error was forgotten.");
        }

        Close();
    }

    private void PassTime()
    {
        if (!_isOpen)
        {
            return;
        }

        _now += _random.Next(6) switch
        {
            0 => 16_000,
            1 => 9_000,
            2 => 21_000,
            _ => _random.Next(1_000),
        };
        _session.PingIfDue(_now);
        SessionEvent e = _session.Judge(_now, true);
        if (e != SessionEvent.None)
        {
            Coverage.Count(e);
            Handle(e);
        }

        int timeout = _session.GetTimeout(_now, 1_000);
        Require(timeout >= 0 && timeout <= 1_000, "A time-out of " + timeout);
    }

    private SessionEvent Next()
    {
        Step();
        SessionEvent e = _session.Next();
        Coverage.Count(e);
        return e;
    }

    private void Finish(int token)
    {
        Require(token > 0 && token <= _lastToken, $"Token {token} was never given.");
        Require(!_isDone[token], $"Message {token} came to its end twice.");
        _isDone[token] = true;
    }

    private void Step()
    {
        if (++_steps > MostSteps)
        {
            throw new FuzzFailure($"It goes on for more than {MostSteps} steps.");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new FuzzFailure(what);
        }
    }
}
