namespace EspNet.Http.Internal;

/// <summary>A body that is read.</summary>
internal sealed class ReadStream : ContentStream
{
    private readonly IContentReader _reader;

    internal ReadStream(IContentReader reader)
    {
        _reader = reader;
    }

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count) => count == 0 ? 0 : _reader.Read(buffer, offset, count);
}
