using System.Globalization;
using EspNet.Http;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>What the tests with nginx ask of it.</summary>
internal static class NginxHttp
{
    /// <summary>Fields that say which connection a request came over, and how many it has carried.</summary>
    internal const string Counting = "add_header X-Connection $connection always; add_header X-Requests $connection_requests always;";

    /// <summary>A path whose answer says what of the request could identify a user.</summary>
    internal const string Echo = "location = /echo { return 200 '$http_authorization|$http_cookie'; }";

    /// <summary>Files can be put below /put, and what is posted to /post becomes the file /put/posted.</summary>
    internal const string Storing = """
        location /put/ { dav_methods PUT; create_full_put_path on; client_max_body_size 1m; }
        location = /post { client_max_body_size 1m; proxy_method PUT; proxy_hide_header X-Connection; proxy_hide_header X-Requests; proxy_pass http://$server_addr:$server_port/put/posted; }
        """;

    /// <summary>The URL of a path, by address, or by name where the server speaks TLS.</summary>
    internal static string Url(this NginxServer server, string path, bool isSecure = false) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(isSecure ? "https://localhost" : "http://127.0.0.1")}:{server.Port}{path}");

    /// <summary>The number that nginx gives the connection.</summary>
    internal static string Connection(this HttpResponse response) => response.Fields.Get("X-Connection")!;

    /// <summary>How many requests the connection has carried.</summary>
    internal static string Requests(this HttpResponse response) => response.Fields.Get("X-Requests")!;

    /// <summary>Reads an answer and forgets it.</summary>
    internal static string Drain(this HttpResponse response)
    {
        using (response)
        {
            return response.ReadString();
        }
    }
}
