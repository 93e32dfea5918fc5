namespace ChunkedUpload;

/// <summary>Edit this for your network before you build for a board, and keep the password out of version control.</summary>
internal static class Settings
{
    internal const string WifiSsid = "your network";
    internal const string WifiPassword = "your password";

    /// <summary>Where to send the measurements: anything that takes a POST, the bench of this repository for instance.</summary>
    internal const string Url = "http://192.168.1.2:8080/upload";
}
