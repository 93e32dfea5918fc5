using System;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>An HTTP exchange failed. The message says what happened and what to do about it.</summary>
public class HttpException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    public HttpException(HttpError error, string message)
        : this(error, message, null)
    {
    }

    /// <summary>Makes an exception that keeps its cause.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, null when there is none.</param>
    public HttpException(HttpError error, string message, Exception? innerException)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>Makes an exception for what the peer sent.</summary>
    internal HttpException(HttpError error, string message, HttpProtocolError protocolError)
        : this(error, message, null)
    {
        ProtocolError = protocolError;
    }

    /// <summary>The reason.</summary>
    public HttpError Error { get; }

    /// <summary>How the peer broke the protocol or a limit, where <see cref="Error"/> is Protocol or TooLarge; otherwise None.</summary>
    public HttpProtocolError ProtocolError { get; }
}
