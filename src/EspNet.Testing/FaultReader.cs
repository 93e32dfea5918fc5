using System;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>The reading of a <see cref="FaultTransport"/>: holds bytes back until enough have come together.</summary>
internal sealed class FaultReader
{
    private readonly ITransport _inner;
    private readonly FaultPlan _plan;
    private byte[] _held = [];
    private int _start;
    private int _count;
    private long _heldSince;
    private bool _ended;

    internal FaultReader(ITransport inner, FaultPlan plan)
    {
        _inner = inner;
        _plan = plan;
    }

    /// <summary>Waits until <see cref="Read"/> has something to say: bytes, the end or an error.</summary>
    internal bool Wait(Deadline deadline)
    {
        while (true)
        {
            int wanted = _plan.CoalesceReads;
            if (wanted == 0)
            {
                return _count > 0 || _inner.Poll(TransportPoll.Read, deadline.Left);
            }

            long holdLeft = _count > 0 ? _heldSince + _plan.CoalesceTime - MonotonicClock.Milliseconds : -1;
            if (_ended || _count >= wanted || (_count > 0 && holdLeft <= 0))
            {
                return true;
            }

            int left = deadline.LeftWithin((int)holdLeft);
            if (_inner.Poll(TransportPoll.Read, left))
            {
                Hold(wanted);
            }
            else if (deadline.Left == 0)
            {
                return false;
            }
        }
    }

    /// <summary>What is held, or else what the wrapped transport has at once.</summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        if (_count == 0)
        {
            return _inner.Read(buffer, offset, count, 0);
        }

        int read = count < _count ? count : _count;
        Array.Copy(_held, _start, buffer, offset, read);
        _start += read;
        _count -= read;
        return read;
    }

    private void Hold(int wanted)
    {
        _start = _count == 0 ? 0 : _start;
        if (_held.Length - _start < wanted)
        {
            byte[] larger = new byte[wanted];
            Array.Copy(_held, _start, larger, 0, _count);
            _held = larger;
            _start = 0;
        }

        try
        {
            int read = _inner.Read(_held, _start + _count, wanted - _count, 0);
            if (read == Transport.EndOfStream)
            {
                _ended = true;
            }
            else if (read > 0)
            {
                _heldSince = _count == 0 ? MonotonicClock.Milliseconds : _heldSince;
                _count += read;
            }
        }
        catch (TransportException)
        {
            // What came before it is handed out first; the read after that meets the error again.
            _ended = true;
        }
    }
}
