namespace EspNet.Bench.Web;

/// <summary>An upload that came to its end.</summary>
/// <param name="Bytes">How many bytes it had.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hex.</param>
/// <param name="IsChunked">It was chunked.</param>
public sealed record WebUpload(long Bytes, string Sha256, bool IsChunked);
