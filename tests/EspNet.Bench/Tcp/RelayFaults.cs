namespace EspNet.Bench.Tcp;

/// <summary>What goes wrong on the way between a client and a target, on demand. Safe to use from any thread, before and while connections are open.</summary>
public sealed class RelayFaults
{
    private readonly TcpRelay _relay;
    private TimeSpan _delay;
    private int _chunkSize;
    private RelayDirection _dropped;
    private TaskCompletionSource _changed = NewSignal();

    internal RelayFaults(TcpRelay relay) => _relay = relay;

    /// <summary>
    /// How long all that has been read waits before it goes on, both ways. What waits already goes by the new value.
    /// Default: zero. More than 24 days is refused.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or too long.</exception>
    public TimeSpan Delay
    {
        get => _delay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(24));
            Change(() => _delay = value);
        }
    }

    /// <summary>The most bytes of one write, with Nagle's algorithm off. Default: 0, all that has been read in one write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int ChunkSize
    {
        get => _chunkSize;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Change(() => _chunkSize = value);
        }
    }

    /// <summary>
    /// Whether new connections are refused: nobody listens on the port meanwhile. Connections that are open stay. Default: false.
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">Set to false: somebody else has taken the port.</exception>
    public bool RefusesConnections
    {
        get => !_relay.IsListening;
        set => _relay.Listen(!value);
    }

    internal CutRule? Cutting { get; private set; }

    internal RelayDirection Dropped => _dropped;

    /// <summary>Completed by the next change of any fault. Under the gate.</summary>
    internal Task Changed => _changed.Task;

    /// <summary>
    /// A black hole: all that comes, also the end of a connection, is swallowed in these directions while the connections
    /// stay open. Bytes that were swallowed are lost for good, so what follows after <see cref="EndDrop"/> has a gap.
    /// </summary>
    public void Drop(RelayDirection direction) => Change(() => _dropped = direction);

    /// <summary>The end of the black hole. An end of a connection that was held back goes on now.</summary>
    public void EndDrop() => Change(() => _dropped = 0);

    /// <summary>Closes every connection in order, now. What is being delayed is lost.</summary>
    public void Cut() => _relay.ForEachConnection(connection => connection.Close());

    /// <summary>Resets every connection, both sides, now.</summary>
    public void Reset() => _relay.ForEachConnection(connection => connection.Reset("reset by a fault"));

    /// <summary>
    /// Closes the next connections in order once exactly this many bytes have gone on in a direction (in both together for
    /// <see cref="RelayDirection.Both"/>), counted from now, or from their beginning if they are younger. With 0 at once.
    /// </summary>
    public void CutAfter(long bytes, RelayDirection direction = RelayDirection.Both, int times = 1) => Arm(new CutRule(bytes, direction, false, times));

    /// <summary>Resets the next connections, counted as in <see cref="CutAfter"/>.</summary>
    public void ResetAfter(long bytes, RelayDirection direction = RelayDirection.Both, int times = 1) => Arm(new CutRule(bytes, direction, true, times));

    /// <summary>Back to a relay without faults, which also listens again.</summary>
    public void Clear()
    {
        Change(() =>
        {
            _delay = TimeSpan.Zero;
            _chunkSize = 0;
            _dropped = 0;
            Cutting = null;
        });
        if (_relay.Port != 0)
        {
            RefusesConnections = false;
        }
    }

    internal void Spend()
    {
        if (--Cutting!.Times <= 0)
        {
            Cutting = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Arm(CutRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rule.Bytes, "bytes");
        ArgumentOutOfRangeException.ThrowIfLessThan(rule.Times, 1, "times");
        Change(() =>
        {
            Cutting = rule;
            _relay.ForEachConnection(connection => connection.CountFromNow());
        });
    }

    private void Change(Action change) => _relay.Change(() =>
    {
        change();
        TaskCompletionSource before = _changed;
        _changed = NewSignal();
        before.SetResult();
    });

    /// <summary>An end that waits for its byte.</summary>
    internal sealed class CutRule(long bytes, RelayDirection direction, bool reset, int times)
    {
        public long Bytes { get; } = bytes;

        public RelayDirection Direction { get; } = direction;

        public bool Reset { get; } = reset;

        public int Times { get; set; } = times;
    }
}
