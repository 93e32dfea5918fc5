using System;
using System.Text;

namespace EspNet.Http.Protocol;

/// <summary>
/// Writes messages into one buffer, which the caller sends and clears (RFC 9112). It knows no socket. Lines and a small body
/// meet in the buffer, so that they leave in one send.
/// </summary>
public sealed class HttpWriter
{
    /// <summary>The most bytes that the lines before a body, or those after a chunked one, may take: 8,192.</summary>
    public const int MaximumHeaderSize = 8192;

    // The size in hex, and two line breaks.
    private const int ChunkOverhead = 4 + 2 + 2;
    private const int LargestChunk = 0xFFFF;

    private byte[] _buffer;

    // Where the lines begin that are being written: what stands before them does not count for their limit.
    private int _section;

    /// <summary>Makes a writer.</summary>
    /// <param name="bufferSize">Bytes of the buffer, 64 to 65,536. It grows when the lines before a body need it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range.</exception>
    public HttpWriter(int bufferSize)
    {
        if (bufferSize < 64 || bufferSize > 65_536)
        {
            throw new ArgumentOutOfRangeException(nameof(bufferSize));
        }

        _buffer = new byte[bufferSize];
    }

    /// <summary>The bytes to send, from index 0 on.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>How many bytes there are to send.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes have been sent.</summary>
    public void Clear()
    {
        Count = 0;
        _section = 0;
    }

    /// <summary>Begins a request.</summary>
    /// <param name="method">A token.</param>
    /// <param name="target">The target: ASCII without blanks, control characters and fragment.</param>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: method or target cannot be sent.</exception>
    public void BeginRequest(string method, string target)
    {
        if (!FieldText.IsToken(method))
        {
            throw new HttpException(HttpError.InvalidMessage, $"\"{method}\" cannot be a method.");
        }

        if (!FieldText.IsTarget(target))
        {
            throw new HttpException(
                HttpError.InvalidMessage,
                "The target of a request is empty, or holds a blank, a control character, a # or what is not ASCII. Encode it by percent.");
        }

        _section = Count;
        Append(method);
        Append(" ");
        Append(target);
        Append(" HTTP/1.1\r\n");
    }

    /// <summary>Begins a response.</summary>
    /// <param name="statusCode">100 to 999.</param>
    /// <param name="reason">The reason, which may be empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code is outside its range.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: the reason holds a control character.</exception>
    public void BeginResponse(int statusCode, string reason)
    {
        if (statusCode < 100 || statusCode > 999)
        {
            throw new ArgumentOutOfRangeException(nameof(statusCode));
        }

        if (!FieldText.IsValue(reason))
        {
            throw new HttpException(HttpError.InvalidMessage, "The reason of a response holds a control character.");
        }

        _section = Count;
        Append("HTTP/1.1 ");
        Append(statusCode.ToString());
        Append(" ");
        Append(reason);
        Append("\r\n");
    }

    /// <summary>Adds a field that is known to be in order.</summary>
    internal void AddField(string name, string value)
    {
        Append(name);
        Append(": ");
        Append(value);
        Append("\r\n");
    }

    /// <summary>Adds fields.</summary>
    /// <param name="fields">The fields, which were checked when they were set.</param>
    public void AddFields(HttpFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields, nameof(fields));
        for (int i = 0; i < fields.Count; i++)
        {
            AddField(fields.GetName(i), fields.GetValue(i));
        }
    }

    /// <summary>Announces how long the body is.</summary>
    /// <param name="length">Bytes, 0 or more.</param>
    public void AddContentLength(long length) => AddField("Content-Length", length.ToString());

    /// <summary>Announces that the body is chunked.</summary>
    public void AddChunked() => Append("Transfer-Encoding: chunked\r\n");

    /// <summary>Ends the lines before the body.</summary>
    public void EndHeader() => Append("\r\n");

    /// <summary>Adds a piece of a body that is not chunked, if all of it fits.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first one.</param>
    /// <param name="count">How many.</param>
    /// <returns>False when it does not fit: send and clear what there is, then send the piece itself.</returns>
    public bool TryAppend(byte[] data, int offset, int count)
    {
        if (count > _buffer.Length - Count)
        {
            return false;
        }

        Array.Copy(data, offset, _buffer, Count, count);
        Count += count;
        return true;
    }

    /// <summary>Adds a chunk with as much as fits.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="offset">Index of the first one.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>How many bytes are in the chunk; 0 when there is no room: send and clear what there is.</returns>
    public int AppendChunk(byte[] data, int offset, int count)
    {
        int room = _buffer.Length - Count - ChunkOverhead;
        int size = count < room ? count : room;
        if (size <= 0)
        {
            return 0;
        }

        size = size < LargestChunk ? size : LargestChunk;
        AppendHex(size);
        Array.Copy(data, offset, _buffer, Count, size);
        Count += size;
        AppendLineBreak();
        return size;
    }

    /// <summary>Ends a chunked body.</summary>
    /// <param name="trailers">The fields after it; null for none.</param>
    public void AppendLastChunk(HttpFields? trailers)
    {
        _section = Count;
        Append("0\r\n");
        if (trailers is not null)
        {
            AddFields(trailers);
        }

        Append("\r\n");
    }

    private void AppendHex(int value)
    {
        int shift = value > 0xFFF ? 12 : value > 0xFF ? 8 : value > 0xF ? 4 : 0;
        for (; shift >= 0; shift -= 4)
        {
            int digit = (value >> shift) & 0xF;
            _buffer[Count++] = (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
        }

        AppendLineBreak();
    }

    private void AppendLineBreak()
    {
        _buffer[Count] = (byte)'\r';
        _buffer[Count + 1] = (byte)'\n';
        Count += 2;
    }

    private void Append(string text)
    {
        int length = text.Length;
        MakeRoom(length);

        // A character is one byte of UTF-8 or more; what is not ASCII is rare enough to be encoded by itself.
        if (length * 3 <= _buffer.Length - Count)
        {
            Count += Encoding.UTF8.GetBytes(text, 0, length, _buffer, Count);
            return;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        MakeRoom(bytes.Length);
        Array.Copy(bytes, 0, _buffer, Count, bytes.Length);
        Count += bytes.Length;
    }

    private void MakeRoom(int room)
    {
        if (room > MaximumHeaderSize - (Count - _section))
        {
            throw new HttpException(
                HttpError.InvalidMessage,
                $"The target and fields of the message take more than {MaximumHeaderSize} bytes. Move what is long into the body.");
        }

        int size = _buffer.Length;
        if (room <= size - Count)
        {
            return;
        }

        while (size < Count + room)
        {
            size *= 2;
        }

        byte[] larger = new byte[size];
        Array.Copy(_buffer, 0, larger, 0, Count);
        _buffer = larger;
    }
}
