using System;

namespace EspNet.Http.Protocol;

/// <summary>
/// Takes the body of one message after another out of what was received: by length, in chunks with what stands around them
/// (RFC 9112, section 7.1), or up to the end of the connection.
/// </summary>
internal sealed class BodyDecoder
{
    private readonly HttpLimits _limits;
    private readonly ReceiveBuffer _input;
    private readonly SectionScanner _scanner;
    private long _remaining;
    private int _chunkLineScanned;

    /// <param name="limits">The limits.</param>
    /// <param name="input">What was received.</param>
    /// <param name="scanner">Finds the end of a trailer. It is used for headers meanwhile.</param>
    internal BodyDecoder(HttpLimits limits, ReceiveBuffer input, SectionScanner scanner)
    {
        _limits = limits;
        _input = input;
        _scanner = scanner;
    }

    /// <summary>What is expected next.</summary>
    internal BodyState State { get; private set; }

    /// <summary>How the peer broke the protocol or a limit.</summary>
    internal HttpProtocolError Error { get; private set; }

    /// <summary>The fields after a chunked body; null when there are none.</summary>
    internal HttpReceivedFields? Trailers { get; private set; }

    private bool IsFraming => State == BodyState.ChunkSize || State == BodyState.ChunkEnd || State == BodyState.Trailer;

    /// <summary>There is no body to read: it has not begun, has ended, or belongs to another protocol.</summary>
    internal void Rest(BodyState state)
    {
        State = state;
        Error = HttpProtocolError.None;
        Trailers = null;
        _remaining = 0;
    }

    /// <summary>Begins a body.</summary>
    /// <param name="length">Bytes, <see cref="BodyFraming.Chunked"/> or <see cref="BodyFraming.UntilClose"/>.</param>
    internal void Begin(long length)
    {
        if (length == BodyFraming.Chunked)
        {
            BeginChunkLine();
        }
        else if (length == BodyFraming.UntilClose)
        {
            State = BodyState.UntilClose;
        }
        else
        {
            _remaining = length;
            State = length > 0 ? BodyState.Length : BodyState.Complete;
        }
    }

    internal int Read(byte[] buffer, int offset, int count)
    {
        int total = 0;
        while (total < count && HasData())
        {
            int take = count - total < _input.Count ? count - total : _input.Count;
            if (State != BodyState.UntilClose)
            {
                take = _remaining < take ? (int)_remaining : take;
            }

            total += _input.Take(buffer, offset + total, take);
            Taken(take);
        }

        if (total > 0 && IsFraming)
        {
            // The end of a body that has been read should not need another call.
            ReadFraming();
        }

        return total;
    }

    internal int GetDirectCount(int count)
    {
        if (_input.Count > 0 || count < _input.Bytes.Length / 2)
        {
            return 0;
        }

        switch (State)
        {
            case BodyState.UntilClose:
                return count;
            case BodyState.Length:
                return _remaining < count ? (int)_remaining : count;
            case BodyState.ChunkData:
                // A small rest of a chunk comes with the next one into the buffer, which is one receive instead of two.
                return _remaining >= count ? count : _remaining >= _input.Bytes.Length ? (int)_remaining : 0;
            default:
                return 0;
        }
    }

    internal bool EndOfInput()
    {
        if (State == BodyState.UntilClose)
        {
            _remaining = _input.Count;
            State = _remaining > 0 ? BodyState.Length : BodyState.Complete;
        }

        return State == BodyState.Complete || (State == BodyState.Length && _remaining <= _input.Count);
    }

    /// <summary>Reads framing until data of the body is next, and tells whether some is there.</summary>
    private bool HasData()
    {
        if (IsFraming)
        {
            ReadFraming();
        }

        return _input.Count > 0 && (State == BodyState.Length || State == BodyState.ChunkData || State == BodyState.UntilClose);
    }

    internal void Taken(int count)
    {
        if (State == BodyState.UntilClose)
        {
            return;
        }

        _remaining -= count;
        if (_remaining == 0)
        {
            State = State == BodyState.Length ? BodyState.Complete : BodyState.ChunkEnd;
        }
    }

    private void ReadFraming()
    {
        while (Error == HttpProtocolError.None)
        {
            bool isRead = State switch
            {
                BodyState.ChunkSize => ReadChunkLine(),
                BodyState.ChunkEnd => ReadChunkEnd(),
                BodyState.Trailer => ReadTrailer(),
                _ => false,
            };
            if (!isRead)
            {
                return;
            }
        }
    }

    private void BeginChunkLine()
    {
        State = BodyState.ChunkSize;
        _chunkLineScanned = 0;
    }

    private bool ReadChunkLine()
    {
        int lineFeed = _input.FindLineFeed(_input.Start + _chunkLineScanned);
        int length = lineFeed < 0 ? _input.Count : lineFeed + 1 - _input.Start;
        if (length > _limits.MaximumChunkLine || (lineFeed < 0 && length == _limits.MaximumChunkLine))
        {
            return Fail(HttpProtocolError.ChunkLineTooLong);
        }

        if (lineFeed < 0)
        {
            _chunkLineScanned = length;
            return false;
        }

        if (length < 2 || _input.Bytes[lineFeed - 1] != '\r')
        {
            return Fail(HttpProtocolError.BareLineBreak);
        }

        int size;
        HttpProtocolError error = ChunkLine.Parse(_input.Bytes, _input.Start, lineFeed - 1, _limits.MaximumChunkSize, out size);
        if (error != HttpProtocolError.None)
        {
            return Fail(error);
        }

        _input.Skip(length);
        _remaining = size;
        if (size > 0)
        {
            State = BodyState.ChunkData;
            return false;
        }

        State = BodyState.Trailer;
        _scanner.BeginTrailer();
        return true;
    }

    private bool ReadChunkEnd()
    {
        int count = _input.Count;
        byte[] bytes = _input.Bytes;
        if (count > 0 && (bytes[_input.Start] != '\r' || (count > 1 && bytes[_input.Start + 1] != '\n')))
        {
            return Fail(HttpProtocolError.BadChunkEnd);
        }

        if (count < 2)
        {
            return false;
        }

        _input.Skip(2);
        BeginChunkLine();
        return true;
    }

    private bool ReadTrailer()
    {
        HttpReadResult result = _scanner.Scan(_input);
        if (result == HttpReadResult.NeedMore)
        {
            return false;
        }

        if (result == HttpReadResult.Error)
        {
            return Fail(_scanner.Error);
        }

        if (_scanner.Fields > 0)
        {
            // Kept apart from the other fields: a trailer may not change how the message is understood (RFC 9110, section 6.5.1).
            HeaderParser trailer = new HeaderParser();
            if (!trailer.TryParseTrailer(_input, _scanner.Length, _scanner.Fields))
            {
                return Fail(trailer.Error);
            }

            Trailers = trailer.Fields;
        }

        _input.Skip(_scanner.Length);
        State = BodyState.Complete;
        return false;
    }

    private bool Fail(HttpProtocolError error)
    {
        Error = error;
        return false;
    }
}
