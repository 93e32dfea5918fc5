namespace FirmwareDownload;

/// <summary>Edit this for your network before you build for a board, and keep the password out of version control.</summary>
internal static class Settings
{
    internal const string WifiSsid = "your network";
    internal const string WifiPassword = "your password";

    /// <summary>The image; its SHA-256 in hex is at the same URL with .sha256.</summary>
    internal const string Url = "http://192.168.1.2:8080/firmware";
}
