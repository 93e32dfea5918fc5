using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>
/// What goes wrong on a <see cref="FaultTransport"/>. A new plan lets everything pass. It may be changed at any time and
/// from any thread, and counts from the next operation on; several transports may share it. Times are in milliseconds.
/// </summary>
public sealed class FaultPlan
{
    /// <summary>The value of a limit that never comes, and the default of all of them.</summary>
    public const long Never = -1;

    private readonly object _lock = new object();
    private readonly ManualResetEvent _passing = new ManualResetEvent(true);
    private int _readDelay;
    private int _writeDelay;
    private long _cutAfterRead = Never;
    private long _cutAfterWritten = Never;
    private int _splitReads;
    private int _splitWrites;
    private int _coalesceReads;
    private int _coalesceTime = 100;
    private int _connectTimeout = TcpOptions.DefaultConnectTimeout;

    /// <summary>Milliseconds by which everything that is read arrives later, 0 or more; default 0. It adds to the time of the read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ReadDelay
    {
        get => _readDelay;
        set => _readDelay = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>Milliseconds that every write waits first, 0 or more; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int WriteDelay
    {
        get => _writeDelay;
        set => _writeDelay = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>
    /// The number of bytes of a connection that can be read before it is cut; default <see cref="Never"/>. 0 cuts at
    /// the first read.
    /// </summary>
    public long CutAfterRead
    {
        get
        {
            lock (_lock)
            {
                return _cutAfterRead;
            }
        }

        set
        {
            lock (_lock)
            {
                _cutAfterRead = value;
            }
        }
    }

    /// <summary>
    /// The number of bytes of a connection that can be written before it is cut, in the middle of a write if need be;
    /// default <see cref="Never"/>. 0 cuts at the first write.
    /// </summary>
    public long CutAfterWritten
    {
        get
        {
            lock (_lock)
            {
                return _cutAfterWritten;
            }
        }

        set
        {
            lock (_lock)
            {
                _cutAfterWritten = value;
            }
        }
    }

    /// <summary>How a cut ends the connection; default <see cref="FaultCut.Reset"/>.</summary>
    public FaultCut Cut { get; set; } = FaultCut.Reset;

    /// <summary>
    /// While true the connection stays and nothing passes: reads time out, writes are taken and vanish. What the peer
    /// sends meanwhile waits until it is false again. Only closing and aborting still reach the peer. Default false.
    /// </summary>
    public bool BlackHole
    {
        get => !_passing.WaitOne(0, false);
        set
        {
            if (value)
            {
                _passing.Reset();
            }
            else
            {
                _passing.Set();
            }
        }
    }

    /// <summary>The most bytes that one read returns, or 0 (the default) for no limit. 1 shows every way to split.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SplitReads
    {
        get => _splitReads;
        set => _splitReads = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>The most bytes that reach the wrapped transport in one write, or 0 (the default) for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SplitWrites
    {
        get => _splitWrites;
        set => _splitWrites = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>
    /// Holds what arrives until it is this many bytes, <see cref="CoalesceTime"/> has passed or the peer has closed, so
    /// that several packets come out of one read; 0 (the default) holds nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int CoalesceReads
    {
        get => _coalesceReads;
        set => _coalesceReads = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>Milliseconds that the first byte is held at most, 0 or more; default 100. Only with <see cref="CoalesceReads"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int CoalesceTime
    {
        get => _coalesceTime;
        set => _coalesceTime = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>True refuses every connect at once with <see cref="TransportError.Refused"/>. Default false.</summary>
    public bool RefuseConnect { get; set; }

    /// <summary>
    /// True lets no connect be answered: it fails with <see cref="TransportError.TimedOut"/> after
    /// <see cref="ConnectTimeout"/>. Default false.
    /// </summary>
    public bool ConnectNeverAnswers { get; set; }

    /// <summary>
    /// Milliseconds after which an unanswered connect gives up, at least 1, or <see cref="Timeout.Infinite"/> for one
    /// that waits until it is aborted; default <see cref="TcpOptions.DefaultConnectTimeout"/>. Only with
    /// <see cref="ConnectNeverAnswers"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or less than -1.</exception>
    public int ConnectTimeout
    {
        get => _connectTimeout;
        set => _connectTimeout = value == Timeout.Infinite ? value : OptionRange.Check(value, 1, int.MaxValue);
    }

    /// <summary>Makes a factory whose transports follow this plan.</summary>
    /// <param name="inner">Makes what is wrapped.</param>
    /// <returns>A factory of <see cref="FaultTransport"/>.</returns>
    public TransportFactory Wrap(TransportFactory inner) => () => new FaultTransport(inner(), this);

    /// <summary>Set while <see cref="BlackHole"/> is false.</summary>
    internal WaitHandle Passing => _passing;
}
