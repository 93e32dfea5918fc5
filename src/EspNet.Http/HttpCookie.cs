using System;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>A cookie that a server sets, or that a client keeps (RFC 6265).</summary>
public sealed class HttpCookie
{
    /// <summary>The value of <see cref="MaxAge"/> for a cookie that ends with the session: -1.</summary>
    public const int Session = -1;

    private string? _domain;
    private string? _path;
    private string? _sameSite = "Lax";

    /// <summary>Makes a cookie.</summary>
    /// <param name="name">Its name, a token.</param>
    /// <param name="value">Its value: ASCII without blanks, quotes, commas, semicolons and backslashes. Encode what is more.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: name or value hold what they may not.</exception>
    public HttpCookie(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        ArgumentNullException.ThrowIfNull(value, nameof(value));
        if (!FieldText.IsToken(name))
        {
            throw new HttpException(HttpError.InvalidMessage, $"\"{name}\" cannot be the name of a cookie. Use letters, digits and hyphens.");
        }

        if (!FieldText.IsValue(value) || value.IndexOfAny(new[] { ' ', '\t', '"', ',', ';', '\\' }) >= 0 || !FieldText.IsAscii(value))
        {
            throw new HttpException(HttpError.InvalidMessage, $"The value of the cookie {name} holds what it may not. Encode it, for instance as base64.");
        }

        Name = name;
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The hosts that get it: this one and all below; null, the default, for the host that set it only.</summary>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: a semicolon or a control character in it.</exception>
    public string? Domain
    {
        get => _domain;
        set => _domain = Check(value, nameof(Domain));
    }

    /// <summary>The paths that get it: this one and all below; null, the default, for the folder of the request that it answers.</summary>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: a semicolon or a control character in it.</exception>
    public string? Path
    {
        get => _path;
        set => _path = Check(value, nameof(Path));
    }

    /// <summary>How long it is kept, in seconds; 0 deletes it, <see cref="Session"/>, the default, keeps it while the client runs.</summary>
    public int MaxAge { get; set; } = Session;

    /// <summary>It is sent over https only. Default no.</summary>
    public bool IsSecure { get; set; }

    /// <summary>Scripts of a page do not see it. Default yes.</summary>
    public bool IsHttpOnly { get; set; } = true;

    /// <summary>Strict, Lax or None: whether requests that another site causes carry it; null for what the client thinks best. Default Lax.</summary>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: a semicolon or a control character in it.</exception>
    public string? SameSite
    {
        get => _sameSite;
        set => _sameSite = Check(value, nameof(SameSite));
    }

    /// <summary>The value of the Set-Cookie field.</summary>
    /// <returns>Name, value and attributes.</returns>
    public override string ToString() => Name + "=" + Value
        + (Domain is null ? string.Empty : "; Domain=" + Domain)
        + (Path is null ? string.Empty : "; Path=" + Path)
        + (MaxAge < 0 ? string.Empty : "; Max-Age=" + MaxAge.ToString())
        + (IsSecure ? "; Secure" : string.Empty)
        + (IsHttpOnly ? "; HttpOnly" : string.Empty)
        + (SameSite is null ? string.Empty : "; SameSite=" + SameSite);

    /// <summary>The value of a cookie in a Cookie field; null when it is not there.</summary>
    internal static string? Find(string field, string name)
    {
        string[] pairs = field.Split(';');
        for (int i = 0; i < pairs.Length; i++)
        {
            int mark = pairs[i].IndexOf('=');
            if (mark > 0 && FieldText.Trim(pairs[i].Substring(0, mark)) == name)
            {
                return FieldText.Trim(pairs[i].Substring(mark + 1)).Trim('"');
            }
        }

        return null;
    }

    private static string? Check(string? value, string attribute)
    {
        if (value is not null && (!FieldText.IsValue(value) || value.IndexOf(';') >= 0))
        {
            throw new HttpException(HttpError.InvalidMessage, $"The attribute {attribute} of a cookie holds no semicolon and no control character.");
        }

        return value;
    }
}
