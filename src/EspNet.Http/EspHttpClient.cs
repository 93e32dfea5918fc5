using System;
using System.IO;
using EspNet.Http.Internal;

namespace EspNet.Http;

/// <summary>
/// An HTTP/1.1 client in bounded memory: bodies are streams both ways, connections are kept and reused, every wait has an
/// end, and what fails says why. It has no thread of its own; requests of several threads go over connections of their own.
/// </summary>
/// <remarks>
/// Not to be confused with System.Net.Http's HttpClient, beside which it can be used. A response that was not read to its
/// end is disposed, which frees its connection.
/// </remarks>
public sealed class EspHttpClient : IDisposable
{
    private readonly ClientContext _context;

    /// <summary>Makes a client with the default options.</summary>
    public EspHttpClient()
        : this(null)
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="options">The options, read with each request; null takes the defaults.</param>
    public EspHttpClient(HttpClientOptions? options)
    {
        _context = new ClientContext(options ?? new HttpClientOptions());
    }

    /// <summary>The options.</summary>
    public HttpClientOptions Options => _context.Options;

    /// <summary>
    /// User name and password for a server that asks for them; null, the default, for none. Told to the origin of the
    /// request only, never to one it is redirected to. A user and password in the URL come before them.
    /// </summary>
    public HttpCredentials? Credentials
    {
        get => _context.Credentials;
        set => _context.Credentials = value;
    }

    /// <summary>
    /// Where cookies are kept from one request to the next; null, the default, keeps none (FAQ, "Is there a way to set cookies
    /// when ESP32 operates as an HTTP client?"). Several clients may share a jar.
    /// </summary>
    public HttpCookieJar? Cookies
    {
        get => _context.Cookies;
        set => _context.Cookies = value;
    }

    /// <summary>Gets a resource.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <returns>The response, whatever its status, to be read or disposed.</returns>
    /// <exception cref="HttpException">No response came; <see cref="HttpException.Error"/> says why.</exception>
    public HttpResponse Get(string url) => Send(new HttpRequest("GET", url));

    /// <summary>Gets the header of a resource, without its content.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpException">No response came.</exception>
    public HttpResponse Head(string url) => Send(new HttpRequest("HEAD", url));

    /// <summary>Deletes a resource.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpException">No response came.</exception>
    public HttpResponse Delete(string url) => Send(new HttpRequest("DELETE", url));

    /// <summary>Posts bytes.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">Their type.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpException">No response came.</exception>
    public HttpResponse Post(string url, byte[] content, string contentType = "application/octet-stream") =>
        Send("POST", url, content, contentType);

    /// <summary>Posts text, in UTF-8.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="text">The text.</param>
    /// <param name="contentType">Its type.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpException">No response came.</exception>
    public HttpResponse Post(string url, string text, string contentType = "text/plain; charset=utf-8")
    {
        HttpRequest request = new HttpRequest("POST", url);
        request.SetBody(text, contentType);
        return Send(request);
    }

    /// <summary>Puts bytes.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">Their type.</param>
    /// <returns>The response.</returns>
    /// <exception cref="HttpException">No response came.</exception>
    public HttpResponse Put(string url, byte[] content, string contentType = "application/octet-stream") =>
        Send("PUT", url, content, contentType);

    /// <summary>Gets a text.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <returns>The text, of at most <see cref="HttpClientOptions.MaximumContentSize"/> bytes.</returns>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.UnsuccessfulStatus"/>, or no response came, or not all of it.
    /// </exception>
    public string GetString(string url)
    {
        using HttpResponse response = Get(url).EnsureSuccess();
        return response.ReadString();
    }

    /// <summary>Gets bytes.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <returns>The bytes, at most <see cref="HttpClientOptions.MaximumContentSize"/>.</returns>
    /// <exception cref="HttpException">As for <see cref="GetString"/>.</exception>
    public byte[] GetBytes(string url)
    {
        using HttpResponse response = Get(url).EnsureSuccess();
        return response.ReadBytes();
    }

    /// <summary>
    /// Sends a request, follows redirects, answers authentication, and returns when the header of the response has come. A
    /// kept connection that turns out to be closed is replaced once, where the method allows it.
    /// </summary>
    /// <param name="request">The request, sent by one thread at a time.</param>
    /// <returns>The response, whatever its status, to be read or disposed.</returns>
    /// <exception cref="HttpException">No response came; <see cref="HttpException.Error"/> says why. Nothing stays open.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public HttpResponse Send(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request, nameof(request));
        return new Exchange(_context, request, false, 0).Send();
    }

    /// <summary>Begins a request with a chunked body that is written piece by piece: esp_http_client_open with a length of -1.</summary>
    /// <param name="request">The request, without a body of its own.</param>
    /// <returns>What to write to, and to finish or dispose.</returns>
    /// <exception cref="HttpException">The server cannot be reached; with ExpectContinue also what follows from its answer.</exception>
    /// <exception cref="InvalidOperationException">The request has a body.</exception>
    public HttpUpload Open(HttpRequest request) => Open(request, BodyWriter.Chunked);

    /// <summary>Begins a request with a body of known length that is written piece by piece.</summary>
    /// <param name="request">The request, without a body of its own.</param>
    /// <param name="length">Bytes of the body, 0 or more; -1 for a chunked one.</param>
    /// <returns>What to write to, and to finish or dispose.</returns>
    /// <exception cref="HttpException">The server cannot be reached; with ExpectContinue also what follows from its answer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than -1.</exception>
    /// <exception cref="InvalidOperationException">The request has a body.</exception>
    public HttpUpload Open(HttpRequest request, long length)
    {
        ArgumentNullException.ThrowIfNull(request, nameof(request));
        if (length < BodyWriter.Chunked)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        if (request.Body is not null)
        {
            throw new InvalidOperationException("The request has a body already. Send it, or leave out its body.");
        }

        Exchange exchange = new Exchange(_context, request, true, length);
        return new HttpUpload(exchange, exchange.Open());
    }

    /// <summary>
    /// Downloads a resource, and goes on where it was cut: with Range and If-Range, so that parts of different versions are
    /// never put together (FAQ, "How to download a specific segment of a file over HTTP in ESP-IDF").
    /// </summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="destination">
    /// Where the content goes, from its position on. One that can seek is set back when the content changes on the server or
    /// names no version; another one, flash for instance, is written once from the beginning to the end.
    /// </param>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <returns>What has come, all of it.</returns>
    /// <exception cref="HttpException">
    /// The last failure, after as many attempts as the options allow; <see cref="HttpError.ContentChanged"/>;
    /// <see cref="HttpError.DigestMismatch"/>; <see cref="HttpError.UnsuccessfulStatus"/>; <see cref="HttpError.Cancelled"/>.
    /// What the destination throws is passed on.
    /// </exception>
    /// <exception cref="InvalidOperationException">Received does not fit the destination, or cannot be told from another version.</exception>
    public HttpDownloadResult Download(string url, Stream destination, HttpDownloadOptions? options = null) =>
        Download(new HttpRequest("GET", url), destination, options);

    /// <summary>As the other overload, with a request of the caller's, which can be cancelled and have fields.</summary>
    /// <param name="request">A request with GET, without a body and a Range of its own. <see cref="HttpClientOptions.TotalTimeout"/> holds for each attempt.</param>
    /// <param name="destination">Where the content goes.</param>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <returns>What has come, all of it.</returns>
    /// <exception cref="HttpException">As for the other overload.</exception>
    /// <exception cref="InvalidOperationException">The request is not GET, or has a body or a Range.</exception>
    public HttpDownloadResult Download(HttpRequest request, Stream destination, HttpDownloadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(request, nameof(request));
        ArgumentNullException.ThrowIfNull(destination, nameof(destination));
        if (request.Method != "GET" || request.Body is not null || request.Fields.Get("Range") is not null)
        {
            throw new InvalidOperationException("A download is a GET without a body, and sets Range by itself.");
        }

        return new Download(this, request, destination, options ?? new HttpDownloadOptions()).Run();
    }

    /// <summary>From any thread: ends every request that is under way with <see cref="HttpError.Cancelled"/>.</summary>
    public void CancelAll() => _context.Pool.CancelAll();

    /// <summary>Closes the connections that are kept for later requests, for instance before the network goes down.</summary>
    public void CloseIdleConnections() => _context.Pool.CloseIdle();

    /// <summary>Ends every request that is under way, and closes every connection. May be called more than once.</summary>
    public void Dispose() => _context.Pool.Dispose();

    /// <summary>A request is under way, or waits before it is sent again: it can be cancelled with the client.</summary>
    internal void Enter(HttpRequest request) => _context.Pool.Enter(request);

    internal void Leave(HttpRequest request) => _context.Pool.Leave(request);

    private HttpResponse Send(string method, string url, byte[] content, string contentType)
    {
        HttpRequest request = new HttpRequest(method, url);
        request.SetBody(content, contentType);
        return Send(request);
    }
}
