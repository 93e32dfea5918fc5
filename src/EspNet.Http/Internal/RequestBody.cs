using System.IO;

namespace EspNet.Http.Internal;

/// <summary>A body that can be sent when its turn comes: bytes, a stream, or who writes it.</summary>
internal sealed class RequestBody
{
    private readonly byte[]? _bytes;
    private readonly int _offset;
    private readonly HttpBodyWriter? _writer;
    private readonly Stream? _stream;
    private readonly long _start;
    private bool _isSpent;

    internal RequestBody(byte[] bytes, int offset, int count)
    {
        _bytes = bytes;
        _offset = offset;
        Length = count;
    }

    internal RequestBody(Stream stream, long length)
    {
        _stream = stream;
        Length = length;
        _start = stream.CanSeek ? stream.Position : 0;
    }

    internal RequestBody(HttpBodyWriter writer, long length)
    {
        _writer = writer;
        Length = length;
    }

    /// <summary>Bytes, or <see cref="BodyWriter.Chunked"/>.</summary>
    internal long Length { get; }

    /// <summary>Whether it can be sent, once more if it was sent already.</summary>
    internal bool CanSend => _stream is null || !_isSpent || _stream.CanSeek;

    /// <summary>Sends all of it.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="pieceSize">Bytes of the pieces in which a stream is read.</param>
    internal void Send(BodyWriter writer, int pieceSize)
    {
        if (_writer is not null)
        {
            _writer(new WriteStream(writer));
            return;
        }

        if (_stream is null)
        {
            writer.Write(_bytes!, _offset, (int)Length);
            return;
        }

        if (_isSpent)
        {
            _stream.Position = _start;
        }

        _isSpent = true;
        byte[] piece = new byte[pieceSize];
        long left = Length < 0 ? long.MaxValue : Length;
        while (left > 0)
        {
            int read = _stream.Read(piece, 0, left < pieceSize ? (int)left : pieceSize);
            if (read <= 0)
            {
                return;
            }

            writer.Write(piece, 0, read);
            left -= read;
        }
    }
}
