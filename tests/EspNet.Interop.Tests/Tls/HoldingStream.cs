namespace EspNet.Interop.Tests.Tls;

/// <summary>A stream of which the test can hold the end of a write back, as a network does that delivers half of it now.</summary>
internal sealed class HoldingStream(Stream inner) : Stream
{
    private byte[] _held = [];
    private int _letThrough = int.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Of the next write only so many bytes go on.</summary>
    internal void HoldBackAfter(int count) => _letThrough = count;

    /// <summary>What was held back goes on.</summary>
    internal void Release()
    {
        Assert.IsNotEmpty(_held, "Nothing was held back.");
        inner.Write(_held);
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int now = Math.Min(buffer.Length, _letThrough);
        _held = buffer[now..].ToArray();
        _letThrough = int.MaxValue;
        inner.Write(buffer[..now]);
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
