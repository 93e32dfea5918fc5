using System;
using System.Collections;
using EspNet.Http.Cookies;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// Keeps the cookies that servers set, and sends each where it belongs (RFC 6265): by domain, path, Secure and age. It is
/// bounded, stays in memory, and may be shared by clients and threads.
/// </summary>
/// <remarks>There is no list of public suffixes on the device: a server below co.uk could set a cookie for all of co.uk.</remarks>
public sealed class HttpCookieJar
{
    /// <summary>Default of the most cookies: 20.</summary>
    public const int DefaultMaximumCookies = 20;

    /// <summary>Default of the largest cookie with its attributes: 1,024 bytes.</summary>
    public const int DefaultMaximumCookieSize = 1024;

    /// <summary>
    /// The most characters that a request gets of it: 4,096. What does not fit is left out, the least specific paths first, so
    /// that no server can make its own requests impossible.
    /// </summary>
    public const int MaximumFieldSize = 4096;

    private readonly object _lock = new object();
    private readonly ArrayList _cookies = new ArrayList();
    private readonly int _maximumCookies;
    private readonly int _maximumCookieSize;

    /// <summary>Makes an empty jar with the default bounds.</summary>
    public HttpCookieJar()
        : this(DefaultMaximumCookies, DefaultMaximumCookieSize)
    {
    }

    /// <summary>Makes an empty jar.</summary>
    /// <param name="maximumCookies">The most cookies, 1 to 1,000. When one more comes, the oldest one goes.</param>
    /// <param name="maximumCookieSize">The largest cookie with its attributes, in characters, 16 to 8,192. A larger one is not kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public HttpCookieJar(int maximumCookies, int maximumCookieSize)
    {
        _maximumCookies = OptionRange.Check(maximumCookies, 1, 1000, nameof(maximumCookies));
        _maximumCookieSize = OptionRange.Check(maximumCookieSize, 16, 8192, nameof(maximumCookieSize));
    }

    /// <summary>How many cookies are kept, expired ones that were not noticed yet among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _cookies.Count;
            }
        }
    }

    /// <summary>How many cookies were not kept because they were too large.</summary>
    public int Refused { get; private set; }

    /// <summary>Forgets all cookies.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _cookies.Clear();
        }
    }

    /// <summary>Keeps a cookie as if the server of a URL had set it.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="cookie">The cookie.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void Add(HttpUrl url, HttpCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(url, nameof(url));
        ArgumentNullException.ThrowIfNull(cookie, nameof(cookie));
        Store(url.Host, url.Path, url.IsSecure, cookie.ToString(), DateTime.UtcNow, MonotonicClock.Milliseconds);
    }

    /// <summary>Keeps what a Set-Cookie field says.</summary>
    /// <param name="host">Who sent it, in lower case.</param>
    /// <param name="path">The path of the request that it answers.</param>
    /// <param name="isSecure">It came over https.</param>
    /// <param name="field">The field's value.</param>
    /// <param name="utcNow">The date.</param>
    /// <param name="now">Milliseconds of the monotonic clock.</param>
    internal void Store(string host, string path, bool isSecure, string field, DateTime utcNow, long now)
    {
        lock (_lock)
        {
            if (field.Length > _maximumCookieSize)
            {
                Refused++;
                return;
            }

            StoredCookie? cookie = StoredCookie.Parse(field, host, path, isSecure, utcNow, now);
            if (cookie is null || (!isSecure && IsGuarded(cookie, now)))
            {
                return;
            }

            int place = RemoveExpired(cookie, now);
            if (cookie.IsExpired(now))
            {
                return;
            }

            if (_cookies.Count == _maximumCookies)
            {
                _cookies.RemoveAt(0);
            }

            _cookies.Insert(place < 0 ? _cookies.Count : place, cookie);
        }
    }

    /// <summary>The value of the Cookie field of a request; null for none.</summary>
    internal string? GetHeader(string host, string path, bool isSecure, long now)
    {
        lock (_lock)
        {
            string? header = null;
            RemoveExpired(null, now);

            // Those with longer paths first, and the older ones first among those (RFC 6265, section 5.4).
            for (int length = FindLongestPath(host, path, isSecure, int.MaxValue); length > 0; length = FindLongestPath(host, path, isSecure, length))
            {
                for (int i = 0; i < _cookies.Count; i++)
                {
                    StoredCookie cookie = (StoredCookie)_cookies[i]!;
                    if (cookie.Path.Length == length && cookie.Fits(host, path, isSecure))
                    {
                        string pair = cookie.Name + "=" + cookie.Value;
                        string longer = header is null ? pair : header + "; " + pair;
                        header = longer.Length <= MaximumFieldSize ? longer : header;
                    }
                }
            }

            return header;
        }
    }

    private bool IsGuarded(StoredCookie cookie, long now)
    {
        for (int i = 0; i < _cookies.Count; i++)
        {
            StoredCookie kept = (StoredCookie)_cookies[i]!;
            if (!kept.IsExpired(now) && kept.IsGuardedFrom(cookie))
            {
                return true;
            }
        }

        return false;
    }

    private int FindLongestPath(string host, string path, bool isSecure, int below)
    {
        int longest = 0;
        for (int i = 0; i < _cookies.Count; i++)
        {
            StoredCookie cookie = (StoredCookie)_cookies[i]!;
            int length = cookie.Path.Length;
            if (length < below && length > longest && cookie.Fits(host, path, isSecure))
            {
                longest = length;
            }
        }

        return longest;
    }

    /// <summary>Removes what has expired and what a new cookie replaces; answers the place of that, or -1.</summary>
    private int RemoveExpired(StoredCookie? replacement, long now)
    {
        int place = -1;
        for (int i = 0; i < _cookies.Count;)
        {
            StoredCookie cookie = (StoredCookie)_cookies[i]!;
            bool isReplaced = replacement is not null && cookie.IsSameAs(replacement);
            if (!isReplaced && !cookie.IsExpired(now))
            {
                i++;
                continue;
            }

            if (isReplaced)
            {
                place = i;
            }

            _cookies.RemoveAt(i);
        }

        return place;
    }
}
