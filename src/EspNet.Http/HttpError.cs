namespace EspNet.Http;

/// <summary>Why an HTTP exchange failed.</summary>
public enum HttpError
{
    /// <summary>The URL cannot be used: not http or https, no host, characters that do not belong there.</summary>
    InvalidUrl,

    /// <summary>The request or response that the program makes cannot be sent: a field with a line break, a body of another length than announced.</summary>
    InvalidMessage,

    /// <summary>The connection could not be made, or broke. The inner exception is the transport's and says why.</summary>
    Transport,

    /// <summary>One of the options' times ran out; the message names it.</summary>
    Timeout,

    /// <summary>The peer closed the connection before the message was complete. What has come is not the whole.</summary>
    IncompleteMessage,

    /// <summary>What the peer sent is not HTTP/1.1, or could be understood in two ways; <see cref="HttpException.ProtocolError"/> says how.</summary>
    Protocol,

    /// <summary>What the peer sent is larger than the options allow; <see cref="HttpException.ProtocolError"/> or the message names the limit.</summary>
    TooLarge,

    /// <summary>The server redirected more often than the options allow.</summary>
    TooManyRedirects,

    /// <summary>A redirect that is not followed: from HTTPS to HTTP, to something else than HTTP, or with a body that cannot be sent again.</summary>
    RedirectRefused,

    /// <summary>The server asks for an authentication that the options do not allow, or that is not supported.</summary>
    AuthenticationRefused,

    /// <summary>The body is compressed, which was not asked for and cannot be undone on the device.</summary>
    UnsupportedContentEncoding,

    /// <summary>The status is not one of success, and the caller asked for success.</summary>
    UnsuccessfulStatus,

    /// <summary>The content changed on the server while it was downloaded in parts, or a part does not fit to the one before.</summary>
    ContentChanged,

    /// <summary>The digest of what was downloaded is not the expected one.</summary>
    DigestMismatch,

    /// <summary>The exchange was cancelled, or the client disposed, by this side.</summary>
    Cancelled,
}
