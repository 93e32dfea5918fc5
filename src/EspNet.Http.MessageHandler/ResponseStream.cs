using System.IO;
using EspNet.Http.Internal;

namespace EspNet.Http;

/// <summary>The body of a response, which gives the connection back when it is closed.</summary>
internal sealed class ResponseStream : ContentStream
{
    private readonly HttpResponse _response;

    internal ResponseStream(HttpResponse response)
    {
        _response = response;
    }

    public override bool CanRead => true;

    /// <exception cref="IOException">The body did not come, or not all of it: what a reader of streams expects.</exception>
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response.Dispose();
        }

        base.Dispose(disposing);
    }
}
