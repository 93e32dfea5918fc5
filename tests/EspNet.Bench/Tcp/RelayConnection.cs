using System.Net.Sockets;

namespace EspNet.Bench.Tcp;

/// <summary>One connection through the relay: two sockets and a loop for each direction. What decides runs under the relay's gate.</summary>
internal sealed class RelayConnection(TcpRelay relay, Socket client, string name)
{
    // How long an orderly close waits for the peers' own closes before it gives up on them.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly Socket _target = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _toTarget;
    private long _toClient;
    private long _toTargetBase;
    private long _toClientBase;
    private int _writing;
    private bool _connected;
    private bool _disposed;

    public string Name { get; } = name;

    /// <summary>Whether the relay still counts this as a connection; an orderly close may go on after that.</summary>
    public bool IsOpen => !_disposed && !IsClosing;

    private bool IsClosing => _closing.Task.IsCompleted;

    public async Task RunAsync()
    {
        client.NoDelay = true;
        _target.NoDelay = true;
        relay.Change(CutIfReached);
        if (await ConnectAsync().ConfigureAwait(false))
        {
            await Task.WhenAll(
                PumpAsync(client, _target, RelayDirection.ToTarget),
                PumpAsync(_target, client, RelayDirection.ToClient)).ConfigureAwait(false);
        }

        relay.Change(() => End(reset: false, "closed"));
    }

    /// <summary>Counts for the rules of cuts from here on, and cuts if that is enough.</summary>
    public void CountFromNow()
    {
        _toTargetBase = _toTarget;
        _toClientBase = _toClient;
        CutIfReached();
    }

    /// <summary>Ends in order: both sides get the end of the stream, and what they still send is read and thrown away.</summary>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        _closing.SetResult();
        relay.Log($"{Name}: closed by a fault");
        ShutDown(client);
        if (_connected)
        {
            ShutDown(_target);
        }

        _ended.CancelAfter(DrainTime);
    }

    /// <summary>Ends with a reset of both sides.</summary>
    public void Reset(string why) => End(reset: true, why);

    private static void ShutDown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has ended it already.
        }
    }

    private async Task<bool> ConnectAsync()
    {
        try
        {
            await _target.ConnectAsync(relay.TargetHost, relay.TargetPort, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            relay.Change(() =>
            {
                if (e is SocketException && IsOpen)
                {
                    relay.CountUnreachable();
                    Reset("the target cannot be reached: " + e.Message);
                }
            });
            return false;
        }

        relay.Change(() =>
        {
            _connected = true;
            if (IsClosing && !_disposed)
            {
                ShutDown(_target);
            }
        });
        return true;
    }

    private async Task PumpAsync(Socket from, Socket to, RelayDirection direction)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                int count = await from.ReceiveAsync(buffer, _ended.Token).ConfigureAwait(false);
                await PassDelayAsync().ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                await PassAsync(to, buffer.AsMemory(0, count), direction).ConfigureAwait(false);
            }

            await PassHoleAsync(direction).ConfigureAwait(false);
            relay.Change(() =>
            {
                if (!_disposed)
                {
                    ShutDown(to);
                }
            });
        }
        catch (SocketException)
        {
            await ResetByPeerAsync(direction).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // This side has ended it.
        }
    }

    /// <summary>One of the peers has reset the connection; the other one gets a reset too, unless a black hole is before it.</summary>
    private async Task ResetByPeerAsync(RelayDirection direction)
    {
        try
        {
            await PassHoleAsync(direction).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // This side has ended it meanwhile.
        }

        relay.Change(() => End(reset: true, "reset by a peer"));
    }

    private async Task PassAsync(Socket to, ReadOnlyMemory<byte> bytes, RelayDirection direction)
    {
        while (bytes.Length > 0)
        {
            bool drops = false;
            int length = 0;
            Task changed = Task.CompletedTask;
            relay.Change(() =>
            {
                changed = relay.Faults.Changed;
                drops = IsClosing || relay.Faults.Dropped.HasFlag(direction);
                if (drops)
                {
                    length = bytes.Length;
                    relay.CountDropped(IsClosing ? 0 : length);
                    return;
                }

                // Reserved before it is written, so that both directions together never pass the byte of a cut.
                length = (int)Math.Min(bytes.Length, Allowed(direction));
                length = relay.Faults.ChunkSize > 0 ? Math.Min(length, relay.Faults.ChunkSize) : length;
                Add(direction, length);
                _writing += length > 0 ? 1 : 0;
            });
            if (length == 0)
            {
                await Task.WhenAny(changed, _closing.Task).WaitAsync(_ended.Token).ConfigureAwait(false);
                continue;
            }

            if (!drops)
            {
                await WriteAsync(to, bytes[..length], direction).ConfigureAwait(false);
            }

            bytes = bytes[length..];
        }
    }

    private async Task WriteAsync(Socket to, ReadOnlyMemory<byte> bytes, RelayDirection direction)
    {
        int length = bytes.Length;
        try
        {
            while (bytes.Length > 0)
            {
                int sent = await to.SendAsync(bytes, _ended.Token).ConfigureAwait(false);
                bytes = bytes[sent..];
            }
        }
        catch (SocketException)
        {
            // In an orderly close the sending side was closed meanwhile, and the reading goes on. Otherwise the peer has
            // reset the connection, which the other one learns the opposite way.
            if (!IsClosing)
            {
                await ResetByPeerAsync(direction ^ RelayDirection.Both).ConfigureAwait(false);
            }

            return;
        }

        relay.Change(() =>
        {
            _writing--;
            relay.CountWritten(direction, length);
            CutIfReached();
        });
    }

    /// <summary>Waits as long as the delay says, by its newest value.</summary>
    private async Task PassDelayAsync()
    {
        long since = Environment.TickCount64;
        while (true)
        {
            (Task changed, TimeSpan left) = relay.Read(() =>
                (relay.Faults.Changed, relay.Faults.Delay - TimeSpan.FromMilliseconds(Environment.TickCount64 - since)));
            if (left <= TimeSpan.Zero || IsClosing)
            {
                return;
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            await Task.WhenAny(changed, _closing.Task, Task.Delay(left, over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            _ended.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task PassHoleAsync(RelayDirection direction)
    {
        while (true)
        {
            (Task changed, bool drops) = relay.Read(() => (relay.Faults.Changed, relay.Faults.Dropped.HasFlag(direction)));
            if (!drops || IsClosing)
            {
                return;
            }

            await Task.WhenAny(changed, _closing.Task).WaitAsync(_ended.Token).ConfigureAwait(false);
        }
    }

    /// <summary>How many bytes may still go on before a cut.</summary>
    private long Allowed(RelayDirection direction) =>
        relay.Faults.Cutting is { } rule && rule.Direction.HasFlag(direction) ? Math.Max(0, rule.Bytes - Counted(rule)) : long.MaxValue;

    private long Counted(RelayFaults.CutRule rule) =>
        (rule.Direction.HasFlag(RelayDirection.ToTarget) ? _toTarget - _toTargetBase : 0)
        + (rule.Direction.HasFlag(RelayDirection.ToClient) ? _toClient - _toClientBase : 0);

    private void Add(RelayDirection direction, int count)
    {
        if (direction == RelayDirection.ToTarget)
        {
            _toTarget += count;
        }
        else
        {
            _toClient += count;
        }
    }

    private void CutIfReached()
    {
        // What the other direction is writing belongs to the bytes before the cut.
        if (!IsOpen || _writing > 0 || relay.Faults.Cutting is not { } rule || Counted(rule) < rule.Bytes)
        {
            return;
        }

        relay.Faults.Spend();
        if (rule.Reset)
        {
            Reset("reset by a fault");
        }
        else
        {
            Close();
        }
    }

    private void End(bool reset, string why)
    {
        if (_disposed)
        {
            return;
        }

        if (IsOpen)
        {
            relay.Log($"{Name}: {why}");
        }

        _disposed = true;
        relay.Remove(this);
        _ = _ended.CancelAsync(); // Not here: the loops would go on inside this call, under the gate.
        foreach (Socket socket in (Socket[])[client, _target])
        {
            if (reset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            socket.Dispose();
        }
    }
}
