using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Testing;

/// <summary>
/// One end of a connection in memory, which behaves as TCP does: bounded buffers, so that a writer waits for a slow
/// reader; <see cref="Close"/> gives the peer what was written and then the end; <see cref="Abort"/> gives it a reset.
/// </summary>
public sealed class MemoryTransport : ITransport
{
    /// <summary>Default size of each direction's buffer: 5760 bytes, lwIP's default send buffer and window on ESP32.</summary>
    public const int DefaultCapacity = 5_760;

    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;
    private int _writeTimeout = TcpOptions.DefaultSendTimeout;

    private MemoryTransport(MemoryPipe incoming, MemoryPipe outgoing)
    {
        _incoming = incoming;
        _outgoing = outgoing;
    }

    /// <summary>
    /// The most milliseconds that a write waits while the peer reads nothing, at least 1, or
    /// <see cref="Timeout.Infinite"/>; default <see cref="TcpOptions.DefaultSendTimeout"/>. Past it the write fails with
    /// <see cref="TransportError.TimedOut"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or less than -1.</exception>
    public int WriteTimeout
    {
        get => _writeTimeout;
        set
        {
            if (value == 0 || value < Timeout.Infinite)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "Give 1 or more milliseconds, or Timeout.Infinite.");
            }

            _writeTimeout = value;
        }
    }

    /// <summary>Bytes that the peer has written and this side has not read.</summary>
    public int Unread => _incoming.Count;

    /// <summary>Makes two connected ends with buffers of <see cref="DefaultCapacity"/>.</summary>
    /// <param name="first">One end.</param>
    /// <param name="second">The other end.</param>
    public static void CreatePair(out MemoryTransport first, out MemoryTransport second) =>
        CreatePair(out first, out second, DefaultCapacity);

    /// <summary>Makes two connected ends.</summary>
    /// <param name="first">One end.</param>
    /// <param name="second">The other end.</param>
    /// <param name="capacity">Size of each direction's buffer in bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public static void CreatePair(out MemoryTransport first, out MemoryTransport second, int capacity)
    {
        if (capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), "Give at least 1 byte.");
        }

        MemoryPipe toFirst = new MemoryPipe(capacity);
        MemoryPipe toSecond = new MemoryPipe(capacity);
        first = new MemoryTransport(toFirst, toSecond);
        second = new MemoryTransport(toSecond, toFirst);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        Arguments.CheckTimeout(timeoutMilliseconds);
        return _incoming.Read(buffer, offset, count, timeoutMilliseconds);
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        _outgoing.Write(buffer, offset, count, _writeTimeout);
    }

    /// <inheritdoc/>
    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        return mode switch
        {
            TransportPoll.Read => _incoming.WaitReadable(timeoutMilliseconds),
            TransportPoll.Write => _outgoing.WaitWritable(timeoutMilliseconds),
            _ => _incoming.WaitFailed(timeoutMilliseconds),
        };
    }

    /// <inheritdoc/>
    public void Close()
    {
        _outgoing.CloseWriter();
        _incoming.CloseReader();
    }

    /// <inheritdoc/>
    /// <remarks>After <see cref="Close"/> it does nothing more, as with TCP: what was written then still arrives.</remarks>
    public void Abort()
    {
        _outgoing.Break();
        _incoming.CloseReader();
    }

    /// <summary>The same as <see cref="Abort"/>.</summary>
    public void Dispose() => Abort();
}
