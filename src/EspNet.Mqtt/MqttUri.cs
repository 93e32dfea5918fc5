using System;
using System.Text;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>The parts of a broker's URI: <c>mqtt://user:pass@host:1883</c>. Schemes: mqtt (1883), mqtts (8883), ws (80), wss (443).</summary>
public sealed class MqttUri
{
    internal const string PlainScheme = "mqtt";
    internal const string SecureScheme = "mqtts";

    private const string Example = " A broker's URI looks like mqtt://user:pass@host:1883.";

    private MqttUri(string scheme, string host, int port, string? userName, string? password, string path)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
        UserName = userName;
        Password = password;
        Path = path;
    }

    /// <summary>mqtt, mqtts, ws or wss.</summary>
    public string Scheme { get; }

    /// <summary>Host name or address; an IPv6 literal without its brackets.</summary>
    public string Host { get; }

    /// <summary>Port; the scheme's own when none is given.</summary>
    public int Port { get; }

    /// <summary>User name, decoded; null when there is none.</summary>
    public string? UserName { get; }

    /// <summary>Password, decoded; null when there is none.</summary>
    public string? Password { get; }

    /// <summary>What follows host and port, for WebSocket; empty for mqtt and mqtts.</summary>
    public string Path { get; }

    /// <summary>Takes a URI apart.</summary>
    /// <param name="uri">The URI.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="ArgumentNullException">The URI is null.</exception>
    /// <exception cref="MqttException">It is not a broker's URI (InvalidOptions); the message says why.</exception>
    public static MqttUri Parse(string uri)
    {
        if (uri == null)
        {
            throw new ArgumentNullException(nameof(uri));
        }

        int mark = uri.IndexOf("://");
        if (mark <= 0)
        {
            throw Invalid("The URI has no scheme.");
        }

        string scheme = uri.Substring(0, mark).ToLower();
        int port = DefaultPort(scheme);
        string rest = uri.Substring(mark + 3);
        string path = string.Empty;
        int slash = rest.IndexOf('/');
        if (slash >= 0)
        {
            path = rest.Substring(slash);
            rest = rest.Substring(0, slash);
        }

        if (scheme != "ws" && scheme != "wss")
        {
            if (path.Length > 1)
            {
                throw Invalid("The URI has a path, which " + scheme + " does not use.");
            }

            path = string.Empty;
        }

        if (rest.IndexOf('?') >= 0 || rest.IndexOf('#') >= 0)
        {
            throw Invalid("The URI has a query or fragment where the host stands.");
        }

        UriAuthority authority = UriAuthority.Parse(PlainScheme, rest);
        if (authority.Error is not null)
        {
            throw Invalid(authority.Error);
        }

        return new MqttUri(
            scheme,
            authority.Host,
            authority.Port == 0 ? port : authority.Port,
            Decode(authority.UserName),
            Decode(authority.Password),
            path);
    }

    /// <summary>The port of a scheme (IANA).</summary>
    internal static int DefaultPort(string scheme)
    {
        return scheme switch
        {
            PlainScheme => MqttDefaults.Port,
            SecureScheme => MqttDefaults.SecurePort,
            "ws" => 80,
            "wss" => 443,
            _ => throw Invalid("The scheme \"" + scheme + "\" is not mqtt, mqtts, ws or wss."),
        };
    }

    /// <summary>Percent-decoding of a user name or password (RFC 3986, section 2.1).</summary>
    private static string? Decode(string? text)
    {
        if (text is null || text.IndexOf('%') < 0)
        {
            return text;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = PercentEncoding.Decode(bytes, false, true);
        if (length < 0)
        {
            throw Invalid("A percent sign is not followed by two hex digits.");
        }

        // A string cannot carry other bytes: they would be replaced, and a password with them silently changed.
        if (!Utf8.IsValid(bytes, 0, length))
        {
            throw Invalid("The user name or password is not valid UTF-8 or holds U+0000; other bytes can only be set as Credentials.Password.");
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static MqttException Invalid(string why) => new MqttException(MqttError.InvalidOptions, why + Example);
}
