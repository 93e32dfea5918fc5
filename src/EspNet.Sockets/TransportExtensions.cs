using System;

namespace EspNet.Sockets;

/// <summary>What every transport can do with the few operations of <see cref="ITransport"/>.</summary>
public static class TransportExtensions
{
    /// <summary>
    /// Reads until the given number of bytes has come. A single read returns what has arrived, however much was asked
    /// for (FAQ, "Every time ESP32 attempts to read 4 KB of data with read and recv APIs in the socket, it can not always
    /// read the 4 KB of data. Why?").
    /// </summary>
    /// <param name="transport">The transport.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">How many bytes, 0 or more.</param>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds for all of them; 0 takes only what is there, <see cref="System.Threading.Timeout.Infinite"/> waits for
    /// ever.
    /// </param>
    /// <exception cref="PartialReadException">
    /// <see cref="TransportError.TimedOut"/>: they did not come in time, and reading may go on.
    /// <see cref="TransportError.EndOfStream"/>: the peer closed its side before. In both cases what has come is in the
    /// buffer.
    /// </exception>
    /// <exception cref="TransportException">The connection is gone.</exception>
    public static void ReadExactly(this ITransport transport, byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        Arguments.CheckTimeout(timeoutMilliseconds);
        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        int total = 0;
        while (total < count)
        {
            int wait = timeoutMilliseconds;
            if (total > 0 && timeoutMilliseconds > 0)
            {
                long left = deadline - MonotonicClock.Milliseconds;
                wait = left > 0 ? (int)left : 0;
            }

            int read = transport.Read(buffer, offset + total, count - total, wait);
            if (read == Transport.EndOfStream)
            {
                throw new PartialReadException(
                    TransportError.EndOfStream,
                    $"Reading failed: the peer closed its side after {total} of {count} bytes.",
                    total);
            }

            if (read == Transport.TimedOut)
            {
                throw new PartialReadException(
                    TransportError.TimedOut,
                    timeoutMilliseconds == 0
                        ? $"Reading failed: {total} of {count} bytes were there."
                        : $"Reading failed: {total} of {count} bytes came within {timeoutMilliseconds} ms. Read on for the rest, or close the connection.",
                    total);
            }

            total += read;
        }
    }

    /// <summary>Reads what is there and returns at once: the non-blocking read.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <param name="read">
    /// The number of bytes read. 0 means the peer has closed its side (<see cref="Transport.EndOfStream"/>) where the
    /// answer is true, and that nothing is there where it is false.
    /// </param>
    /// <returns>True when bytes, or the end, were there; false when nothing was.</returns>
    /// <exception cref="TransportException">The connection is gone.</exception>
    public static bool TryRead(this ITransport transport, byte[] buffer, int offset, int count, out int read)
    {
        int result = transport.Read(buffer, offset, count, 0);
        read = result == Transport.TimedOut ? 0 : result;
        return result != Transport.TimedOut;
    }

    /// <summary>Writes a whole array: <see cref="ITransport.Write"/> with its range.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="buffer">The bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is null.</exception>
    /// <exception cref="TransportException">Not all of it was written.</exception>
    public static void WriteAll(this ITransport transport, byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer, nameof(buffer));
        transport.Write(buffer, 0, buffer.Length);
    }
}
