namespace EspNet.Http.Internal;

/// <summary>Where a <see cref="ReadStream"/> reads.</summary>
internal interface IContentReader
{
    /// <summary>Reads what is there, waiting for the first byte; 0 at the end of the body, which is complete then.</summary>
    int Read(byte[] buffer, int offset, int count);
}
