using System;
using System.Text;
using EspNet.Sockets;

namespace EspNet.Http.Authentication;

/// <summary>The Authorization field of Basic authentication (RFC 7617).</summary>
internal static class BasicAuthorization
{
    private const string Scheme = "basic ";

    /// <exception cref="HttpException">The user name holds a colon, which would be taken for its end.</exception>
    internal static string Format(string userName, string password)
    {
        if (userName.IndexOf(':') >= 0)
        {
            throw new HttpException(HttpError.InvalidMessage, "A user name for Basic authentication holds no colon (RFC 7617, section 2).");
        }

        return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userName + ":" + password));
    }

    internal static bool TryParse(string value, out string userName, out string password)
    {
        userName = string.Empty;
        password = string.Empty;
        if (value.Length <= Scheme.Length || PlatformText.ToLower(value.Substring(0, Scheme.Length)) != Scheme)
        {
            return false;
        }

        byte[] bytes = Base64.Decode(value.Substring(Scheme.Length).Trim(' '));
        if (bytes.Length == 0 || !Utf8.IsValid(bytes, 0, bytes.Length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        int colon = text.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        userName = text.Substring(0, colon);
        password = text.Substring(colon + 1);
        return true;
    }
}
