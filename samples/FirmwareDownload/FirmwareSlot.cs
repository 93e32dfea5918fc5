using System;
using System.IO;

namespace FirmwareDownload;

/// <summary>
/// Stands for the flash that a firmware goes to: it is written from the beginning to the end, once. Put the code that writes
/// your partition into <see cref="Write"/>.
/// </summary>
internal sealed partial class FirmwareSlot : Stream
{
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _length += count;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
