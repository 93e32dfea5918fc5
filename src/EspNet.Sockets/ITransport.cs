using System;

namespace EspNet.Sockets;

/// <summary>
/// A reliable stream of bytes in both directions: the whole platform of a protocol client. One thread reads and one
/// thread writes at a time (they may be the same); <see cref="Abort"/> may be called from any thread.
/// </summary>
public interface ITransport : IDisposable
{
    /// <summary>Reads what is there, waiting for the first byte no longer than the time given.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds; 0 returns at once, <see cref="System.Threading.Timeout.Infinite"/> waits for ever.
    /// </param>
    /// <returns>
    /// The number of bytes read (more than 0, perhaps fewer than <paramref name="count"/>),
    /// <see cref="Transport.EndOfStream"/> (0) when the peer closed its side, or
    /// <see cref="Transport.TimedOut"/> (-1) when nothing arrived within the time.
    /// </returns>
    /// <exception cref="TransportException">The connection is gone; <see cref="TransportException.Error"/> says why.</exception>
    int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds);

    /// <summary>
    /// Writes all of it, in as few sends as the platform allows. Returns when the bytes are handed to the network,
    /// which is before the peer has them.
    /// </summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">How many; 0 does nothing.</param>
    /// <exception cref="TransportException">
    /// Not all of it was written: <see cref="TransportError.TimedOut"/> when the peer took nothing for the send time,
    /// otherwise the connection is gone. How much was written is unknown, so the transport can no longer be used to
    /// write and should be aborted.
    /// </exception>
    void Write(byte[] buffer, int offset, int count);

    /// <summary>Waits until a read or a write would not wait, or until the transport has failed.</summary>
    /// <param name="mode">What to wait for.</param>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds; 0 returns at once, <see cref="System.Threading.Timeout.Infinite"/> waits for ever.
    /// </param>
    /// <returns>
    /// True when the call would not wait, which includes that it would fail at once because the connection is gone or
    /// this side closed it; false when the time ran out.
    /// </returns>
    bool Poll(TransportPoll mode, int timeoutMilliseconds);

    /// <summary>
    /// Ends the connection so that what was written still arrives. May wait a bounded time for the peer. Never throws;
    /// may be called more than once, and so is closing what was never connected.
    /// </summary>
    void Close();

    /// <summary>
    /// Ends the connection at once: what was written may be lost and the peer sees a reset, from lwIP only a close where
    /// everything has been sent. From any thread; a read,
    /// write, poll or connect that waits in another thread ends with <see cref="TransportError.Closed"/>. Never
    /// throws; may be called more than once.
    /// </summary>
    void Abort();
}
