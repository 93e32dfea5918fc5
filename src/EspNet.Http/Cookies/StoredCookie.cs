using System;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Cookies;

/// <summary>A cookie as a client keeps it, read from a Set-Cookie field (RFC 6265, section 5.2 and 5.3).</summary>
internal sealed class StoredCookie
{
    /// <summary>The expiry of a cookie that ends with the session.</summary>
    internal const long Never = long.MaxValue;

    // A device that was not told the date counts from 1970: what a server says about the future cannot be compared with that.
    private const int FirstBelievableYear = 2020;

    private StoredCookie(string name, string value)
    {
        Name = name;
        Value = value;
    }

    internal string Name { get; }

    internal string Value { get; }

    internal string Domain { get; private set; } = string.Empty;

    /// <summary>Only the host itself gets it, and none below.</summary>
    internal bool IsHostOnly { get; private set; } = true;

    internal string Path { get; private set; } = string.Empty;

    internal bool IsSecure { get; private set; }

    /// <summary>Milliseconds of the monotonic clock, so that setting the date does not end it.</summary>
    internal long ExpiresAt { get; private set; } = Never;

    internal bool IsExpired(long now) => ExpiresAt <= now;

    internal bool IsSameAs(StoredCookie other) => Name == other.Name && Domain == other.Domain && Path == other.Path;

    /// <summary>
    /// Whether a cookie that came without TLS would stand in for this one, which was set over TLS and is sent there only
    /// (RFC 6265bis, section 5.7): others on the network could set it.
    /// </summary>
    internal bool IsGuardedFrom(StoredCookie other) => IsSecure && Name == other.Name
        && (Domain == other.Domain || IsBelow(Domain, other.Domain) || IsBelow(other.Domain, Domain))
        && IsIn(other.Path, Path);

    internal bool Fits(string host, string path, bool isSecure) =>
        (!IsSecure || isSecure)
        && (host == Domain || (!IsHostOnly && IsBelow(host, Domain)))
        && IsIn(path, Path);

    /// <summary>Null when it is not taken.</summary>
    internal static StoredCookie? Parse(string field, string host, string path, bool isSecure, DateTime utcNow, long now)
    {
        string[] parts = field.Split(';');
        int mark = parts[0].IndexOf('=');
        string name = mark < 0 ? string.Empty : FieldText.Trim(parts[0].Substring(0, mark));
        if (name.Length == 0)
        {
            return null;
        }

        StoredCookie cookie = new StoredCookie(name, FieldText.Trim(parts[0].Substring(mark + 1))) { Domain = host, Path = DefaultPath(path) };
        bool hasMaxAge = false;
        bool hasPath = false;
        for (int i = 1; i < parts.Length; i++)
        {
            int equals = parts[i].IndexOf('=');
            string attribute = PlatformText.ToLower(FieldText.Trim(equals < 0 ? parts[i] : parts[i].Substring(0, equals)));
            string value = equals < 0 ? string.Empty : FieldText.Trim(parts[i].Substring(equals + 1));
            switch (attribute)
            {
                case "domain":
                    if (value.Length > 0 && !cookie.TrySetDomain(PlatformText.ToLower(value), host))
                    {
                        return null;
                    }

                    break;
                case "path":
                    hasPath = value == "/";
                    cookie.Path = value.Length > 0 && value[0] == '/' ? value : DefaultPath(path);
                    break;
                case "secure":
                    cookie.IsSecure = true;
                    break;
                case "max-age":
                    hasMaxAge |= cookie.TrySetMaxAge(value, now);
                    break;
                case "expires":
                    if (!hasMaxAge)
                    {
                        cookie.SetExpires(value, utcNow, now);
                    }

                    break;
                default:
                    // HttpOnly means nothing without scripts; what is not known is left out.
                    break;
            }
        }

        return cookie.IsAllowed(isSecure, hasPath) ? cookie : null;
    }

    private static bool IsBelow(string host, string domain) =>
        host.Length > domain.Length && PlatformText.IndexOf(host, "." + domain, host.Length - domain.Length - 1) >= 0;

    /// <summary>Whether a path is a folder or in it (RFC 6265, section 5.1.4).</summary>
    private static bool IsIn(string path, string folder) =>
        path == folder || (path.Length > folder.Length && PlatformText.IndexOf(path, folder, 0) == 0
            && (folder[folder.Length - 1] == '/' || path[folder.Length] == '/'));

    private static string DefaultPath(string path)
    {
        int last = path.LastIndexOf('/');
        return last <= 0 ? "/" : path.Substring(0, last);
    }

    /// <summary>Secure ones are taken from https only, and a prefix of the name promises how the cookie was set (RFC 6265bis, section 4.1.3).</summary>
    private bool IsAllowed(bool isSecure, bool isForAllPaths)
    {
        if (IsSecure && !isSecure)
        {
            return false;
        }

        string prefix = PlatformText.ToLower(Name);
        if (PlatformText.IndexOf(prefix, "__host-", 0) == 0)
        {
            return IsSecure && IsHostOnly && isForAllPaths;
        }

        return PlatformText.IndexOf(prefix, "__secure-", 0) != 0 || IsSecure;
    }

    private bool TrySetDomain(string domain, string host)
    {
        domain = domain[0] == '.' ? domain.Substring(1) : domain;
        if (domain == host)
        {
            // An address has nothing below it, and what is below a name without a dot belongs to others.
            IsHostOnly = domain.IndexOf('.') < 0 || AddressLiteral.Parse(host) is not null;
            Domain = host;
            return true;
        }

        // There is no list of the domains under which everybody can have a name; those without a dot surely are.
        if (domain.IndexOf('.') <= 0 || !IsBelow(host, domain) || AddressLiteral.Parse(host) is not null)
        {
            return false;
        }

        IsHostOnly = false;
        Domain = domain;
        return true;
    }

    private bool TrySetMaxAge(string value, long now)
    {
        bool isNegative = value.Length > 0 && value[0] == '-';
        char[] digits = (isNegative ? value.Substring(1) : value).ToCharArray();
        long seconds = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            if (digits[i] < '0' || digits[i] > '9')
            {
                return false;
            }

            seconds = seconds > int.MaxValue ? seconds : (seconds * 10) + digits[i] - '0';
        }

        if (digits.Length == 0)
        {
            return false;
        }

        ExpiresAt = isNegative || seconds == 0 ? long.MinValue : now + (seconds * 1000);
        return true;
    }

    private void SetExpires(string value, DateTime utcNow, long now)
    {
        DateTime expires;
        if (!HttpDate.TryParse(value, out expires))
        {
            return;
        }

        long left = (expires.Ticks - utcNow.Ticks) / TimeSpan.TicksPerMillisecond;
        bool isDateKnown = utcNow.Year >= FirstBelievableYear;
        if (isDateKnown || expires.Year < FirstBelievableYear)
        {
            ExpiresAt = left <= 0 || !isDateKnown ? long.MinValue : now + left;
        }
    }
}
