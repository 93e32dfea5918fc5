using System;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>
/// User name and password for servers that ask for them. The strongest scheme that the server offers is used: Digest with
/// SHA-256, Digest with MD5 (RFC 7616), Basic (RFC 7617).
/// </summary>
public sealed class HttpCredentials
{
    /// <summary>Makes credentials.</summary>
    /// <param name="userName">The user name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.InvalidMessage"/>: a control character, which no scheme allows (RFC 7617, section 2).</exception>
    public HttpCredentials(string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(userName, nameof(userName));
        ArgumentNullException.ThrowIfNull(password, nameof(password));
        if (!FieldText.IsValue(userName) || !FieldText.IsValue(password))
        {
            throw new HttpException(HttpError.InvalidMessage, "A user name or password holds no control characters. Look for a line break at its end.");
        }

        UserName = userName;
        Password = password;
    }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>
    /// Answers a server that asks for Basic over http: the password goes readably over the network (RFC 7617, section 4).
    /// Default no: then such a server is <see cref="HttpError.AuthenticationRefused"/>.
    /// </summary>
    public bool InsecureAllowBasicWithoutTls { get; set; }
}
