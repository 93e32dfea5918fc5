namespace EspNet.Http.Protocol;

/// <summary>What a fault of the peer is called in an exception, and what to do about it.</summary>
internal static class ProtocolErrors
{
    internal static HttpException ToException(HttpProtocolError error)
    {
        string? limit = LimitOf(error);
        return limit is not null
            ? new HttpException(
                HttpError.TooLarge,
                $"What the peer sent is larger than this side takes. Raise HttpLimits.{limit} if it is meant to be.",
                error)
            : new HttpException(HttpError.Protocol, $"The peer broke HTTP/1.1: {Describe(error)}. The connection is closed.", error);
    }

    /// <summary>The option behind an error that is about size; null for the others.</summary>
    internal static string? LimitOf(HttpProtocolError error) => error switch
    {
        HttpProtocolError.StartLineTooLong => nameof(HttpLimits.MaximumStartLine),
        HttpProtocolError.HeaderTooLarge => nameof(HttpLimits.MaximumHeaderSize),
        HttpProtocolError.TooManyFields => nameof(HttpLimits.MaximumFields),
        HttpProtocolError.ChunkLineTooLong => nameof(HttpLimits.MaximumChunkLine),
        HttpProtocolError.ChunkTooLarge => nameof(HttpLimits.MaximumChunkSize),
        HttpProtocolError.TrailerTooLarge => nameof(HttpLimits.MaximumTrailerSize),
        HttpProtocolError.TooManyInterimResponses => nameof(HttpLimits.MaximumInterimResponses),
        _ => null,
    };

    private static string Describe(HttpProtocolError error) => error switch
    {
        HttpProtocolError.BadRequestLine => "a bad request line",
        HttpProtocolError.BadStatusLine => "a bad status line, as from something that is not a web server",
        HttpProtocolError.UnsupportedVersion => "a version that is not HTTP/1",
        HttpProtocolError.BadFieldName => "a bad name of a field",
        HttpProtocolError.BadFieldValue => "a control character in the header",
        HttpProtocolError.LineFolding => "a field folded over two lines",
        HttpProtocolError.BareLineBreak => "a line that does not end with CR LF",
        HttpProtocolError.BadContentLength => "a bad Content-Length, or different ones",
        HttpProtocolError.AmbiguousLength => "Content-Length beside Transfer-Encoding",
        HttpProtocolError.UnsupportedTransferCoding => "a transfer coding other than chunked",
        HttpProtocolError.BadChunkSize => "a bad size of a chunk",
        HttpProtocolError.BadChunkExtension => "a control character in a chunk's extension",
        HttpProtocolError.BadChunkEnd => "a chunk that is longer than it says",
        _ => "no Host, more than one, or a bad one",
    };
}
