using System;
using EspNet.Http.Authentication;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>
/// Lets only those use a route who know a user name and password (RFC 7617). They are sent readably with each request, so
/// a server without TLS refuses to start with it unless it is told otherwise.
/// </summary>
public sealed class HttpBasicAuthentication
{
    private readonly HttpBasicValidator _validator;

    /// <summary>Makes an authentication with a check of the program's own.</summary>
    /// <param name="realm">What is protected, for the user to read.</param>
    /// <param name="validator">The check, called on a worker.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: the realm holds a quote, a backslash or a control character.</exception>
    public HttpBasicAuthentication(string realm, HttpBasicValidator validator)
    {
        ArgumentNullException.ThrowIfNull(realm, nameof(realm));
        ArgumentNullException.ThrowIfNull(validator, nameof(validator));
        if (!FieldText.IsValue(realm) || realm.IndexOf('"') >= 0 || realm.IndexOf('\\') >= 0)
        {
            throw new HttpException(HttpError.InvalidMessage, "A realm holds no quotes, backslashes or control characters.");
        }

        Realm = realm;
        _validator = validator;
    }

    /// <summary>Makes an authentication of one user.</summary>
    /// <param name="realm">What is protected, for the user to read.</param>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException">As for the other constructor.</exception>
    public HttpBasicAuthentication(string realm, string userName, string password)
        : this(realm, (user, secret) => IsSame(user, userName) & IsSame(secret, password))
    {
        ArgumentNullException.ThrowIfNull(userName, nameof(userName));
        ArgumentNullException.ThrowIfNull(password, nameof(password));
    }

    /// <summary>What is protected.</summary>
    public string Realm { get; }

    /// <summary>
    /// Allows it on a server without TLS, where everybody on the network can read the password; default no. On the device's
    /// own access point with a password that may be good enough.
    /// </summary>
    public bool InsecureAllowWithoutTls { get; set; }

    internal string Challenge => $"Basic realm=\"{Realm}\", charset=\"UTF-8\"";

    internal bool IsAllowed(string? authorization, out string userName)
    {
        string password;
        return BasicAuthorization.TryParse(authorization ?? string.Empty, out userName, out password) && _validator(userName, password);
    }

    /// <summary>Takes the same time wherever they differ, so that the time does not tell how much was right.</summary>
    private static bool IsSame(string given, string expected)
    {
        char[] left = given.ToCharArray();
        char[] right = expected.ToCharArray();
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ (right.Length == 0 ? 0 : right[i % right.Length]);
        }

        return difference == 0;
    }
}
