using System;

namespace EspNet.Http;

/// <summary>Text by characters. The PC's defaults are the culture's, in which an invisible character is none.</summary>
internal static class PlatformText
{
    internal static int IndexOf(string text, string value, int start) => text.IndexOf(value, start, StringComparison.Ordinal);

    /// <summary>The lower-case form of A to Z.</summary>
    internal static string ToLower(string text) => text.ToLowerInvariant();
}
