using System;

namespace EspNet.Http;

internal sealed partial class ResponseStream
{
    /// <summary>The device's Stream wants it, and its span can only be filled byte by byte.</summary>
    public override int Read(SpanByte buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        int read = Read(bytes, 0, bytes.Length);
        for (int i = 0; i < read; i++)
        {
            buffer[i] = bytes[i];
        }

        return read;
    }
}
