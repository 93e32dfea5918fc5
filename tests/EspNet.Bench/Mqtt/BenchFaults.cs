namespace EspNet.Bench.Mqtt;

/// <summary>
/// What can go wrong between a client and a broker, on demand. Safe to use from any thread, before and while clients are connected.
/// </summary>
public sealed class BenchFaults
{
    private static readonly BenchPacketType[] Acknowledgements =
    [
        BenchPacketType.Puback, BenchPacketType.Pubrec, BenchPacketType.Pubrel, BenchPacketType.Pubcomp,
        BenchPacketType.Suback, BenchPacketType.Unsuback, BenchPacketType.Pingresp,
    ];

    private readonly BenchBroker _broker;
    private readonly int[] _drops = new int[16];
    private readonly TimeSpan[] _delays = new TimeSpan[16];
    private int _refusals;
    private byte _refusalCode;
    private int _rawAnswers;
    private byte[] _rawAnswer = [];
    private int _denials;

    internal BenchFaults(BenchBroker broker) => _broker = broker;

    /// <summary>How packets are written. Default: <see cref="BenchWriteMode.WholePackets"/>.</summary>
    public BenchWriteMode WriteMode { get; set; }

    /// <summary>How long <see cref="BenchWriteMode.Coalesced"/> gathers. Default: 50 ms.</summary>
    public TimeSpan CoalesceTime { get; set; } = TimeSpan.FromMilliseconds(50);

    internal CutRule? CutReceived { get; private set; }

    internal CutRule? CutSent { get; private set; }

    /// <summary>Answers the next CONNECTs with a CONNACK code (1 to 5) and closes.</summary>
    public void RefuseConnects(byte code, int times = 1) => _broker.Change(() => (_refusalCode, _refusals) = (code, times));

    /// <summary>Accepts the TCP connection and the next CONNECTs, and never says a word.</summary>
    public void IgnoreConnects(int times = 1) => AnswerConnectsWith([], times);

    /// <summary>Answers the next CONNECTs with these bytes instead of CONNACK; the connection stays open and what the client sends is ignored.</summary>
    public void AnswerConnectsWith(byte[] bytes, int times = 1) => _broker.Change(() => (_rawAnswer, _rawAnswers) = (bytes, times));

    /// <summary>Answers the next SUBSCRIBEs with failure (0x80) for every filter.</summary>
    public void DenySubscribes(int times = 1) => _broker.Change(() => _denials = times);

    /// <summary>
    /// Loses the next acknowledgements of a type: the broker has done what was asked, the answer never leaves.
    /// PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK or PINGRESP.
    /// </summary>
    public void Drop(BenchPacketType acknowledgement, int times = 1) =>
        _broker.Change(() => _drops[Index(acknowledgement)] = times);

    /// <summary>Never answers PINGREQ again, until <see cref="Clear"/> or <c>Drop(Pingresp, 0)</c>.</summary>
    public void SwallowPingResponses() => Drop(BenchPacketType.Pingresp, int.MaxValue);

    /// <summary>Sends every acknowledgement of a type this much later; zero ends it. Order within the type is kept.</summary>
    public void Delay(BenchPacketType acknowledgement, TimeSpan delay) =>
        _broker.Change(() => _delays[Index(acknowledgement)] = delay);

    /// <summary>Delays every kind of acknowledgement except PINGRESP.</summary>
    public void DelayAcknowledgements(TimeSpan delay)
    {
        foreach (BenchPacketType type in Acknowledgements.Where(t => t != BenchPacketType.Pingresp))
        {
            Delay(type, delay);
        }
    }

    /// <summary>Makes every connection that is open now half-open: nothing is read or written any more. Later connections work.</summary>
    public void BlackHole() => _broker.ForEachConnection(c => c.EnterBlackHole());

    /// <summary>The link of black-holed connections comes back: what waited on either side goes through.</summary>
    public void EndBlackHole() => _broker.ForEachConnection(c => c.LeaveBlackHole());

    /// <summary>Ends every connection now.</summary>
    public void Cut(BenchCut how = BenchCut.Reset) => _broker.ForEachConnection(c => c.Cut(how, "cut by a fault"));

    /// <summary>
    /// Ends the next connections from which this many bytes have come (counted from now, or from their beginning if they
    /// are younger). Exactly that many are handled. With 0, a connection is cut as soon as it is accepted.
    /// </summary>
    public void CutAfterReceived(long bytes, BenchCut how = BenchCut.Reset, int times = 1) =>
        _broker.Change(() =>
        {
            CutReceived = new CutRule(bytes, how, times);
            _broker.ForEachConnection(c => c.CountReceivedFromNow());
        });

    /// <summary>Ends the next connections to which this many bytes have been sent, counted as in <see cref="CutAfterReceived"/>.</summary>
    public void CutAfterSent(long bytes, BenchCut how = BenchCut.Reset, int times = 1) =>
        _broker.Change(() =>
        {
            CutSent = new CutRule(bytes, how, times);
            _broker.ForEachConnection(c => c.CountSentFromNow());
        });

    /// <summary>Sends bytes to every connected client now, between two packets.</summary>
    public void SendRaw(byte[] bytes) => _broker.ForEachConnection(c => c.Send(bytes));

    /// <summary>Back to a broker without faults. Black holes stay until <see cref="EndBlackHole"/>.</summary>
    public void Clear() => _broker.Change(() =>
    {
        Array.Clear(_drops);
        Array.Clear(_delays);
        _refusals = _rawAnswers = _denials = 0;
        CutReceived = CutSent = null;
        WriteMode = BenchWriteMode.WholePackets;
    });

    internal bool TakeDrop(BenchPacketType type) => Take(ref _drops[(int)type]);

    internal TimeSpan DelayOf(BenchPacketType type) => _delays[(int)type];

    internal byte? TakeRefusal() => Take(ref _refusals) ? _refusalCode : null;

    internal byte[]? TakeConnectAnswer() => Take(ref _rawAnswers) ? _rawAnswer : null;

    internal bool TakeDenial() => Take(ref _denials);

    internal void Spend(CutRule rule)
    {
        if (--rule.Times <= 0)
        {
            CutReceived = CutReceived == rule ? null : CutReceived;
            CutSent = CutSent == rule ? null : CutSent;
        }
    }

    private static bool Take(ref int left)
    {
        if (left <= 0)
        {
            return false;
        }

        left -= left == int.MaxValue ? 0 : 1;
        return true;
    }

    private static int Index(BenchPacketType type) => Acknowledgements.Contains(type)
        ? (int)type
        : throw new ArgumentException($"{type} is not an acknowledgement that a broker can lose or delay.", nameof(type));

    /// <summary>A cut that waits for its byte.</summary>
    internal sealed class CutRule(long bytes, BenchCut how, int times)
    {
        public long Bytes { get; } = bytes;

        public BenchCut How { get; } = how;

        public int Times { get; set; } = times;
    }
}
