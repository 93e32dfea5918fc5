namespace EspNet.Http.Protocol;

/// <summary>How a peer broke HTTP/1.1 (RFC 9110 and 9112), or a limit of this side.</summary>
public enum HttpProtocolError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The request line is not a method, a target and a version with one blank between them (RFC 9112, section 3).</summary>
    BadRequestLine,

    /// <summary>The status line is not a version, three digits and a reason (RFC 9112, section 4).</summary>
    BadStatusLine,

    /// <summary>A version that is not HTTP/1.0 or HTTP/1.1 (RFC 9112, section 2.3).</summary>
    UnsupportedVersion,

    /// <summary>A field's name is empty or holds what a token may not, for instance a blank before the colon (RFC 9112, section 5.1).</summary>
    BadFieldName,

    /// <summary>A field's value holds a control character (RFC 9110, section 5.5).</summary>
    BadFieldValue,

    /// <summary>A field goes on in a second line: obsolete line folding (RFC 9112, section 5.2).</summary>
    LineFolding,

    /// <summary>A line feed without a carriage return before it, or a carriage return that no line feed follows (RFC 9112, section 2.2).</summary>
    BareLineBreak,

    /// <summary>A content length that is not a number, too large to count, or given more than once with different values (RFC 9112, section 6.3).</summary>
    BadContentLength,

    /// <summary>Content-Length beside Transfer-Encoding, with which requests are smuggled (RFC 9112, section 6.1).</summary>
    AmbiguousLength,

    /// <summary>A transfer coding other than chunked alone, or in a message of HTTP/1.0 (RFC 9112, section 6.1).</summary>
    UnsupportedTransferCoding,

    /// <summary>A chunk's size is not hexadecimal, or too large to count (RFC 9112, section 7.1).</summary>
    BadChunkSize,

    /// <summary>A chunk's extension holds a control character (RFC 9112, section 7.1.1).</summary>
    BadChunkExtension,

    /// <summary>A chunk's data is not followed by a line break (RFC 9112, section 7.1).</summary>
    BadChunkEnd,

    /// <summary>A request of HTTP/1.1 has no Host, more than one, or one with characters that do not belong there (RFC 9112, section 3.2).</summary>
    BadHost,

    /// <summary>The request line or status line is longer than the limit.</summary>
    StartLineTooLong,

    /// <summary>All lines before the body together are longer than the limit.</summary>
    HeaderTooLarge,

    /// <summary>More fields than the limit.</summary>
    TooManyFields,

    /// <summary>A chunk's size line is longer than the limit: its extensions.</summary>
    ChunkLineTooLong,

    /// <summary>A chunk is larger than the limit.</summary>
    ChunkTooLarge,

    /// <summary>The trailer section, the fields after the last chunk, is larger than the limit.</summary>
    TrailerTooLarge,

    /// <summary>Too many interim responses before the final one.</summary>
    TooManyInterimResponses,
}
