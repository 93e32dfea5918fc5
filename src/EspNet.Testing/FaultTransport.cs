using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>
/// A transport over another one that fails as its <see cref="FaultPlan"/> says, to show how a client behaves on a bad
/// network. A cut is seen by both sides: here as if the peer had done it, and by the peer of the wrapped transport as if
/// this side had.
/// </summary>
public sealed class FaultTransport : IClientTransport
{
    private readonly object _lock = new object();
    private readonly object _writing = new object();
    private readonly ManualResetEvent _stopped = new ManualResetEvent(false);
    private readonly ITransport _inner;
    private readonly FaultPlan _plan;
    private readonly FaultReader _reader;
    private readonly WaitHandle[] _stoppedOrPassing;
    private long _bytesRead;
    private long _bytesWritten;
    private bool _closed;
    private bool _cut;
    private FaultCut _cutKind;

    /// <summary>Wraps a transport.</summary>
    /// <param name="inner">
    /// An <see cref="IClientTransport"/> that <see cref="Connect"/> will connect, or any transport that is connected
    /// already. It belongs to this one from here on.
    /// </param>
    /// <param name="plan">What goes wrong.</param>
    public FaultTransport(ITransport inner, FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(inner));
        ArgumentNullException.ThrowIfNull(plan, nameof(plan));
        _inner = inner;
        _plan = plan;
        _reader = new FaultReader(inner, plan);
        _stoppedOrPassing = [_stopped, plan.Passing];
    }

    /// <summary>Bytes read from this transport so far.</summary>
    public long BytesRead
    {
        get
        {
            lock (_lock)
            {
                return _bytesRead;
            }
        }
    }

    /// <summary>Bytes written to this transport so far, those that vanished included.</summary>
    public long BytesWritten
    {
        get
        {
            lock (_lock)
            {
                return _bytesWritten;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The wrapped transport is not an <see cref="IClientTransport"/>.</exception>
    public void Connect(string host, int port)
    {
        Arguments.CheckPeer(host, port);
        ThrowIfClosed("Connecting");
        if (_plan.RefuseConnect)
        {
            throw new TransportException(TransportError.Refused, $"Connecting to {host}:{port} failed: the fault plan refuses it.");
        }

        if (_plan.ConnectNeverAnswers)
        {
            Pause("Connecting", _plan.ConnectTimeout);
            throw new TransportException(TransportError.TimedOut, $"Connecting to {host}:{port} failed: the fault plan lets nobody answer.");
        }

        if (_inner is not IClientTransport client)
        {
            throw new InvalidOperationException("The wrapped transport cannot connect. Wrap an IClientTransport, or do not call Connect.");
        }

        client.Connect(host, port);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        Arguments.CheckTimeout(timeoutMilliseconds);
        Deadline deadline = new Deadline(timeoutMilliseconds);
        while (true)
        {
            try
            {
                CutIfDue();
                if (IsCut("Reading", out FaultCut kind))
                {
                    return kind == FaultCut.Close ? Transport.EndOfStream : throw ResetByPlan("Reading");
                }

                if (!WaitReadable("Reading", deadline))
                {
                    return Transport.TimedOut;
                }

                int read = _reader.Read(buffer, offset, Allowed(count, _plan.SplitReads, _plan.CutAfterRead, BytesRead));
                if (read != Transport.TimedOut)
                {
                    Pause("Reading", read > 0 ? _plan.ReadDelay : 0);
                    CountRead(read);
                    CutIfDue();
                    return read;
                }
            }
            catch (TransportException e) when (e.Error == TransportError.Closed && WasCut)
            {
                // The cut closed the wrapped transport under this read; the next round says so.
            }
        }
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        lock (_writing)
        {
            Pause("Writing", _plan.WriteDelay);
            while (true)
            {
                CutIfDue();
                if (count == 0)
                {
                    return;
                }

                if (IsCut("Writing", out _))
                {
                    throw ResetByPlan("Writing");
                }

                int part = Allowed(count, _plan.SplitWrites, _plan.CutAfterWritten, BytesWritten);
                WriteInner(buffer, offset, part);
                offset += part;
                count -= part;
            }
        }
    }

    /// <inheritdoc/>
    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        try
        {
            CutIfDue();
            if (mode == TransportPoll.Error)
            {
                return PollError(timeoutMilliseconds);
            }

            if (IsCut("Polling", out _))
            {
                return true;
            }

            return mode == TransportPoll.Read
                ? WaitReadable("Polling", new Deadline(timeoutMilliseconds))
                : _plan.BlackHole || _inner.Poll(TransportPoll.Write, timeoutMilliseconds);
        }
        catch (TransportException)
        {
            return true;
        }
    }

    /// <summary>Cuts the connection now, from any thread, whatever the plan says.</summary>
    /// <param name="kind">How.</param>
    public void CutNow(FaultCut kind)
    {
        lock (_lock)
        {
            if (_cut || _closed)
            {
                return;
            }

            _cut = true;
            _cutKind = kind;
        }

        if (kind == FaultCut.Close)
        {
            _inner.Close();
        }
        else
        {
            _inner.Abort();
        }

        _stopped.Set();
    }

    /// <inheritdoc/>
    public void Close()
    {
        MarkClosed();
        _inner.Close();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        MarkClosed();
        _inner.Abort();
    }

    /// <summary>Frees this transport and the wrapped one at once.</summary>
    public void Dispose()
    {
        MarkClosed();
        _inner.Dispose();
    }

    /// <summary>The plan's orderly close is the peer's, so it is no failure; in a black hole nothing is heard of one.</summary>
    private bool PollError(int timeoutMilliseconds)
    {
        bool failed = false;
        if (_plan.BlackHole)
        {
            new Deadline(timeoutMilliseconds).Wait(_stopped);
        }
        else
        {
            failed = _inner.Poll(TransportPoll.Error, timeoutMilliseconds);
        }

        return IsCut("Polling", out FaultCut kind) ? kind == FaultCut.Reset : failed;
    }

    private static TransportException ResetByPlan(string action) =>
        new TransportException(TransportError.Reset, $"{action} failed: the fault plan cut the connection.");

    /// <summary>The smallest of what is asked for, the plan's split and what is left before the cut.</summary>
    private static int Allowed(int count, int split, long limit, long done)
    {
        int allowed = split > 0 && split < count ? split : count;
        if (limit < 0 || limit - done >= allowed)
        {
            return allowed;
        }

        // At least 1, should the limit have been lowered since it was checked.
        return limit - done > 1 ? (int)(limit - done) : 1;
    }

    private void WriteInner(byte[] buffer, int offset, int count)
    {
        try
        {
            if (!_plan.BlackHole)
            {
                _inner.Write(buffer, offset, count);
            }
        }
        catch (TransportException e) when (e.Error == TransportError.Closed && WasCut)
        {
            throw ResetByPlan("Writing");
        }

        lock (_lock)
        {
            _bytesWritten += count;
        }
    }

    /// <summary>Waits for something to read, through black holes that begin and end meanwhile.</summary>
    private bool WaitReadable(string action, Deadline deadline)
    {
        while (true)
        {
            if (_plan.BlackHole && WaitHandle.WaitAny(_stoppedOrPassing, deadline.Left, false) == WaitHandle.WaitTimeout)
            {
                return false;
            }

            if (IsCut(action, out _))
            {
                return true;
            }

            if (!_reader.Wait(deadline))
            {
                return false;
            }

            if (!_plan.BlackHole)
            {
                return true;
            }
        }
    }

    /// <summary>Waits, unless the transport ends meanwhile.</summary>
    private void Pause(string action, int milliseconds)
    {
        if (milliseconds != 0 && _stopped.WaitOne(milliseconds, false))
        {
            ThrowIfClosed(action);
        }
    }

    private void CountRead(int read)
    {
        lock (_lock)
        {
            _bytesRead += read;
        }
    }

    private void CutIfDue()
    {
        bool due;
        lock (_lock)
        {
            due = IsReached(_plan.CutAfterRead, _bytesRead) || IsReached(_plan.CutAfterWritten, _bytesWritten);
        }

        if (due)
        {
            CutNow(_plan.Cut);
        }
    }

    private static bool IsReached(long limit, long done) => limit >= 0 && done >= limit;

    /// <summary>Cut by the plan and not closed by the user: the error of the wrapped transport is then not the truth.</summary>
    private bool WasCut
    {
        get
        {
            lock (_lock)
            {
                return _cut && !_closed;
            }
        }
    }

    private bool IsCut(string action, out FaultCut kind)
    {
        lock (_lock)
        {
            kind = _cutKind;
            if (!_closed)
            {
                return _cut;
            }
        }

        throw new TransportException(TransportError.Closed, $"{action} failed: this side closed the transport.");
    }

    private void ThrowIfClosed(string action) => IsCut(action, out _);

    private void MarkClosed()
    {
        lock (_lock)
        {
            _closed = true;
        }

        _stopped.Set();
    }
}
