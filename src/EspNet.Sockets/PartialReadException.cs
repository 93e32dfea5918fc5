namespace EspNet.Sockets;

/// <summary>
/// A read of an exact number of bytes ended before all of them had come. What had come stands in the caller's buffer.
/// </summary>
public sealed class PartialReadException : TransportException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">
    /// <see cref="TransportError.TimedOut"/> or <see cref="TransportError.EndOfStream"/>.
    /// </param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="bytesRead">How many bytes had come.</param>
    public PartialReadException(TransportError error, string message, int bytesRead)
        : base(error, message)
    {
        BytesRead = bytesRead;
    }

    /// <summary>How many bytes had come: they stand in the buffer from the offset given on.</summary>
    public int BytesRead { get; }
}
