using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>Is told how far a download has come.</summary>
/// <param name="received">Bytes that are in the destination.</param>
/// <param name="total">Bytes of the whole; -1 while the server has not said.</param>
public delegate void HttpDownloadProgress(long received, long total);

/// <summary>Options of <see cref="EspHttpClient.Download(HttpRequest, System.IO.Stream, HttpDownloadOptions)"/>.</summary>
public sealed class HttpDownloadOptions
{
    /// <summary>Default of <see cref="MaximumResumes"/>: 10.</summary>
    public const int DefaultMaximumResumes = 10;

    /// <summary>Default of <see cref="BufferSize"/>: 2,048 bytes.</summary>
    public const int DefaultBufferSize = 2048;

    private int _maximumResumes = DefaultMaximumResumes;
    private int _bufferSize = DefaultBufferSize;
    private long _received;
    private string? _expectedSha256;

    /// <summary>
    /// How often in a row a cut is answered by asking for the rest, 0 to 1,000; default
    /// <see cref="DefaultMaximumResumes"/>. An attempt that brings bytes begins the count anew. Past it the last failure is
    /// thrown.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int MaximumResumes
    {
        get => _maximumResumes;
        set => _maximumResumes = OptionRange.Check(value, 0, 1000);
    }

    /// <summary>The pause before each further attempt; by default a random time whose bound doubles from 1 s to 120 s, and begins anew with bytes.</summary>
    public BackoffOptions Backoff { get; set; } = new BackoffOptions();

    /// <summary>Bytes of the buffer that the content passes through, 256 to 65,536; default <see cref="DefaultBufferSize"/>.</summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int BufferSize
    {
        get => _bufferSize;
        set => _bufferSize = OptionRange.Check(value, 256, 65_536);
    }

    /// <summary>
    /// Bytes that the destination holds already, from a download that ended before; default 0. They need their
    /// <see cref="Validator"/>, or <see cref="ExpectedSha256"/>.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is negative.</exception>
    public long Received
    {
        get => _received;
        set => _received = value >= 0 ? value : throw new System.ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>
    /// What told the version of <see cref="Received"/> (<see cref="HttpDownloadResult.Validator"/>): an entity tag with its
    /// quotes, or a Last-Modified date. Null, the default, when not known.
    /// </summary>
    public string? Validator { get; set; }

    /// <summary>
    /// The SHA-256 of the whole, 64 hex digits in any case; null, the default, checks none. With it a cut is answered even where
    /// the server names no version. On the device it takes its time, since every byte passes the interpreter.
    /// </summary>
    /// <exception cref="System.ArgumentException">The value is not 64 hex digits.</exception>
    public string? ExpectedSha256
    {
        get => _expectedSha256;
        set => _expectedSha256 = value is null || IsSha256(value)
            ? value
            : throw new System.ArgumentException("A SHA-256 is 64 hex digits.", nameof(value));
    }

    /// <summary>Is told of each piece; null, the default, for nobody. What it throws ends the download.</summary>
    public HttpDownloadProgress? Progress { get; set; }

    private static bool IsSha256(string text)
    {
        foreach (char digit in text.ToCharArray())
        {
            if (PercentEncoding.HexDigit(digit) < 0)
            {
                return false;
            }
        }

        return text.Length == 64;
    }
}
