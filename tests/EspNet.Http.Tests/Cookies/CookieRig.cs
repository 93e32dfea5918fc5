using System;

namespace EspNet.Http.Tests.Cookies;

/// <summary>A jar, and a clock that stands still.</summary>
internal sealed class CookieRig
{
    internal const long Start = 1_000_000;

    internal CookieRig(int maximumCookies = HttpCookieJar.DefaultMaximumCookies, int maximumCookieSize = HttpCookieJar.DefaultMaximumCookieSize)
    {
        Jar = new HttpCookieJar(maximumCookies, maximumCookieSize);
    }

    internal HttpCookieJar Jar { get; }

    /// <summary>Milliseconds of the monotonic clock.</summary>
    internal long Now { get; set; } = Start;

    internal DateTime UtcNow { get; set; } = new DateTime(2026, 1, 1);

    /// <summary>A server answers a request for a URL with a Set-Cookie field.</summary>
    internal void Set(string url, string field)
    {
        HttpUrl from = HttpUrl.Parse(url);
        Jar.Store(from.Host, from.Path, from.IsSecure, field, UtcNow, Now);
    }

    /// <summary>The Cookie field of a request for a URL.</summary>
    internal string? Get(string url)
    {
        HttpUrl to = HttpUrl.Parse(url);
        return Jar.GetHeader(to.Host, to.Path, to.IsSecure, Now);
    }
}
