using System;
using System.Net;
using System.Net.Http;

namespace EspNet.Http;

/// <summary>
/// Lets the classes of System.Net.Http send their requests with EspNet.Http. The device's HttpClient takes no handler, so
/// that <see cref="EspNetHttpClient"/> stands in its place; <c>new HttpMessageInvoker(new EspNetMessageHandler())</c> works
/// too. A content without a known length is sent chunked. A response whose content is not read to its end must be disposed,
/// or its connection stays open.
/// </summary>
public sealed class EspNetMessageHandler : HttpMessageHandler
{
    private const long NoLength = -1;

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

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The response, whose content comes while it is read.</returns>
    /// <exception cref="HttpRequestException">No response came; the inner exception is the <see cref="HttpException"/> that says why.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request, nameof(request));
        HttpResponse response;
        try
        {
            response = Client.Send(MakeRequest(request));
        }
        catch (HttpException e)
        {
            throw new HttpRequestException(e.Message, e);
        }

        try
        {
            return MakeResponse(response, request);
        }
        catch (Exception)
        {
            // No memory, for instance: its connection must not be left open.
            response.Dispose();
            throw;
        }
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

    private static HttpRequest MakeRequest(HttpRequestMessage message)
    {
        if (message.RequestUri is null || !message.RequestUri.IsAbsoluteUri)
        {
            throw new InvalidOperationException("The request has no absolute URI.");
        }

        HttpRequest request = new HttpRequest(message.Method.Method, message.RequestUri.AbsoluteUri)
        {
            KeepAlive = !message.Headers.ConnectionClose,
        };
        AddFields(request.Fields, HeaderStore.Get(message.Headers));
        HttpContent? content = message.Content;
        if (content is not null)
        {
            AddFields(request.Fields, HeaderStore.Get(content.Headers));
            long length = message.Headers.TransferEncodingChunked ? NoLength : content.Headers.ContentLength;
            request.SetBody(body => content.CopyTo(body), length);
        }

        return request;
    }

    private static void AddFields(HttpFields fields, WebHeaderCollection headers)
    {
        string[] names = headers.AllKeys;
        for (int i = 0; i < names.Length; i++)
        {
            if (!HttpFields.IsFraming(names[i].ToLower()))
            {
                fields.Set(names[i], headers[names[i]]);
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
            Content = new ResponseContent(response),
        };
        HttpReceivedFields fields = response.Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            string name = fields.GetName(i);

            // Those that say how the message is framed are refused by the class, and say nothing any more.
            if (!WebHeaderCollection.IsRestricted(name))
            {
                result.Headers.Add(name, fields.GetValue(i));
                if (name.ToLower() == "content-type")
                {
                    result.Content.Headers.Add(name, fields.GetValue(i));
                }
            }
        }

        return result;
    }
}
