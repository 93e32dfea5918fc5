using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace EspNet.Http;

/// <summary>
/// What System.Net.Http's HttpClient is, on EspNet.Http. The device's HttpClient takes no handler, so that a program changes
/// the name of the class where it makes one, and nothing else.
/// </summary>
/// <remarks>
/// As with HttpClient the content is read into memory, at most 64 KB, before a call returns, unless ResponseHeadersRead is
/// asked for: then it comes while it is read, and the response must be disposed.
/// </remarks>
public sealed class EspNetHttpClient : HttpMessageInvoker
{
    // Only a message can make them.
    private readonly HttpRequestMessage _defaults = new HttpRequestMessage();

    /// <summary>Makes a client with the default options.</summary>
    public EspNetHttpClient()
        : this(new EspNetMessageHandler())
    {
    }

    /// <summary>Makes a client on a handler.</summary>
    /// <param name="handler">The handler, which is disposed with the client.</param>
    public EspNetHttpClient(EspNetMessageHandler handler)
        : base(handler, true)
    {
    }

    /// <summary>Headers that go with each request.</summary>
    public HttpRequestHeaders DefaultRequestHeaders => _defaults.Headers;

    /// <summary>What relative URIs are relative to; null for none.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Sends a GET request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <returns>The response with its content.</returns>
    public HttpResponseMessage Get(string requestUri) => Send(new HttpRequestMessage(HttpMethod.Get, requestUri));

    /// <summary>Sends a GET request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <param name="completionOption">Whether the content is read into memory, at most 64 KB, before this returns.</param>
    /// <returns>The response.</returns>
    public HttpResponseMessage Get(string requestUri, HttpCompletionOption completionOption) =>
        Send(new HttpRequestMessage(HttpMethod.Get, requestUri), completionOption);

    /// <summary>Sends a DELETE request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <returns>The response.</returns>
    public HttpResponseMessage Delete(string requestUri) => Send(new HttpRequestMessage(HttpMethod.Delete, requestUri));

    /// <summary>Sends a POST request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <param name="content">The content.</param>
    /// <returns>The response.</returns>
    public HttpResponseMessage Post(string requestUri, HttpContent content) => Send(HttpMethod.Post, requestUri, content);

    /// <summary>Sends a PUT request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <param name="content">The content.</param>
    /// <returns>The response.</returns>
    public HttpResponseMessage Put(string requestUri, HttpContent content) => Send(HttpMethod.Put, requestUri, content);

    /// <summary>Sends a PATCH request.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <param name="content">The content.</param>
    /// <returns>The response.</returns>
    public HttpResponseMessage Patch(string requestUri, HttpContent content) => Send(HttpMethod.Patch, requestUri, content);

    /// <summary>Gets a content as text.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <returns>The text.</returns>
    /// <exception cref="HttpRequestException">The status is not one of success, or no response came.</exception>
    /// <exception cref="IOException">The content was cut off, or is larger than memory takes.</exception>
    public string GetString(string requestUri)
    {
        using HttpResponseMessage response = Get(requestUri);
        return response.EnsureSuccessStatusCode().Content.ReadAsString();
    }

    /// <summary>Gets a content as bytes.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="HttpRequestException">The status is not one of success, or no response came.</exception>
    /// <exception cref="IOException">The content was cut off, or is larger than memory takes.</exception>
    public byte[] GetByteArray(string requestUri)
    {
        using HttpResponseMessage response = Get(requestUri);
        return response.EnsureSuccessStatusCode().Content.ReadAsByteArray();
    }

    /// <summary>Gets a content as a stream, which is to be disposed.</summary>
    /// <param name="requestUri">The URI.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="HttpRequestException">The status is not one of success, or no response came.</exception>
    public Stream GetStream(string requestUri)
    {
        HttpResponseMessage response = Get(requestUri, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
        {
            response.Dispose();
        }

        return response.EnsureSuccessStatusCode().Content.ReadAsStream();
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The response with its content.</returns>
    /// <exception cref="HttpRequestException">No response came; the inner exception says why.</exception>
    public override HttpResponseMessage Send(HttpRequestMessage request) => Send(request, HttpCompletionOption.ResponseContentRead);

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="completionOption">Whether the content is read into memory, at most 64 KB, before this returns.</param>
    /// <returns>The response.</returns>
    /// <exception cref="InvalidOperationException">The URI is not absolute, and there is no <see cref="BaseAddress"/>.</exception>
    /// <exception cref="HttpRequestException">No response came; the inner exception says why.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, HttpCompletionOption completionOption)
    {
        ArgumentNullException.ThrowIfNull(request, nameof(request));
        if (request.RequestUri is null || !request.RequestUri.IsAbsoluteUri)
        {
            if (BaseAddress is null)
            {
                throw new InvalidOperationException("The URI is not absolute, and there is no BaseAddress.");
            }

            request.RequestUri = request.RequestUri is null ? BaseAddress : new Uri(BaseAddress, request.RequestUri.OriginalString);
        }

        AddDefaults(request);
        HttpResponseMessage response = base.Send(request);
        if (completionOption == HttpCompletionOption.ResponseContentRead)
        {
            Load(response);
        }

        return response;
    }

    private HttpResponseMessage Send(HttpMethod method, string requestUri, HttpContent content) =>
        Send(new HttpRequestMessage(method, requestUri) { Content = content });

    private static void Load(HttpResponseMessage response)
    {
        try
        {
            response.Content.LoadIntoBuffer();
        }
        catch (Exception)
        {
            // Too large, or cut off: nobody gets this response, so that nobody could dispose it.
            response.Dispose();
            throw;
        }
    }

    private void AddDefaults(HttpRequestMessage request)
    {
        if (DefaultRequestHeaders.ConnectionClose)
        {
            request.Headers.ConnectionClose = true;
        }

        WebHeaderCollection defaults = HeaderStore.Get(DefaultRequestHeaders);
        string[] names = defaults.AllKeys;
        for (int i = 0; i < names.Length; i++)
        {
            if (!WebHeaderCollection.IsRestricted(names[i]))
            {
                request.Headers.Add(names[i], defaults[names[i]]);
            }
        }
    }
}
