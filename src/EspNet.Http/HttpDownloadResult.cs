namespace EspNet.Http;

/// <summary>What a download that is complete has brought.</summary>
public sealed class HttpDownloadResult
{
    internal HttpDownloadResult(long length, int requests, string? validator, string? sha256)
    {
        Length = length;
        Requests = requests;
        Validator = validator;
        Sha256 = sha256;
    }

    /// <summary>Bytes of the whole.</summary>
    public long Length { get; }

    /// <summary>How many requests it took.</summary>
    public int Requests { get; }

    /// <summary>The version that was downloaded: a strong entity tag or a Last-Modified date; null when the server names none.</summary>
    public string? Validator { get; }

    /// <summary>The SHA-256 of the whole in lower case; null when none was expected.</summary>
    public string? Sha256 { get; }
}
