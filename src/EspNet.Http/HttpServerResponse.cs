using System;
using System.IO;
using System.Text;
using EspNet.Http.Internal;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// The response to a request. What is written is collected in a buffer: if all of it fits, it leaves in one piece with its
/// length; what is more goes out chunked, or with the length that was given before. To a client of HTTP/1.0 it ends with the
/// connection.
/// </summary>
public sealed class HttpServerResponse : IContentWriter
{
    private readonly ServerExchange _exchange;
    private WriteStream? _body;
    private int _statusCode = 200;
    private long _contentLength = -1;

    internal HttpServerResponse(ServerExchange exchange)
    {
        _exchange = exchange;
    }

    /// <summary>The status code, 200 to 599; default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    /// <exception cref="InvalidOperationException">The header has been sent.</exception>
    public int StatusCode
    {
        get => _statusCode;
        set
        {
            CheckNotStarted();
            _statusCode = OptionRange.Check(value, 200, 599);
        }
    }

    /// <summary>The fields. What is set after the header was sent has no effect.</summary>
    public HttpFields Fields { get; } = new HttpFields();

    /// <summary>The Content-Type; null for none.</summary>
    public string? ContentType
    {
        get => Fields.Get("Content-Type");
        set
        {
            if (value is null)
            {
                Fields.Remove("Content-Type");
            }
            else
            {
                Fields.Set("Content-Type", value);
            }
        }
    }

    /// <summary>
    /// Bytes of the body, given before it is written so that a long one need not be chunked; -1, the default, for what comes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than -1.</exception>
    /// <exception cref="InvalidOperationException">The header has been sent.</exception>
    public long ContentLength
    {
        get => _contentLength;
        set
        {
            CheckNotStarted();
            _contentLength = value >= -1 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    /// <summary>The header has been sent, or has left the buffer on its way: status and fields stand.</summary>
    public bool HasStarted => _exchange.HasStarted;

    /// <summary>The body as a stream. Closing it does not end the response.</summary>
    public Stream Body => _body ??= new WriteStream(this);

    /// <summary>Writes a piece of the body.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">How many; 0 does nothing.</param>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.Transport"/>: the client is gone. <see cref="HttpError.InvalidMessage"/>: more than
    /// <see cref="ContentLength"/>.
    /// </exception>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        _exchange.Write(buffer, offset, count);
    }

    /// <summary>Writes a piece of the body, in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="HttpException">As for the other overload.</exception>
    public void Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _exchange.Write(bytes, 0, bytes.Length);
    }

    /// <summary>Writes a text as the whole body.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">Its type.</param>
    /// <exception cref="HttpException">As for <see cref="Write(string)"/>.</exception>
    /// <exception cref="InvalidOperationException">The header has been sent.</exception>
    public void Send(string text, string contentType = "text/plain; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        Send(Encoding.UTF8.GetBytes(text), contentType);
    }

    /// <summary>Writes bytes as the whole body.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">Their type.</param>
    /// <exception cref="HttpException">As for <see cref="Write(string)"/>.</exception>
    /// <exception cref="InvalidOperationException">The header has been sent.</exception>
    public void Send(byte[] content, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content, nameof(content));
        ContentType = contentType;
        ContentLength = content.Length;
        _exchange.Write(content, 0, content.Length);
    }

    /// <summary>Sends the client elsewhere.</summary>
    /// <param name="location">A URL, or a path on this server.</param>
    /// <param name="statusCode">301, 302, 303, 307 or 308; default 302.</param>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: the location holds a control character.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status is not one of a redirect.</exception>
    /// <exception cref="InvalidOperationException">The header has been sent.</exception>
    public void Redirect(string location, int statusCode = 302)
    {
        ArgumentNullException.ThrowIfNull(location, nameof(location));
        if (!Redirection.IsRedirect(statusCode))
        {
            throw new ArgumentOutOfRangeException(nameof(statusCode));
        }

        StatusCode = statusCode;
        Fields.Set("Location", location);
    }

    /// <summary>Sets a cookie.</summary>
    /// <param name="cookie">The cookie.</param>
    /// <exception cref="ArgumentNullException">The cookie is null.</exception>
    public void SetCookie(HttpCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie, nameof(cookie));
        Fields.Add("Set-Cookie", cookie.ToString());
    }

    /// <summary>Sends what was written so far, as a chunk: for a client that shows what comes while it comes.</summary>
    /// <exception cref="HttpException"><see cref="HttpError.Transport"/>: the client is gone.</exception>
    public void Flush() => _exchange.Flush();

    /// <summary>
    /// Changes the connection to another protocol (101, RFC 9110, section 7.8), if the request asks for it. Use it within the
    /// handler; it is closed afterwards, and holds up the worker so long.
    /// </summary>
    /// <param name="protocol">The protocol, for instance <c>websocket</c>.</param>
    /// <returns>The connection; null when the request does not ask for this protocol.</returns>
    /// <exception cref="HttpException"><see cref="HttpError.Transport"/>: the client is gone.</exception>
    public ITransport? Upgrade(string protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol, nameof(protocol));
        CheckNotStarted();
        return _exchange.Upgrade(protocol);
    }

    internal void Reset()
    {
        _statusCode = 200;
        _contentLength = -1;
        Fields.Clear();
    }

    private void CheckNotStarted()
    {
        if (_exchange.HasStarted)
        {
            throw new InvalidOperationException("The header of the response has been sent.");
        }
    }
}
