using System;
using System.IO;
using System.Text;
using System.Threading;
using EspNet.Http.Internal;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// A request for an <see cref="EspHttpClient"/>: method, URL, fields, and a body that is known before, or a stream. A body
/// that is written piece by piece is <see cref="EspHttpClient.Open(HttpRequest)"/>'s.
/// </summary>
public sealed class HttpRequest
{
    private readonly object _lock = new object();
    private ManualResetEvent? _cancelled;
    private HttpConnection? _connection;
    private IClientTransport? _connecting;
    private bool _isCancelled;
    private string? _upgrade;

    /// <summary>Makes a request.</summary>
    /// <param name="method">A token: GET, HEAD, POST, PUT, PATCH, DELETE or another one, in capitals. CONNECT is not supported.</param>
    /// <param name="url">An http or https URL.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidUrl"/>, or <see cref="HttpError.InvalidMessage"/> for the method.</exception>
    public HttpRequest(string method, string url)
        : this(method, HttpUrl.Parse(url))
    {
    }

    /// <summary>Makes a request.</summary>
    /// <param name="method">A token, in capitals.</param>
    /// <param name="url">The URL.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: the method cannot be sent.</exception>
    public HttpRequest(string method, HttpUrl url)
    {
        ArgumentNullException.ThrowIfNull(method, nameof(method));
        ArgumentNullException.ThrowIfNull(url, nameof(url));
        if (!Protocol.FieldText.IsToken(method) || method == "CONNECT")
        {
            throw new HttpException(HttpError.InvalidMessage, $"\"{method}\" cannot be the method of a request.");
        }

        Method = method;
        Url = url;
    }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The URL.</summary>
    public HttpUrl Url { get; }

    /// <summary>
    /// The request's own fields. A cookie may be set here (FAQ, "Is there a way to set cookies when ESP32 operates as an HTTP
    /// client?"), and so may Host and User-Agent.
    /// </summary>
    public HttpFields Fields { get; } = new HttpFields();

    /// <summary>
    /// Asks the server whether it wants the body before sending it, so that a refusal costs nothing (Expect: 100-continue,
    /// RFC 9110, section 10.1.1); default off. Waits at most <see cref="HttpClientOptions.ContinueTimeout"/>. Without
    /// meaning where there is no body.
    /// </summary>
    public bool ExpectContinue { get; set; }

    /// <summary>Keeps the connection for the next request, where the options allow it; default yes.</summary>
    public bool KeepAlive { get; set; } = true;

    /// <summary>
    /// Asks the server to change the connection to another protocol (RFC 9110, section 7.8), for instance
    /// <c>websocket</c>; null, the default, for none. After status 101, <see cref="HttpResponse.TakeUpgraded"/> is the connection.
    /// </summary>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: the value is not a token.</exception>
    public string? Upgrade
    {
        get => _upgrade;
        set => _upgrade = value is null || Protocol.FieldText.IsToken(value)
            ? value
            : throw new HttpException(HttpError.InvalidMessage, $"\"{value}\" cannot be the name of a protocol.");
    }

    /// <summary>The body; null for none.</summary>
    internal RequestBody? Body { get; private set; }

    /// <summary>Gives the request a body.</summary>
    /// <param name="content">The bytes. They are not copied.</param>
    /// <param name="contentType">The Content-Type; null leaves the field as it is.</param>
    /// <exception cref="ArgumentNullException">The content is null.</exception>
    public void SetBody(byte[] content, string? contentType = null)
    {
        ArgumentNullException.ThrowIfNull(content, nameof(content));
        SetBody(content, 0, content.Length, contentType);
    }

    /// <summary>Gives the request a body.</summary>
    /// <param name="buffer">Where the bytes are. They are not copied.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">How many.</param>
    /// <param name="contentType">The Content-Type; null leaves the field as it is.</param>
    /// <exception cref="ArgumentNullException">The buffer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the buffer.</exception>
    public void SetBody(byte[] buffer, int offset, int count, string? contentType = null)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        Body = new RequestBody(buffer, offset, count);
        SetContentType(contentType);
    }

    /// <summary>Gives the request a text as its body, in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The Content-Type; default text/plain in UTF-8.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public void SetBody(string text, string contentType = "text/plain; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        SetBody(Encoding.UTF8.GetBytes(text), contentType);
    }

    /// <summary>Gives the request a form as its body.</summary>
    /// <param name="form">The names and values, sent as application/x-www-form-urlencoded.</param>
    /// <exception cref="ArgumentNullException">The form is null.</exception>
    public void SetBody(HttpForm form)
    {
        ArgumentNullException.ThrowIfNull(form, nameof(form));
        SetBody(form.ToString(), "application/x-www-form-urlencoded");
    }

    /// <summary>
    /// Gives the request a stream as its body, which is read while it is sent, from its position on. A stream that can seek
    /// is sent again where a redirect or an authentication asks for it; another one is sent once.
    /// </summary>
    /// <param name="content">The stream, which stays the caller's.</param>
    /// <param name="length">How many bytes it has, 0 or more; -1 sends it chunked, whatever its length.</param>
    /// <param name="contentType">The Content-Type; null leaves the field as it is.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than -1.</exception>
    public void SetBody(Stream content, long length, string? contentType = null)
    {
        ArgumentNullException.ThrowIfNull(content, nameof(content));
        CheckLength(length);
        Body = new RequestBody(content, length);
        SetContentType(contentType);
    }

    /// <summary>Gives the request a body that is written while it is sent: a document too long for memory, for instance.</summary>
    /// <param name="writer">Writes the body. It is called again where a redirect or an authentication asks for that.</param>
    /// <param name="length">How many bytes it writes, 0 or more; -1 sends them chunked.</param>
    /// <param name="contentType">The Content-Type; null leaves the field as it is.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than -1.</exception>
    public void SetBody(HttpBodyWriter writer, long length, string? contentType = null)
    {
        ArgumentNullException.ThrowIfNull(writer, nameof(writer));
        CheckLength(length);
        Body = new RequestBody(writer, length);
        SetContentType(contentType);
    }

    /// <summary>
    /// Asks for a part of the content (FAQ, "How to download a specific segment of a file over HTTP in ESP-IDF"). A server that
    /// can answers 206 with Content-Range, one that cannot answers 200 with all of it.
    /// </summary>
    /// <param name="first">Index of the first byte, 0 or more.</param>
    /// <param name="last">Index of the last byte, not less than the first; -1 for everything from the first one on.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public void SetRange(long first, long last = -1)
    {
        if (first < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(first));
        }

        if (last != -1 && last < first)
        {
            throw new ArgumentOutOfRangeException(nameof(last));
        }

        Fields.Set("Range", last < 0 ? $"bytes={first}-" : $"bytes={first}-{last}");
    }

    /// <summary>
    /// From any thread: ends the request, at whatever point it is, and the reading of its response. The thread that waits gets
    /// <see cref="HttpError.Cancelled"/>, and so does whoever sends the request later.
    /// </summary>
    public void Cancel()
    {
        HttpConnection? connection;
        IClientTransport? connecting;
        lock (_lock)
        {
            _isCancelled = true;
            connection = _connection;
            connecting = _connecting;
            if (_cancelled is not null)
            {
                _cancelled.Set();
            }
        }

        connection?.Cancel();
        connecting?.Abort();
    }

    internal bool IsCancelled
    {
        get
        {
            lock (_lock)
            {
                return _isCancelled;
            }
        }
    }

    /// <summary>The request goes over this connection, or none any more.</summary>
    /// <exception cref="HttpException">It was cancelled meanwhile; the connection is the caller's to end.</exception>
    internal void Use(HttpConnection? connection)
    {
        lock (_lock)
        {
            _connecting = null;
            _connection = connection;
            if (connection is null || !_isCancelled)
            {
                return;
            }
        }

        throw HttpConnection.Cancelled(null);
    }

    /// <summary>The request waits for this transport to connect.</summary>
    /// <exception cref="HttpException">It was cancelled meanwhile.</exception>
    internal void WaitFor(IClientTransport transport)
    {
        lock (_lock)
        {
            if (!_isCancelled)
            {
                _connecting = transport;
                return;
            }
        }

        throw HttpConnection.Cancelled(null);
    }

    /// <summary>Waits before another attempt.</summary>
    /// <exception cref="HttpException">It was cancelled meanwhile.</exception>
    internal void Pause(int milliseconds)
    {
        ManualResetEvent cancelled;
        lock (_lock)
        {
            cancelled = _cancelled ??= new ManualResetEvent(_isCancelled);
        }

        if (cancelled.WaitOne(milliseconds, false))
        {
            throw HttpConnection.Cancelled(null);
        }
    }

    private static void CheckLength(long length)
    {
        if (length < BodyWriter.Chunked)
        {
            throw new ArgumentOutOfRangeException(nameof(length), "Give 0 or more bytes, or -1 for a chunked body.");
        }
    }

    private void SetContentType(string? contentType)
    {
        if (contentType is not null)
        {
            Fields.Set("Content-Type", contentType);
        }
    }
}
