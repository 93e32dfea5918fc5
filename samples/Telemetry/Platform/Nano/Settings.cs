namespace Telemetry;

/// <summary>Edit this for your network before you build for a board, and keep the password out of version control.</summary>
internal static class Settings
{
    internal const string WifiSsid = "your network";
    internal const string WifiPassword = "your password";

    /// <summary>
    /// mqtt://host, mqtt://host:port or mqtt://user:password@host; mqtts:// for TLS. A board does not see the PC's
    /// "localhost".
    /// </summary>
    internal const string BrokerUri = "mqtt://192.168.1.10:1883";

    /// <summary>
    /// For mqtts://, the root certificate that the broker's leads to, as PEM text; empty for those that are stored in the
    /// device.
    /// </summary>
    internal const string CaCertificate = "";
}
