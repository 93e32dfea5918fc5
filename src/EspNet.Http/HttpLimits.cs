using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// How much of a message this side takes before it gives up with a typed error. Nothing here bounds a body, which is
/// streamed. The constants are the only place where the defaults stand.
/// </summary>
public sealed class HttpLimits
{
    /// <summary>Default of <see cref="MaximumStartLine"/>: 1,024 bytes.</summary>
    public const int DefaultMaximumStartLine = 1024;

    /// <summary>Default of <see cref="MaximumHeaderSize"/>: 4,096 bytes.</summary>
    public const int DefaultMaximumHeaderSize = 4096;

    /// <summary>Default of <see cref="MaximumFields"/>: 64.</summary>
    public const int DefaultMaximumFields = 64;

    /// <summary>Default of <see cref="MaximumChunkLine"/>: 256 bytes.</summary>
    public const int DefaultMaximumChunkLine = 256;

    /// <summary>Default of <see cref="MaximumChunkSize"/>: 2,147,483,647 bytes.</summary>
    public const int DefaultMaximumChunkSize = int.MaxValue;

    /// <summary>Default of <see cref="MaximumTrailerSize"/>: 1,024 bytes.</summary>
    public const int DefaultMaximumTrailerSize = 1024;

    /// <summary>Default of <see cref="MaximumInterimResponses"/>: 8.</summary>
    public const int DefaultMaximumInterimResponses = 8;

    private int _maximumStartLine = DefaultMaximumStartLine;
    private int _maximumHeaderSize = DefaultMaximumHeaderSize;
    private int _maximumFields = DefaultMaximumFields;
    private int _maximumChunkLine = DefaultMaximumChunkLine;
    private int _maximumChunkSize = DefaultMaximumChunkSize;
    private int _maximumTrailerSize = DefaultMaximumTrailerSize;
    private int _maximumInterimResponses = DefaultMaximumInterimResponses;

    /// <summary>
    /// Bytes of the request line or the status line with its line break, 64 to 8,192; default
    /// <see cref="DefaultMaximumStartLine"/>. Past it: <see cref="Protocol.HttpProtocolError.StartLineTooLong"/>; a server
    /// answers 414.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumStartLine
    {
        get => _maximumStartLine;
        set => _maximumStartLine = OptionRange.Check(value, 64, 8192);
    }

    /// <summary>
    /// Bytes of all lines before the body, 128 to 65,536; default <see cref="DefaultMaximumHeaderSize"/>. The buffer of a
    /// connection grows up to it when a peer sends so much. Past it:
    /// <see cref="Protocol.HttpProtocolError.HeaderTooLarge"/>; a server answers 431 (RFC 6585, section 5).
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumHeaderSize
    {
        get => _maximumHeaderSize;
        set => _maximumHeaderSize = OptionRange.Check(value, 128, 65_536);
    }

    /// <summary>
    /// Fields of one message, 1 to 1,024; default <see cref="DefaultMaximumFields"/>. Past it:
    /// <see cref="Protocol.HttpProtocolError.TooManyFields"/>; a server answers 431.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumFields
    {
        get => _maximumFields;
        set => _maximumFields = OptionRange.Check(value, 1, 1024);
    }

    /// <summary>
    /// Bytes of the line with a chunk's size and its extensions, 16 to 4,096; default <see cref="DefaultMaximumChunkLine"/>.
    /// Past it: <see cref="Protocol.HttpProtocolError.ChunkLineTooLong"/>. Extensions are read and ignored (RFC 9112,
    /// section 7.1.1).
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumChunkLine
    {
        get => _maximumChunkLine;
        set => _maximumChunkLine = OptionRange.Check(value, 16, 4096);
    }

    /// <summary>
    /// Bytes of one chunk, from 1 on; default <see cref="DefaultMaximumChunkSize"/>, because a large chunk costs no memory.
    /// Past it: <see cref="Protocol.HttpProtocolError.ChunkTooLarge"/>.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumChunkSize
    {
        get => _maximumChunkSize;
        set => _maximumChunkSize = OptionRange.Check(value, 1, int.MaxValue);
    }

    /// <summary>
    /// Bytes of the fields after the last chunk, 16 to 65,536; default <see cref="DefaultMaximumTrailerSize"/>. Past it:
    /// <see cref="Protocol.HttpProtocolError.TrailerTooLarge"/>.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumTrailerSize
    {
        get => _maximumTrailerSize;
        set => _maximumTrailerSize = OptionRange.Check(value, 16, 65_536);
    }

    /// <summary>
    /// Interim (1xx) responses before the final one, 0 to 100; default <see cref="DefaultMaximumInterimResponses"/>. Past
    /// it: <see cref="Protocol.HttpProtocolError.TooManyInterimResponses"/>.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumInterimResponses
    {
        get => _maximumInterimResponses;
        set => _maximumInterimResponses = OptionRange.Check(value, 0, 100);
    }

    /// <summary>The largest piece that must stand in a buffer in one go.</summary>
    internal int LargestSection
    {
        get
        {
            int largest = _maximumHeaderSize;
            if (_maximumTrailerSize > largest)
            {
                largest = _maximumTrailerSize;
            }

            return _maximumChunkLine > largest ? _maximumChunkLine : largest;
        }
    }
}
