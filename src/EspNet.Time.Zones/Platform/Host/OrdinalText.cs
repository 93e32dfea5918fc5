using System;

namespace EspNet.Time.Zones;

/// <summary>Search by characters. The PC's default is the culture's, in which an invisible character is none.</summary>
internal static class OrdinalText
{
    internal static int IndexOf(string text, string value) => text.IndexOf(value, StringComparison.Ordinal);
}
