using System;
using System.Text;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>An http or https URL (RFC 9110, section 4.2; RFC 3986), taken apart once.</summary>
public sealed class HttpUrl
{
    /// <summary>The longest URL that is taken: 2,048 characters.</summary>
    public const int MaximumLength = 2048;

    private const string Plain = "http";
    private const string Secure = "https";
    private const string Example = " A URL looks like http://192.168.4.1/status or https://example.org:8443/a?b=c.";

    // Besides the unreserved ones: delimiters of paths and queries, and the percent sign of what is encoded already.
    private const string KeptInTarget = "!$&'()*+,;=:@/?%[]|";

    private static readonly char[] NotInTarget = { ' ', '"', '<', '>', '^', '`', '{', '}' };

    private HttpUrl(bool isSecure, string host, int port, string? userName, string? password, string target)
    {
        IsSecure = isSecure;
        Host = host;
        Port = port;
        UserName = userName;
        Password = password;
        Target = target;
    }

    /// <summary>http or https.</summary>
    public string Scheme => IsSecure ? Secure : Plain;

    /// <summary>The scheme is https.</summary>
    public bool IsSecure { get; }

    /// <summary>Name or address in lower case, an IPv6 literal without its brackets.</summary>
    public string Host { get; }

    /// <summary>The port; 80 or 443 when none is given.</summary>
    public int Port { get; }

    /// <summary>User name, decoded; null when there is none. It is no part of <see cref="ToString"/>.</summary>
    public string? UserName { get; }

    /// <summary>Password, decoded; null when there is none. It is no part of <see cref="ToString"/>.</summary>
    public string? Password { get; }

    /// <summary>Path and query, at least a slash: what a request line holds. Blanks and what is not ASCII are percent-encoded.</summary>
    public string Target { get; }

    /// <summary>The path, without the query.</summary>
    public string Path
    {
        get
        {
            int mark = Target.IndexOf('?');
            return mark < 0 ? Target : Target.Substring(0, mark);
        }
    }

    /// <summary>Host, and port where it is not the scheme's own: the value of the Host field.</summary>
    public string HostField
    {
        get
        {
            string host = Host.IndexOf(':') >= 0 ? "[" + WithoutZone(Host) + "]" : Host;
            return Port == DefaultPort(IsSecure) ? host : $"{host}:{Port}";
        }
    }

    /// <summary>Takes a URL apart.</summary>
    /// <param name="url">The URL. A fragment is dropped.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="ArgumentNullException">The URL is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidUrl"/>: it is not http or https, has no host, is too long, or holds what a URL may not.</exception>
    public static HttpUrl Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url, nameof(url));
        Check(url);
        int mark = PlatformText.IndexOf(url, "://", 0);
        if (mark <= 0)
        {
            throw Invalid("The URL has no scheme.");
        }

        return Parse(IsSecureScheme(url.Substring(0, mark)), url.Substring(mark + 3));
    }

    /// <summary>The URL that a reference means at this one (RFC 3986, section 5.2), for instance a Location field.</summary>
    /// <param name="reference">A URL, a path, or less.</param>
    /// <returns>The URL.</returns>
    /// <exception cref="ArgumentNullException">The reference is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidUrl"/>: it leads to something else than http or https, or is no reference.</exception>
    public HttpUrl Resolve(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference, nameof(reference));
        Check(reference);
        int end = reference.IndexOfAny(new[] { '/', '?', '#' });
        int colon = reference.IndexOf(':');
        if (colon > 0 && (end < 0 || colon < end))
        {
            bool isSecure = IsSecureScheme(reference.Substring(0, colon));
            if (PlatformText.IndexOf(reference, "//", colon + 1) != colon + 1)
            {
                throw Invalid("The URL has no host.");
            }

            return Parse(isSecure, reference.Substring(colon + 3));
        }

        if (PlatformText.IndexOf(reference, "//", 0) == 0)
        {
            return Parse(IsSecure, reference.Substring(2));
        }

        reference = WithoutFragment(reference);
        string target = reference.Length == 0 ? Target
            : reference[0] == '?' ? Path + Encode(reference)
            : reference[0] == '/' ? Encode(reference)
            : Path.Substring(0, Path.LastIndexOf('/') + 1) + Encode(reference);
        return new HttpUrl(IsSecure, Host, Port, null, null, DotSegments.Remove(target));
    }

    /// <summary>Whether both lead to the same server: scheme, host and port (RFC 6454).</summary>
    /// <param name="other">The other URL.</param>
    /// <returns>True when they do.</returns>
    /// <exception cref="ArgumentNullException">The other URL is null.</exception>
    public bool IsSameOrigin(HttpUrl other)
    {
        ArgumentNullException.ThrowIfNull(other, nameof(other));
        return IsSecure == other.IsSecure && Port == other.Port && Host == other.Host;
    }

    /// <summary>The URL without user name, password and fragment.</summary>
    /// <returns>The URL.</returns>
    public override string ToString() => $"{Scheme}://{HostField}{Target}";

    private static HttpUrl Parse(bool isSecure, string rest)
    {
        rest = WithoutFragment(rest);
        int end = rest.IndexOfAny(new[] { '/', '?' });
        UriAuthority authority = UriAuthority.Parse(Plain, end < 0 ? rest : rest.Substring(0, end));
        if (authority.Error is not null)
        {
            throw Invalid(authority.Error);
        }

        string host = PlatformText.ToLower(authority.Host);
        if (!FieldText.IsAscii(host) || host.IndexOfAny(new[] { '<', '>', '"', '{', '}', '|', '^', '`', ',' }) >= 0)
        {
            throw Invalid("The host holds what a name may not. Give a name with other letters in its form for DNS (xn--…).");
        }

        string target = end < 0 ? "/" : Encode(rest[end] == '/' ? rest.Substring(end) : "/" + rest.Substring(end));
        return new HttpUrl(
            isSecure,
            host,
            authority.Port == 0 ? DefaultPort(isSecure) : authority.Port,
            Decode(authority.UserName),
            Decode(authority.Password),
            DotSegments.Remove(target));
    }

    private static void Check(string text)
    {
        if (text.Length > MaximumLength)
        {
            throw Invalid($"The URL is longer than {MaximumLength} characters.");
        }

        if (!FieldText.IsValue(text) || text.IndexOf('\t') >= 0 || text.IndexOf('\\') >= 0)
        {
            throw Invalid("The URL holds a control character or a backslash.");
        }
    }

    private static bool IsSecureScheme(string scheme) => PlatformText.ToLower(scheme) switch
    {
        Plain => false,
        Secure => true,
        _ => throw Invalid($"The scheme \"{scheme}\" is not http or https."),
    };

    private static int DefaultPort(bool isSecure) => isSecure ? HttpServerOptions.DefaultSecurePort : HttpServerOptions.DefaultPort;

    private static string WithoutFragment(string text)
    {
        int mark = text.IndexOf('#');
        return mark < 0 ? text : text.Substring(0, mark);
    }

    /// <summary>A zone means something on this device only (RFC 6874).</summary>
    private static string WithoutZone(string address)
    {
        int zone = address.IndexOf('%');
        return zone < 0 ? address : address.Substring(0, zone);
    }

    private static string Encode(string target) =>
        target.IndexOfAny(NotInTarget) < 0 && FieldText.IsAscii(target) ? target : PercentEncoding.Encode(target, KeptInTarget);

    private static string? Decode(string? text)
    {
        if (text is null || text.IndexOf('%') < 0)
        {
            return text;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = PercentEncoding.Decode(bytes, false, true);
        string decoded = length >= 0 && Utf8.IsValid(bytes, 0, length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw Invalid("The user name or password is not percent-encoded UTF-8.");

        // It becomes part of a field: a line break in it would begin another one.
        return FieldText.IsValue(decoded) ? decoded : throw Invalid("The user name or password holds a control character.");
    }

    private static HttpException Invalid(string why) => new HttpException(HttpError.InvalidUrl, why + Example);
}
