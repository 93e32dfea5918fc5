using System;
using System.IO;
using System.Text;
using EspNet.Http.Internal;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// The answer to a request: its header is here, its body comes while it is read. Read the body to its end, or dispose the
/// response; either gives the connection back.
/// </summary>
public sealed class HttpResponse : IDisposable
{
    // How much of an unread body is read away to keep a connection, where that costs less than a new one.
    private const int LargestRest = 1024;

    private readonly Exchange _exchange;
    private readonly HttpReader _reader;
    private Stream? _body;

    internal HttpResponse(Exchange exchange, HttpReader reader)
    {
        _exchange = exchange;
        _reader = reader;
        StatusCode = reader.StatusCode;
        Reason = reader.Reason;
        Fields = reader.Fields;
        ContentLength = reader.ContentLength;
        Url = exchange.Url;
    }

    /// <summary>The status code: 200 and so on (RFC 9110, section 15).</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase, often empty.</summary>
    public string Reason { get; }

    /// <summary>The status is one of success: 200 to 299.</summary>
    public bool IsSuccess => StatusCode >= 200 && StatusCode <= 299;

    /// <summary>The fields.</summary>
    public HttpReceivedFields Fields { get; }

    /// <summary>The fields that came after a chunked body; null when there were none, or the body was not read to its end.</summary>
    public HttpReceivedFields? Trailers { get; private set; }

    /// <summary>The URL that answered: that of the request, or the last one it was redirected to.</summary>
    public HttpUrl Url { get; }

    /// <summary>
    /// Bytes of the content that the header announces; -1 when only the end will tell. Of an answer to HEAD it is what GET
    /// would have brought.
    /// </summary>
    public long ContentLength { get; }

    /// <summary>
    /// The body. A read answers what is there, and 0 at the end, which is reached only when the body is complete: a body that
    /// was cut off, or does not come in time, is an exception.
    /// </summary>
    /// <exception cref="HttpException">Of a read: <see cref="HttpError.IncompleteMessage"/>, <see cref="HttpError.Timeout"/>, <see cref="HttpError.Transport"/>, <see cref="HttpError.Protocol"/>, <see cref="HttpError.Cancelled"/>.</exception>
    public Stream Body => _body ??= new ReadStream(_exchange);

    /// <summary>Reads from the body, as <see cref="Body"/> does.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <returns>The number of bytes; 0 at the end of a complete body.</returns>
    /// <exception cref="HttpException">The body did not come, or not all of it.</exception>
    /// <exception cref="ObjectDisposedException">The response was disposed before its body was read.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        return _exchange.Read(buffer, offset, count);
    }

    /// <summary>Reads the rest of the body.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.TooLarge"/>: it is larger than <see cref="HttpClientOptions.MaximumContentSize"/>; read it as a
    /// stream. Or it did not come, or not all of it.
    /// </exception>
    public byte[] ReadBytes() =>
        ContentCollector.Collect(
            _exchange,
            _exchange.IsComplete ? 0 : ContentLength < 0 ? ContentLength : ContentLength - _exchange.Taken,
            _exchange.Options.MaximumContentSize);

    /// <summary>Reads the rest of the body as text in UTF-8, which is what the device knows.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.UnsupportedContentEncoding"/>: the body is compressed although that was not asked for; what
    /// <see cref="ReadBytes"/> throws.
    /// </exception>
    public string ReadString()
    {
        string? encoding = Fields.Get("Content-Encoding");
        if (encoding is not null && PlatformText.ToLower(encoding) != "identity")
        {
            throw new HttpException(
                HttpError.UnsupportedContentEncoding,
                $"The body is encoded with {encoding}, which was not asked for and cannot be undone here. Turn that off at the server, or read the bytes.");
        }

        byte[] content = ReadBytes();
        return Encoding.UTF8.GetString(content, 0, content.Length);
    }

    /// <summary>Requires success.</summary>
    /// <returns>This response.</returns>
    /// <exception cref="HttpException"><see cref="HttpError.UnsuccessfulStatus"/>: the status is not 200 to 299. The response is disposed.</exception>
    public HttpResponse EnsureSuccess()
    {
        if (!IsSuccess)
        {
            Dispose();
            throw new HttpException(HttpError.UnsuccessfulStatus, $"{Url} answered {StatusCode} {Reason}.");
        }

        return this;
    }

    /// <summary>
    /// After status 101: the connection, which is another protocol's now (RFC 9110, section 7.8). Whoever takes it closes it.
    /// </summary>
    /// <returns>The connection.</returns>
    /// <exception cref="InvalidOperationException">The status is not 101, or it was taken already.</exception>
    public ITransport TakeUpgraded() => _exchange.Upgrade();

    /// <summary>Gives the connection back: kept for the next request when nothing, or little, is left of the body; closed otherwise.</summary>
    public void Dispose() => _exchange.End(LargestRest);

    /// <summary>The body is complete.</summary>
    internal void Complete() => Trailers = _reader.Trailers;
}
