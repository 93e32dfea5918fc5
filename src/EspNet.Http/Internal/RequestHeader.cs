using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>The lines before a request's body.</summary>
internal static class RequestHeader
{
    /// <summary>The length of a body that is not there.</summary>
    internal const long NoBody = -3;

    internal static void Write(
        HttpWriter writer,
        ClientContext client,
        HttpRequest request,
        HttpUrl url,
        string method,
        bool isRedirected,
        long bodyLength,
        bool expectsContinue)
    {
        HttpFields fields = request.Fields;
        bool isElsewhere = isRedirected && !url.IsSameOrigin(request.Url);
        writer.Clear();
        writer.BeginRequest(method, url.Target);
        if (isElsewhere || !fields.Has("Host"))
        {
            writer.AddField("Host", url.HostField);
        }

        if (client.Options.UserAgent is not null && !fields.Has("User-Agent"))
        {
            if (!FieldText.IsValue(client.Options.UserAgent))
            {
                throw new HttpException(HttpError.InvalidMessage, "HttpClientOptions.UserAgent holds a control character.");
            }

            writer.AddField("User-Agent", client.Options.UserAgent);
        }

        if (!fields.Has("Accept-Encoding"))
        {
            // Nothing on the device could undo a compression.
            writer.AddField("Accept-Encoding", "identity");
        }

        AddFields(writer, fields, isElsewhere, bodyLength == NoBody);
        AddCredentials(writer, client, request, url, method, isElsewhere);
        AddFraming(writer, method, bodyLength, expectsContinue);
        AddConnection(writer, client, request);
        writer.EndHeader();
    }

    private static void AddFields(HttpWriter writer, HttpFields fields, bool isElsewhere, bool hasNoBody)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            string name = fields.GetName(i);
            if (!IsLeftOut(PlatformText.ToLower(name), isElsewhere, hasNoBody))
            {
                writer.AddField(name, fields.GetValue(i));
            }
        }
    }

    /// <summary>What identifies the user at one origin is not told to another; what describes a body goes with it.</summary>
    private static bool IsLeftOut(string name, bool isElsewhere, bool hasNoBody) => name switch
    {
        "host" or "authorization" => isElsewhere,
        // With those of the jar, in one field (RFC 6265, section 5.4).
        "cookie" => true,
        "content-type" or "content-encoding" or "content-language" => hasNoBody,
        _ => false,
    };

    private static void AddCredentials(
        HttpWriter writer,
        ClientContext client,
        HttpRequest request,
        HttpUrl url,
        string method,
        bool isElsewhere)
    {
        string? own = isElsewhere ? null : request.Fields.Get("Cookie");
        string? kept = client.GetCookies(url);
        if (own is not null || kept is not null)
        {
            writer.AddField("Cookie", own is null ? kept! : kept is null ? own : own + "; " + kept);
        }

        string? authorization = isElsewhere || request.Fields.Has("Authorization")
            ? null
            : client.GetAuthorization(request, url, method);
        if (authorization is not null)
        {
            writer.AddField("Authorization", authorization);
        }
    }

    private static void AddFraming(HttpWriter writer, string method, long bodyLength, bool expectsContinue)
    {
        if (bodyLength >= 0)
        {
            writer.AddContentLength(bodyLength);
        }
        else if (bodyLength == BodyWriter.Chunked)
        {
            writer.AddChunked();
        }
        else if (method == "POST" || method == "PUT" || method == "PATCH")
        {
            // These mean something by their body, so that none is said too (RFC 9110, section 8.6).
            writer.AddContentLength(0);
        }

        if (expectsContinue)
        {
            writer.AddField("Expect", "100-continue");
        }
    }

    private static void AddConnection(HttpWriter writer, ClientContext client, HttpRequest request)
    {
        if (request.Upgrade is not null)
        {
            writer.AddField("Connection", "Upgrade");
            writer.AddField("Upgrade", request.Upgrade);
        }
        else if (client.Options.MaximumIdleConnections == 0 || !request.KeepAlive)
        {
            writer.AddField("Connection", "close");
        }
    }
}
