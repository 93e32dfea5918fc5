namespace EspNet.Http.Internal;

/// <summary>Where a redirect leads, and with what (RFC 9110, section 15.4).</summary>
internal static class Redirection
{
    internal static bool IsRedirect(int statusCode) =>
        statusCode == 301 || statusCode == 302 || statusCode == 303 || statusCode == 307 || statusCode == 308;

    /// <summary>
    /// The method of the next request. 303 asks for GET whatever it was; after 301 and 302 a POST becomes a GET, as every
    /// client has it; 307 and 308 repeat the request.
    /// </summary>
    internal static string GetMethod(int statusCode, string method)
    {
        if (statusCode == 303)
        {
            return method == "HEAD" ? method : "GET";
        }

        return (statusCode == 301 || statusCode == 302) && method == "POST" ? "GET" : method;
    }

    /// <summary>The URL of the next request.</summary>
    /// <exception cref="HttpException">It is not followed.</exception>
    internal static HttpUrl GetUrl(HttpUrl from, string location)
    {
        HttpUrl to;
        try
        {
            to = from.Resolve(location);
        }
        catch (HttpException e)
        {
            throw new HttpException(HttpError.RedirectRefused, $"{from} redirects to what cannot be followed. {e.Message}", e);
        }

        if (from.IsSecure && !to.IsSecure)
        {
            throw new HttpException(
                HttpError.RedirectRefused,
                $"{from} redirects to {to}, which is not secure. A redirect from https to http is never followed.");
        }

        return to;
    }
}
