using System;
using EspNet.Http.Authentication;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>What the exchanges of one client share: options, connections, cookies, and what is known of authentication.</summary>
internal sealed class ClientContext
{
    private readonly object _lock = new object();
    private HttpUrl? _authenticatedUrl;
    private HttpAuthenticator? _authenticator;
    private Random? _random;

    internal ClientContext(HttpClientOptions options)
    {
        Options = options;
        Pool = new ConnectionPool(options);
    }

    internal HttpClientOptions Options { get; }

    internal ConnectionPool Pool { get; }

    internal HttpCookieJar? Cookies { get; set; }

    internal HttpCredentials? Credentials { get; set; }

    internal string? GetCookies(HttpUrl url) => Cookies?.GetHeader(url.Host, url.Path, url.IsSecure, MonotonicClock.Milliseconds);

    internal void StoreCookies(HttpUrl url, HttpReceivedFields fields)
    {
        if (Cookies is null)
        {
            return;
        }

        string[] cookies = fields.GetAll("Set-Cookie");
        for (int i = 0; i < cookies.Length; i++)
        {
            Cookies.Store(url.Host, url.Path, url.IsSecure, cookies[i], DateTime.UtcNow, MonotonicClock.Milliseconds);
        }
    }

    /// <summary>The Authorization field for a URL of the request's origin; null while that has not asked for one.</summary>
    internal string? GetAuthorization(HttpRequest request, HttpUrl url, string method)
    {
        HttpCredentials? credentials = GetCredentials(request.Url);
        if (credentials is null)
        {
            return null;
        }

        lock (_lock)
        {
            return IsKnown(url, credentials) ? _authenticator!.GetAuthorization(method, url.Target) : null;
        }
    }

    /// <summary>The server has answered 401: whether the request can be sent again with an answer to its challenge.</summary>
    /// <exception cref="HttpException">The challenge is one that the options do not allow to be answered.</exception>
    internal bool TryAnswerChallenge(HttpRequest request, HttpUrl url, HttpReceivedFields fields, int answers)
    {
        HttpCredentials? credentials = url.IsSameOrigin(request.Url) ? GetCredentials(request.Url) : null;
        if (credentials is null)
        {
            return false;
        }

        lock (_lock)
        {
            if (!IsKnown(url, credentials))
            {
                _random ??= new Random(PlatformNetwork.CreateSeed());
                _authenticator = new HttpAuthenticator(credentials, _random);
                _authenticatedUrl = url;
            }

            return _authenticator!.TryAnswer(fields.GetAll("WWW-Authenticate"), url.IsSecure, answers);
        }
    }

    private HttpCredentials? GetCredentials(HttpUrl url)
    {
        if (url.UserName is null)
        {
            return Credentials;
        }

        return new HttpCredentials(url.UserName, url.Password ?? string.Empty)
        {
            InsecureAllowBasicWithoutTls = Credentials is not null && Credentials.InsecureAllowBasicWithoutTls,
        };
    }

    private bool IsKnown(HttpUrl url, HttpCredentials credentials) =>
        _authenticator is not null
        && _authenticatedUrl!.IsSameOrigin(url)
        && _authenticator.Credentials.UserName == credentials.UserName
        && _authenticator.Credentials.Password == credentials.Password;
}
