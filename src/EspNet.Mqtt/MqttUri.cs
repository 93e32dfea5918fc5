using System;
using System.Text;
using EspNet.Mqtt.Protocol;

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

        string? userName = null;
        string? password = null;
        if (rest.Length == 0)
        {
            // Asked here because the device's LastIndexOf throws on an empty string.
            throw Invalid("The URI has no host.");
        }

        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            userName = rest.Substring(0, at);
            rest = rest.Substring(at + 1);
            int colon = userName.IndexOf(':');
            if (colon >= 0)
            {
                password = Decode(userName.Substring(colon + 1));
                userName = userName.Substring(0, colon);
            }

            userName = Decode(userName);
        }

        if (rest.IndexOf('?') >= 0 || rest.IndexOf('#') >= 0)
        {
            throw Invalid("The URI has a query or fragment where the host stands.");
        }

        string host = SplitHost(rest, ref port);
        if (host.IndexOf(' ') >= 0)
        {
            throw Invalid("The host contains a blank.");
        }

        if (host.Length == 0)
        {
            throw Invalid("The URI has no host.");
        }

        return new MqttUri(scheme, host, port, userName, password, path);
    }

    private static string SplitHost(string authority, ref int port)
    {
        int portMark;
        string host;
        int close = authority.IndexOf(']');
        if (authority.Length > 0 && authority[0] == '[')
        {
            if (close < 0)
            {
                throw Invalid("The IPv6 address has no closing bracket.");
            }

            host = authority.Substring(1, close - 1);
            portMark = close + 1;
            if (portMark < authority.Length && authority.IndexOf(':', portMark) != portMark)
            {
                throw Invalid("Something other than a port follows the address.");
            }
        }
        else
        {
            portMark = authority.IndexOf(':');
            if (portMark < 0)
            {
                portMark = authority.Length;
            }

            host = authority.Substring(0, portMark);
            if (portMark < authority.Length && authority.LastIndexOf(':') != portMark)
            {
                throw Invalid("The host holds more than one colon. Put an IPv6 address in brackets: mqtt://[::1].");
            }
        }

        if (portMark < authority.Length)
        {
            port = ParsePort(authority.Substring(portMark + 1));
        }

        return host;
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

    private static int ParsePort(string text)
    {
        int port = 0;
        foreach (char digit in text.ToCharArray())
        {
            if (digit < '0' || digit > '9' || port > 65_535)
            {
                throw Invalid("The port \"" + text + "\" is not a number from 1 to 65535.");
            }

            port = (port * 10) + digit - '0';
        }

        if (port < 1 || port > 65_535)
        {
            throw Invalid("The port \"" + text + "\" is not a number from 1 to 65535.");
        }

        return port;
    }

    /// <summary>Percent-decoding (RFC 3986, section 2.1).</summary>
    private static string Decode(string text)
    {
        if (text.IndexOf('%') < 0)
        {
            return text;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (value == '%')
            {
                int high = i + 2 < bytes.Length ? HexDigit(bytes[i + 1]) : -1;
                int low = i + 2 < bytes.Length ? HexDigit(bytes[i + 2]) : -1;
                if (high < 0 || low < 0)
                {
                    throw Invalid("A percent sign is not followed by two hex digits.");
                }

                value = (byte)((high << 4) | low);
                i += 2;
            }

            bytes[length++] = value;
        }

        // A string cannot carry other bytes: they would be replaced, and a password with them silently changed.
        if (!Utf8.IsValid(bytes, 0, length))
        {
            throw Invalid("The user name or password is not valid UTF-8 or holds U+0000; other bytes can only be set as Credentials.Password.");
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static int HexDigit(int character)
    {
        if (character >= '0' && character <= '9')
        {
            return character - '0';
        }

        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static MqttException Invalid(string why) => new MqttException(MqttError.InvalidOptions, why + Example);
}
