using System.IO;

namespace EspNet.Mqtt.Internal;

/// <summary>A payload that is read while it is sent, and again when it has to be sent again.</summary>
internal sealed class StreamBody
{
    private readonly object _lock = new object();
    private readonly Stream _stream;
    private readonly long _start;
    private readonly int _length;
    private bool _isStarted;
    private bool _isClosed;

    internal StreamBody(Stream stream, int length)
    {
        _stream = stream;
        _length = length;
        _start = stream.CanSeek ? stream.Position : 0;
    }

    /// <summary>Reads the next part; 0 when the stream ended early or is the caller's again.</summary>
    internal int Read(byte[] buffer, int remaining)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return 0;
            }

            if (remaining == _length)
            {
                if (_isStarted)
                {
                    _stream.Position = _start;
                }

                _isStarted = true;
            }

            return _stream.Read(buffer, 0, remaining < buffer.Length ? remaining : buffer.Length);
        }
    }

    /// <summary>The stream is the caller's again: a read in progress is awaited, and none follows.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }
}
