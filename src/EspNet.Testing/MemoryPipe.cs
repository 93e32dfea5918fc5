using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>
/// One direction of a connection in memory: a bounded ring of bytes between a writing and a reading side. The
/// events always say what holds now and are only changed under the lock, so that no wake-up can be lost however many
/// threads wait.
/// </summary>
internal sealed class MemoryPipe
{
    private readonly object _lock = new object();
    private readonly object _writing = new object();
    private readonly ManualResetEvent _readable = new ManualResetEvent(false);
    private readonly ManualResetEvent _roomy = new ManualResetEvent(true);
    private readonly ManualResetEvent _writable = new ManualResetEvent(true);
    private readonly ManualResetEvent _failed = new ManualResetEvent(false);
    private readonly byte[] _ring;
    private int _start;
    private int _count;
    private bool _writerClosed;
    private bool _readerClosed;
    private bool _broken;

    internal MemoryPipe(int capacity)
    {
        _ring = new byte[capacity];
    }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    internal int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Deadline deadline = new Deadline(timeoutMilliseconds);
        while (true)
        {
            lock (_lock)
            {
                if (_readerClosed)
                {
                    throw new TransportException(TransportError.Closed, "Reading failed: this side closed the transport.");
                }

                if (_broken)
                {
                    throw new TransportException(TransportError.Reset, "Reading failed: the peer aborted the connection.");
                }

                if (_count > 0)
                {
                    int read = Take(buffer, offset, count);
                    ShowState();
                    return read;
                }

                if (_writerClosed)
                {
                    return Transport.EndOfStream;
                }
            }

            if (!deadline.Wait(_readable))
            {
                return Transport.TimedOut;
            }
        }
    }

    /// <summary>Writes all of it, waiting while the ring is full. The time counts anew whenever the reader takes something.</summary>
    internal void Write(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        lock (_writing)
        {
            WriteAlone(buffer, offset, count, timeoutMilliseconds);
        }
    }

    internal bool WaitReadable(int timeoutMilliseconds) => new Deadline(timeoutMilliseconds).Wait(_readable);

    internal bool WaitWritable(int timeoutMilliseconds) => new Deadline(timeoutMilliseconds).Wait(_writable);

    internal bool WaitFailed(int timeoutMilliseconds) => new Deadline(timeoutMilliseconds).Wait(_failed);

    /// <summary>The writing side is done: the reader gets what is there, then the end.</summary>
    internal void CloseWriter()
    {
        lock (_lock)
        {
            _writerClosed = true;
            ShowState();
        }
    }

    /// <summary>The writing side broke the connection: what is there is lost.</summary>
    internal void Break()
    {
        lock (_lock)
        {
            // A side that has closed has nothing left to break.
            _broken = _broken || !_writerClosed;
            _writerClosed = true;
            ShowState();
        }
    }

    /// <summary>The reading side is gone: writes fail.</summary>
    internal void CloseReader()
    {
        lock (_lock)
        {
            _readerClosed = true;
            ShowState();
        }
    }

    private void WriteAlone(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Deadline deadline = new Deadline(timeoutMilliseconds);
        while (true)
        {
            lock (_lock)
            {
                CheckWritable();
                if (count <= _ring.Length - _count)
                {
                    Put(buffer, offset, count);
                    ShowState();
                    return;
                }

                int room = _ring.Length - _count;
                if (room > 0)
                {
                    Put(buffer, offset, room);
                    ShowState();
                    offset += room;
                    count -= room;
                    deadline = new Deadline(timeoutMilliseconds);
                }
            }

            if (!deadline.Wait(_roomy))
            {
                throw new TransportException(TransportError.TimedOut, "Writing failed: the peer did not read in time.");
            }
        }
    }

    private void CheckWritable()
    {
        if (_writerClosed)
        {
            throw new TransportException(TransportError.Closed, "Writing failed: this side closed the transport.");
        }

        if (_readerClosed)
        {
            throw new TransportException(TransportError.Reset, "Writing failed: the peer closed the connection.");
        }
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        int read = count < _count ? count : _count;
        int untilEnd = _ring.Length - _start;
        int first = read < untilEnd ? read : untilEnd;
        Array.Copy(_ring, _start, buffer, offset, first);
        Array.Copy(_ring, 0, buffer, offset + first, read - first);
        _count -= read;
        _start = (_start + read) % _ring.Length;
        return read;
    }

    private void Put(byte[] buffer, int offset, int count)
    {
        int end = (_start + _count) % _ring.Length;
        int untilEnd = _ring.Length - end;
        int first = count < untilEnd ? count : untilEnd;
        Array.Copy(buffer, offset, _ring, end, first);
        Array.Copy(buffer, offset + first, _ring, 0, count - first);
        _count += count;
    }

    private void ShowState()
    {
        int room = _ring.Length - _count;
        bool isClosed = _writerClosed || _readerClosed;
        Show(_readable, _count > 0 || isClosed);
        Show(_roomy, room > 0 || isClosed);
        Show(_writable, room >= Transport.WritableBytes || room == _ring.Length || isClosed);
        Show(_failed, _broken || _readerClosed);
    }

    private static void Show(ManualResetEvent state, bool holds)
    {
        if (holds)
        {
            state.Set();
        }
        else
        {
            state.Reset();
        }
    }
}
