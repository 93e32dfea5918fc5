using System;
using System.IO;

namespace EspNet.Http.Internal;

internal abstract partial class ContentStream
{
    /// <summary>The device's Stream wants it, and its span can only be filled byte by byte or from an array.</summary>
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
