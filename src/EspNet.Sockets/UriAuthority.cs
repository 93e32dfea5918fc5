namespace EspNet.Sockets;

/// <summary>
/// The part of a URI that names the server: <c>user:password@host:port</c> (RFC 3986, section 3.2). It says what is wrong
/// instead of throwing, because each library throws an exception of its own.
/// </summary>
internal sealed class UriAuthority
{
    private readonly string _scheme;

    private UriAuthority(string scheme)
    {
        _scheme = scheme;
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    internal string? Error { get; private set; }

    /// <summary>Still encoded; null when there is none.</summary>
    internal string? UserName { get; private set; }

    /// <summary>Still encoded; null when there is none.</summary>
    internal string? Password { get; private set; }

    /// <summary>A name or an address, an IPv6 literal without its brackets.</summary>
    internal string Host { get; private set; } = string.Empty;

    /// <summary>0 when none is given.</summary>
    internal int Port { get; private set; }

    /// <param name="scheme">The scheme, for an example in what is said to be wrong.</param>
    /// <param name="text">The authority, without the slashes before it and the path behind it.</param>
    internal static UriAuthority Parse(string scheme, string text)
    {
        UriAuthority authority = new UriAuthority(scheme);
        if (text.Length == 0)
        {
            // Asked here because the device's LastIndexOf throws on an empty string.
            authority.Error = "The URI has no host.";
            return authority;
        }

        int at = text.LastIndexOf('@');
        if (at >= 0)
        {
            authority.SplitUser(text.Substring(0, at));
            text = text.Substring(at + 1);
        }

        authority.SplitHost(text);
        if (authority.Error is null && authority.Host.Length == 0)
        {
            authority.Error = "The URI has no host.";
        }
        else if (authority.Error is null && authority.Host.IndexOf(' ') >= 0)
        {
            authority.Error = "The host contains a blank.";
        }

        return authority;
    }

    private void SplitUser(string user)
    {
        int colon = user.IndexOf(':');
        if (colon >= 0)
        {
            Password = user.Substring(colon + 1);
            user = user.Substring(0, colon);
        }

        UserName = user;
    }

    private void SplitHost(string text)
    {
        int end;
        if (text.Length > 0 && text[0] == '[')
        {
            int close = text.IndexOf(']');
            if (close < 0)
            {
                Error = "The IPv6 address has no closing bracket.";
                return;
            }

            Host = text.Substring(1, close - 1);
            end = close + 1;
            if (end < text.Length && text.IndexOf(':', end) != end)
            {
                Error = "Something other than a port follows the address.";
                return;
            }
        }
        else
        {
            end = text.IndexOf(':');
            end = end < 0 ? text.Length : end;
            Host = text.Substring(0, end);
            if (end < text.Length && text.LastIndexOf(':') != end)
            {
                Error = "The host holds more than one colon. Put an IPv6 address in brackets: " + _scheme + "://[::1].";
                return;
            }
        }

        if (end < text.Length)
        {
            ParsePort(text.Substring(end + 1));
        }
    }

    private void ParsePort(string text)
    {
        int port = 0;
        foreach (char digit in text.ToCharArray())
        {
            port = digit < '0' || digit > '9' || port > 65_535 ? 65_536 : (port * 10) + digit - '0';
        }

        if (port < 1 || port > 65_535)
        {
            Error = "The port \"" + text + "\" is not a number from 1 to 65535.";
            return;
        }

        Port = port;
    }
}
