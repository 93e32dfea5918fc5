namespace EspNet.Http.Internal;

/// <summary>Where a <see cref="WriteStream"/> writes.</summary>
internal interface IContentWriter
{
    void Write(byte[] buffer, int offset, int count);

    /// <summary>Sends what was written so far.</summary>
    void Flush();
}
