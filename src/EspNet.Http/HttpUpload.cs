using System;
using System.IO;
using System.Text;
using EspNet.Http.Internal;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// A request whose body is written piece by piece: write, write, finish (FAQ, "How to use esp_http_client to send chunked
/// data?"). Each write is sent at once, as a chunk of its own where the body is chunked; the sizes and line breaks around it
/// are the library's.
/// </summary>
public sealed class HttpUpload : IDisposable, IContentWriter
{
    private readonly Exchange _exchange;
    private readonly BodyWriter _writer;
    private WriteStream? _body;
    private bool _isFinished;

    internal HttpUpload(Exchange exchange, BodyWriter writer)
    {
        _exchange = exchange;
        _writer = writer;
    }

    /// <summary>The body as a stream, for what writes to streams. Closing it does not finish the upload.</summary>
    public Stream Body => _body ??= new WriteStream(this);

    /// <summary>Bytes of the body that were sent so far.</summary>
    public long Sent => _writer.Sent;

    /// <summary>
    /// The server has answered before the body was complete, for instance because it does not want it. What is written
    /// after that goes nowhere; <see cref="Finish"/> gives the answer.
    /// </summary>
    public bool IsAnswered => _exchange.IsAnswered;

    /// <summary>Sends a piece of the body.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">How many; 0 does nothing.</param>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.Transport"/>: the connection broke. <see cref="HttpError.InvalidMessage"/>: more than the length
    /// that was announced. <see cref="HttpError.Cancelled"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The upload was finished.</exception>
    public void Write(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        CheckOpen();
        _exchange.Write(_writer, buffer, offset, count);
    }

    /// <summary>Sends a piece of the body.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <exception cref="HttpException">As for the other overload.</exception>
    public void Write(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer, nameof(buffer));
        Write(buffer, 0, buffer.Length);
    }

    /// <summary>Sends a piece of the body, in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="HttpException">As for the other overload.</exception>
    public void Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>
    /// Ends the body and waits for the response. A redirect is followed where it asks for a GET (303, and 301 or 302 after a
    /// POST); one that wants the body again is <see cref="HttpError.RedirectRefused"/>, and 401 is returned: with
    /// <see cref="HttpRequest.ExpectContinue"/> both are found, and followed, before the body is written.
    /// </summary>
    /// <param name="trailers">Fields to send after a chunked body; null for none.</param>
    /// <returns>The response, which is to be read or disposed.</returns>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.InvalidMessage"/>: less was written than announced. Otherwise as for a request without a body.
    /// </exception>
    /// <exception cref="InvalidOperationException">The upload was finished before.</exception>
    public HttpResponse Finish(HttpFields? trailers = null)
    {
        CheckOpen();
        _isFinished = true;
        return _exchange.Finish(_writer, trailers);
    }

    /// <summary>Ends an upload that was not finished: the connection is closed, and the server sees that the body is not complete.</summary>
    public void Dispose()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            _exchange.Abort();
        }
    }

    /// <inheritdoc/>
    void IContentWriter.Flush()
    {
        // Nothing waits: each write is sent.
    }

    private void CheckOpen()
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("The upload was finished or disposed.");
        }
    }
}
