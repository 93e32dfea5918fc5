namespace EspNet.Interop.Tests.Http.Support;

/// <summary>A stream that can be read once, forward.</summary>
internal sealed class ForwardStream(byte[] content) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }
}
