using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EspNet.Http;

/// <summary>
/// Lets System.Net.Http's HttpClient send its requests with EspNet.Http: <c>new HttpClient(new EspNetMessageHandler())</c>.
/// A content without a known length is sent chunked.
/// </summary>
public sealed class EspNetMessageHandler : HttpMessageHandler
{
    /// <summary>Makes a handler with a client of its own.</summary>
    public EspNetMessageHandler()
        : this(null)
    {
    }

    /// <summary>Makes a handler with a client of its own.</summary>
    /// <param name="options">The client's options; null takes the defaults.</param>
    public EspNetMessageHandler(HttpClientOptions? options)
    {
        Client = new EspHttpClient(options);
    }

    /// <summary>The client that sends the requests, for its credentials and cookies. It is disposed with the handler.</summary>
    public EspHttpClient Client { get; }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        HttpContent? content = request.Content;
        return Send(request, body => content!.CopyTo(body, null, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        HttpContent? content = request.Content;

        // The engine waits in the calling thread, so that the caller's must be another one.
        return Task.Run(
            () => Send(request, body => content!.CopyToAsync(body, cancellationToken).GetAwaiter().GetResult(), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Client.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpResponseMessage Send(HttpRequestMessage message, HttpBodyWriter writeBody, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HttpRequest request = MakeRequest(message, writeBody);
        using CancellationTokenRegistration registration = cancellationToken.Register(request.Cancel);
        HttpResponse response;
        try
        {
            response = Client.Send(request);
        }
        catch (HttpException e) when (e.Error == HttpError.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (HttpException e)
        {
            throw new HttpRequestException(e.Message, e);
        }

        try
        {
            return MakeResponse(response, message);
        }
        catch (Exception)
        {
            response.Dispose();
            throw;
        }
    }

    private static HttpRequest MakeRequest(HttpRequestMessage message, HttpBodyWriter writeBody)
    {
        if (message.RequestUri is null || !message.RequestUri.IsAbsoluteUri)
        {
            throw new InvalidOperationException("The request has no absolute URI.");
        }

        HttpRequest request = new HttpRequest(message.Method.Method, message.RequestUri.AbsoluteUri)
        {
            KeepAlive = message.Headers.ConnectionClose != true,
            ExpectContinue = message.Headers.ExpectContinue == true,
        };
        AddFields(request.Fields, message.Headers);
        if (message.Content is not null)
        {
            AddFields(request.Fields, message.Content.Headers);
            bool isChunked = message.Headers.TransferEncodingChunked == true;
            request.SetBody(writeBody, isChunked ? -1 : message.Content.Headers.ContentLength ?? -1);
        }

        return request;
    }

    private static void AddFields(HttpFields fields, System.Net.Http.Headers.HttpHeaders headers)
    {
        foreach (KeyValuePair<string, IEnumerable<string>> header in headers)
        {
            if (!HttpFields.IsFraming(header.Key.ToLowerInvariant()))
            {
                fields.Add(header.Key, string.Join(header.Key == "User-Agent" ? " " : ", ", header.Value));
            }
        }
    }

    private static HttpResponseMessage MakeResponse(HttpResponse response, HttpRequestMessage message)
    {
        // As HttpClientHandler does it: whoever asks sees where a redirect has led.
        message.RequestUri = new Uri(response.Url.ToString());
        HttpResponseMessage result = new HttpResponseMessage((HttpStatusCode)response.StatusCode)
        {
            RequestMessage = message,
            ReasonPhrase = response.Reason,
            Content = new StreamContent(new ResponseStream(response)),
        };
        HttpReceivedFields fields = response.Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            string name = fields.GetName(i);
            if (!result.Headers.TryAddWithoutValidation(name, fields.GetValue(i)))
            {
                result.Content.Headers.TryAddWithoutValidation(name, fields.GetValue(i));
            }
        }

        return result;
    }
}
