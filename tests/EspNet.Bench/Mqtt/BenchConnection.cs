using System.Net.Sockets;
using System.Threading.Channels;

namespace EspNet.Bench.Mqtt;

/// <summary>
/// One TCP connection: moves bytes between its socket and its conversation, and carries the faults of the network (cuts,
/// black hole, write sizes). A reading and a writing loop; everything else runs under the broker's gate.
/// </summary>
internal sealed class BenchConnection : IDisposable
{
    // How long an orderly close waits for the peer's own close before it gives up on it.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly BenchBroker _broker;
    private readonly Socket _socket;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly CancellationTokenSource _closed = new();
    private readonly Timer _silence;
    private TaskCompletionSource? _blackHole;
    private long _received;
    private long _sent;
    private long _receivedBase;
    private long _sentBase;
    private long _lastPacket = Environment.TickCount64;
    private bool _closing;
    private volatile bool _abandoned;
    private bool _socketClosed;

    public BenchConnection(BenchBroker broker, Socket socket)
    {
        _broker = broker;
        _socket = socket;
        _socket.NoDelay = true;
        Conversation = new Conversation(broker, this);
        _silence = new Timer(_ => broker.Change(CheckSilence));
    }

    public Conversation Conversation { get; }

    /// <summary>Whether the broker still counts this as a connection; an orderly close may go on after that.</summary>
    public bool IsOpen => !_closing;

    private bool InBlackHole => Volatile.Read(ref _blackHole) != null;

    public void Start()
    {
        _silence.Change(_broker.ConnectTimeout, Timeout.InfiniteTimeSpan);
        if (_broker.Faults.CutReceived is { Bytes: 0 } rule)
        {
            CutBy(rule);
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await RunAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // A fault of the instrument must fail the test too, not vanish with its task.
                _broker.Change(() => _broker.Report(Conversation.ClientId, "bench", $"The bench itself failed: {e}"));
            }
        });
    }

    public void Send(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            _outgoing.Writer.TryWrite(bytes);
        }
    }

    public void PacketArrived() => _lastPacket = Environment.TickCount64;

    public void CountReceivedFromNow() => _receivedBase = _received;

    public void CountSentFromNow() => _sentBase = _sent;

    public void EnterBlackHole() => _blackHole ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LeaveBlackHole()
    {
        _blackHole?.SetResult();
        _blackHole = null;
        PacketArrived();
        WatchSilence();
    }

    /// <summary>Sends what is queued, closes the sending side, and waits a little for the client to close its own.</summary>
    public void CloseGracefully(string why)
    {
        if (!_closing)
        {
            Ending(why);
            _outgoing.Writer.TryComplete();
            _closed.CancelAfter(DrainTime);
        }
    }

    /// <summary>Ends the connection now; what is queued is lost.</summary>
    public void Cut(BenchCut how, string why)
    {
        if (_socketClosed)
        {
            return;
        }

        bool wasOpen = !_closing;
        if (wasOpen)
        {
            Ending(why);
        }

        if (how == BenchCut.Close && wasOpen)
        {
            _abandoned = true;
            _outgoing.Writer.TryComplete();
            LeaveBlackHole();
            _closed.CancelAfter(DrainTime);
            return;
        }

        CloseSocket(reset: true);
    }

    public void Dispose() => Cut(BenchCut.Reset, "disposed");

    private async Task RunAsync()
    {
        Task writing = WriteAsync();
        await ReadAsync().ConfigureAwait(false);
        _broker.Change(() =>
        {
            // The client may have closed only its sending side: what is queued goes out before the socket is closed.
            Ending("closed by the client without DISCONNECT");
            _outgoing.Writer.TryComplete();
            _closed.CancelAfter(DrainTime);
        });
        await writing.ConfigureAwait(false);
        _broker.Change(() => CloseSocket(reset: false));
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                int count = await _socket.ReceiveAsync(buffer, _closed.Token).ConfigureAwait(false);
                await PassBlackHoleAsync().ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                _broker.Change(() => Received(buffer.AsSpan(0, count)));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client reset the connection, or this side closed it: the end is the same.
        }
    }

    private void Received(ReadOnlySpan<byte> bytes)
    {
        if (_socketClosed)
        {
            return;
        }

        BenchFaults.CutRule? rule = _broker.Faults.CutReceived;
        bool open = !_closing;
        bool reached = false;
        if (open && rule != null)
        {
            long allowed = Math.Max(0, rule.Bytes - (_received - _receivedBase));
            reached = bytes.Length >= allowed;
            bytes = bytes[..(int)Math.Min(bytes.Length, allowed)];
        }

        _received += bytes.Length;
        if (open)
        {
            _broker.CountBytesReceived(bytes.Length);
        }

        if (bytes.Length > 0)
        {
            Conversation.Receive(bytes);
            WatchSilence();
        }

        if (reached)
        {
            CutBy(rule!);
        }
    }

    private async Task WriteAsync()
    {
        ChannelReader<byte[]> queue = _outgoing.Reader;
        try
        {
            while (await queue.WaitToReadAsync(_closed.Token).ConfigureAwait(false) && !_abandoned)
            {
                BenchWriteMode mode = _broker.Faults.WriteMode;
                if (mode == BenchWriteMode.Coalesced)
                {
                    await Task.Delay(_broker.Faults.CoalesceTime, _closed.Token).ConfigureAwait(false);
                }

                await PassBlackHoleAsync().ConfigureAwait(false);
                List<byte> batch = [];
                while (queue.TryRead(out byte[]? packet))
                {
                    batch.AddRange(packet);
                    if (mode != BenchWriteMode.Coalesced)
                    {
                        break;
                    }
                }

                await WriteAsync(batch.ToArray(), mode == BenchWriteMode.SingleBytes ? 1 : int.MaxValue).ConfigureAwait(false);
            }

            _broker.Change(() =>
            {
                if (!_socketClosed)
                {
                    _socket.Shutdown(SocketShutdown.Send);
                }
            });
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A reset is for the reading loop to see; after the drain time nobody reads what is left.
            _broker.Change(() => CloseSocket(reset: true));
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, int largest)
    {
        while (bytes.Length > 0 && !_abandoned)
        {
            await PassBlackHoleAsync().ConfigureAwait(false);
            BenchFaults.CutRule? rule = _broker.Faults.CutSent;
            long allowed = rule == null ? long.MaxValue : Math.Max(0, rule.Bytes - (_sent - _sentBase));
            int length = (int)Math.Min(Math.Min(bytes.Length, largest), allowed);
            int sent = length == 0 ? 0 : await _socket.SendAsync(bytes[..length], _closed.Token).ConfigureAwait(false);
            bytes = bytes[sent..];
            _broker.Change(() =>
            {
                _sent += sent;
                _broker.CountBytesSent(sent);
                if (rule != null && _broker.Faults.CutSent == rule && _sent - _sentBase >= rule.Bytes)
                {
                    CutBy(rule);
                }
            });
        }
    }

    private async Task PassBlackHoleAsync()
    {
        while (Volatile.Read(ref _blackHole) is { } hole)
        {
            await hole.Task.WaitAsync(_closed.Token).ConfigureAwait(false);
        }
    }

    private void CutBy(BenchFaults.CutRule rule)
    {
        _broker.Faults.Spend(rule);
        Cut(rule.How, "cut by a fault");
    }

    private void Ending(string why)
    {
        if (!_closing)
        {
            _closing = true;
            _silence.Dispose();
            _broker.Log($"{Conversation.ClientId}: closed ({why})");
            Conversation.End(publishWill: true);
        }
    }

    private void CloseSocket(bool reset)
    {
        if (_socketClosed)
        {
            return;
        }

        _socketClosed = true;
        _outgoing.Writer.TryComplete();
        if (reset)
        {
            _socket.LingerState = new LingerOption(true, 0);
        }

        _socket.Dispose();
        _ = _closed.CancelAsync(); // Not here: the loops would go on inside this call, under the gate.
        _broker.Remove(this);
    }

    private void WatchSilence()
    {
        if (!_closing && Conversation.KeepAlive is { } limit)
        {
            _silence.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    private void CheckSilence()
    {
        if (_closing || InBlackHole)
        {
            return;
        }

        if (Conversation.AwaitsConnect)
        {
            CloseGracefully("no CONNECT in time");
        }
        else if (Conversation.KeepAlive is { } limit)
        {
            // A packet that waits in the socket while this machine is busy has come in time.
            TimeSpan left = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - _lastPacket);
            if (left > TimeSpan.Zero || _socket.Available > 0)
            {
                _silence.Change(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
            }
            else
            {
                Conversation.KeepAliveMissed();
            }
        }
    }
}
