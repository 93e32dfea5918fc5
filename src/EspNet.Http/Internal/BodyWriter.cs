using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>Frames a body and sends it: each piece at once, the first one together with the header that waits in the buffer.</summary>
internal sealed class BodyWriter : IContentWriter
{
    /// <summary>The length of a chunked body.</summary>
    internal const long Chunked = -1;

    /// <summary>The length of a body that ends with the connection.</summary>
    internal const long UntilClose = -2;

    // "0", and two line breaks.
    private const int LastChunkSize = 5;

    private readonly HttpConnection _connection;
    private readonly Limit? _limit;
    private readonly long _length;
    private long _remaining;

    internal BodyWriter(HttpConnection connection, long length)
        : this(connection, length, null)
    {
    }

    /// <param name="connection">Where it goes.</param>
    /// <param name="length">Bytes, <see cref="Chunked"/> or <see cref="UntilClose"/>.</param>
    /// <param name="limit">The time for the whole, looked at before each piece; null for none.</param>
    internal BodyWriter(HttpConnection connection, long length, Limit? limit)
    {
        _limit = limit;
        _connection = connection;
        _length = length;
        _remaining = length;
    }

    /// <summary>Bytes of the body that were sent.</summary>
    internal long Sent { get; private set; }

    public void Write(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return;
        }

        _limit?.Check();
        if (_length == Chunked)
        {
            WriteChunks(buffer, offset, count);
        }
        else
        {
            if (_length >= 0)
            {
                if (count > _remaining)
                {
                    throw new HttpException(
                        HttpError.InvalidMessage,
                        $"The body was announced with {_length} bytes, and more is written. Announce the right length, or send it chunked.");
                }

                _remaining -= count;
            }

            WritePlain(buffer, offset, count);
        }

        Sent += count;
    }

    public void Flush()
    {
        // Nothing waits: each write is sent.
    }

    /// <summary>Ends the body.</summary>
    internal void Finish(HttpFields? trailers)
    {
        HttpWriter writer = _connection.Writer;
        if (_length == Chunked)
        {
            if (writer.Buffer.Length - writer.Count < LastChunkSize)
            {
                _connection.Flush();
            }

            writer.AppendLastChunk(trailers);
        }
        else if (_remaining > 0)
        {
            throw new HttpException(
                HttpError.InvalidMessage,
                $"The body was announced with {_length} bytes, and {_length - _remaining} were written. Write the rest, or send it chunked.");
        }

        _connection.Flush();
    }

    private void WriteChunks(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int taken = _connection.Writer.AppendChunk(buffer, offset, count);
            _connection.Flush();
            offset += taken;
            count -= taken;
        }
    }

    private void WritePlain(byte[] buffer, int offset, int count)
    {
        bool fits = _connection.Writer.TryAppend(buffer, offset, count);
        _connection.Flush();
        if (!fits)
        {
            _connection.Send(buffer, offset, count);
        }
    }
}
