namespace EspNet.Http;

/// <summary>A route of an <see cref="EspHttpServer"/>: which requests a handler answers.</summary>
public sealed class HttpRoute
{
    internal HttpRoute(string method, string pattern, HttpRequestHandler handler)
    {
        Method = method;
        Pattern = pattern;
        Handler = handler;
    }

    /// <summary>The method; <c>*</c> for every one.</summary>
    public string Method { get; }

    /// <summary>The pattern of paths.</summary>
    public string Pattern { get; }

    /// <summary>Who may use it; null, the default, leaves it to <see cref="EspHttpServer.Authentication"/>.</summary>
    public HttpBasicAuthentication? Authentication { get; set; }

    internal HttpRequestHandler Handler { get; }
}
