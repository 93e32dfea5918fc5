using System;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>
/// A transport with the engine on it, for either role: it moves bytes between the two and turns their failures into
/// <see cref="HttpException"/>. One thread uses it at a time; <see cref="Cancel"/> may come from any.
/// </summary>
internal sealed class HttpConnection
{
    private readonly ITransport _transport;
    private HttpWriter? _writer;
    private bool _isCancelled;

    /// <param name="transport">The transport.</param>
    /// <param name="reader">The engine that reads.</param>
    /// <param name="writer">The engine that writes; null when it is lent later.</param>
    internal HttpConnection(ITransport transport, HttpReader reader, HttpWriter? writer)
    {
        _transport = transport;
        Reader = reader;
        _writer = writer;
    }

    internal HttpReader Reader { get; }

    /// <summary>What is sent. A server's workers lend theirs to the connection that they serve.</summary>
    internal HttpWriter Writer
    {
        get => _writer ?? throw new InvalidOperationException("Nobody serves this connection.");
        set => _writer = value;
    }

    /// <summary>Bytes have come since this was last set to false.</summary>
    internal bool HasReceived { get; set; }

    /// <summary>Something failed: nothing more can be read or written.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>What comes any more is not waited for: the connection is not used again.</summary>
    internal void Fail() => IsBroken = true;

    /// <summary>Sends what the writer holds.</summary>
    internal void Flush()
    {
        int count = Writer.Count;
        if (count > 0)
        {
            Send(Writer.Buffer, 0, count);
            Writer.Clear();
        }
    }

    internal void Send(byte[] buffer, int offset, int count)
    {
        try
        {
            _transport.Write(buffer, offset, count);
        }
        catch (TransportException e)
        {
            throw Explain(e);
        }
    }

    /// <summary>Reads until the lines before a body are complete; false when they are not within the time.</summary>
    internal bool TryReadHeader(int timeoutMilliseconds)
    {
        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        int left = timeoutMilliseconds;
        while (true)
        {
            HttpReadResult result = Reader.ReadHeader();
            if (result == HttpReadResult.Complete)
            {
                return true;
            }

            if (result == HttpReadResult.Error)
            {
                throw Damaged();
            }

            int read = Receive(left < 0 ? 0 : left);
            if (read == Transport.TimedOut)
            {
                return false;
            }

            if (read == Transport.EndOfStream)
            {
                throw Incomplete(Reader.IsMidMessage && Reader.Buffered > 0
                    ? "The peer closed the connection in the middle of a header."
                    : "The peer closed the connection without an answer.");
            }

            left = (int)(deadline - MonotonicClock.Milliseconds);
        }
    }

    /// <summary>Reads what there is of the body, waiting for the first byte; 0 when it is complete.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Index of the first byte written.</param>
    /// <param name="count">The most bytes.</param>
    /// <param name="timeoutMilliseconds">The time.</param>
    /// <param name="option">The name of the option that the time is from.</param>
    internal int ReadBody(byte[] buffer, int offset, int count, int timeoutMilliseconds, string option)
    {
        while (true)
        {
            int read = Reader.ReadBody(buffer, offset, count);
            if (read > 0 || Reader.IsComplete)
            {
                return read;
            }

            if (Reader.Error != HttpProtocolError.None)
            {
                throw Damaged();
            }

            int direct = Reader.GetDirectCount(count);
            if (direct > 0)
            {
                read = Read(buffer, offset, direct, timeoutMilliseconds);
                if (read > 0)
                {
                    Reader.ReadDirectly(read);
                    return read;
                }
            }
            else
            {
                read = Receive(timeoutMilliseconds);
            }

            if (read == Transport.TimedOut)
            {
                IsBroken = true;
                throw new HttpException(HttpError.Timeout, $"Nothing of the body came for {timeoutMilliseconds} ms ({option}). What has come is not the whole.");
            }

            if (read == Transport.EndOfStream)
            {
                IsBroken = true;
                if (!Reader.EndOfInput())
                {
                    throw Incomplete("The peer closed the connection in the middle of the body. What has come is not the whole.");
                }

                return 0;
            }
        }
    }

    /// <summary>Reads into the reader's buffer.</summary>
    internal int Receive(int timeoutMilliseconds)
    {
        Reader.Reserve();
        int read = Read(Reader.Buffer, Reader.Position, Reader.Free, timeoutMilliseconds);
        if (read > 0)
        {
            Reader.Advance(read);
        }

        return read;
    }

    /// <summary>Reads away what comes until the peer closes, or the time is up. Nothing can be read afterwards.</summary>
    internal void Discard(int timeoutMilliseconds)
    {
        IsBroken = true;
        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        try
        {
            for (long left = timeoutMilliseconds; left > 0; left = deadline - MonotonicClock.Milliseconds)
            {
                if (_transport.Read(Reader.Buffer, 0, Reader.Buffer.Length, (int)left) <= 0)
                {
                    return;
                }
            }
        }
        catch (TransportException)
        {
            // The peer is gone, which is what was waited for.
        }
    }

    /// <summary>Whether a read would not wait.</summary>
    internal bool CanRead(int timeoutMilliseconds) => _transport.Poll(TransportPoll.Read, timeoutMilliseconds);

    /// <summary>Ends the connection so that what was written arrives.</summary>
    internal void Close() => _transport.Close();

    /// <summary>Ends the connection at once.</summary>
    internal void Abort() => _transport.Abort();

    /// <summary>From any thread: ends the connection, and the thread that uses it gets <see cref="HttpError.Cancelled"/>.</summary>
    internal void Cancel()
    {
        _isCancelled = true;
        _transport.Abort();
    }

    /// <summary>The transport with what has been received of another protocol.</summary>
    internal ITransport Upgrade() => new UpgradedTransport(_transport, Reader);

    private int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        try
        {
            int read = _transport.Read(buffer, offset, count, timeoutMilliseconds);
            if (read > 0)
            {
                HasReceived = true;
            }

            return read;
        }
        catch (TransportException e)
        {
            throw Explain(e);
        }
    }

    private HttpException Damaged()
    {
        IsBroken = true;
        return ProtocolErrors.ToException(Reader.Error);
    }

    private HttpException Incomplete(string message)
    {
        IsBroken = true;
        return new HttpException(HttpError.IncompleteMessage, message);
    }

    private HttpException Explain(TransportException cause)
    {
        IsBroken = true;
        return _isCancelled ? Cancelled(cause) : new HttpException(HttpError.Transport, cause.Message, cause);
    }

    internal static HttpException Cancelled(Exception? cause) =>
        new HttpException(HttpError.Cancelled, "The exchange was cancelled by this side.", cause);
}
