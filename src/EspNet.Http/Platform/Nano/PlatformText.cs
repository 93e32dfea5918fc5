namespace EspNet.Http;

/// <summary>Text by characters. The device knows nothing else.</summary>
internal static class PlatformText
{
    internal static int IndexOf(string text, string value, int start) => text.IndexOf(value, start);

    /// <summary>The lower-case form of A to Z.</summary>
    internal static string ToLower(string text) => text.ToLower();
}
