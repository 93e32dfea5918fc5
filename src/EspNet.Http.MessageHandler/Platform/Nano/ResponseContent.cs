using System.IO;
using System.Net.Http;

namespace EspNet.Http;

/// <summary>The content of a response: streamed, and with the length that the server announced.</summary>
internal sealed class ResponseContent : HttpContent
{
    private const int BufferSize = 1024;

    private readonly ResponseStream _stream;
    private readonly long _length;
    private bool _isCopied;

    internal ResponseContent(HttpResponse response)
    {
        _stream = new ResponseStream(response);
        _length = response.ContentLength;
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return _length >= 0;
    }

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream)
    {
        _isCopied = true;
        byte[] buffer = new byte[BufferSize];
        for (int read = _stream.Read(buffer, 0, BufferSize); read > 0; read = _stream.Read(buffer, 0, BufferSize))
        {
            stream.Write(buffer, 0, read);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where the content was read into memory before, it is read from there.</remarks>
    protected override Stream CreateContentReadStream() => _isCopied ? base.CreateContentReadStream() : _stream;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
