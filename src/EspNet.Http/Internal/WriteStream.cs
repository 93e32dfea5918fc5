namespace EspNet.Http.Internal;

/// <summary>A body that is written. Disposing it does not end the body.</summary>
internal sealed class WriteStream : ContentStream
{
    private readonly IContentWriter _writer;

    internal WriteStream(IContentWriter writer)
    {
        _writer = writer;
    }

    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => _writer.Write(buffer, offset, count);

    public override void Flush() => _writer.Flush();
}
