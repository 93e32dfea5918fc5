using System;
using System.IO;

namespace EspNet.Http;

/// <summary>The body of a response, which gives the connection back when it is closed.</summary>
internal sealed partial class ResponseStream : Stream
{
    private readonly HttpResponse _response;

    internal ResponseStream(HttpResponse response)
    {
        _response = response;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    /// <exception cref="IOException">The body did not come, or not all of it. What streams throw, because that is what a reader of streams expects.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return count == 0 ? 0 : _response.Read(buffer, offset, count);
        }
        catch (HttpException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response.Dispose();
        }

        base.Dispose(disposing);
    }
}
