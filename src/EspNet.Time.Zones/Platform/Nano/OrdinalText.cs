namespace EspNet.Time.Zones;

/// <summary>Search by characters. The device knows no other one.</summary>
internal static class OrdinalText
{
    internal static int IndexOf(string text, string value) => text.IndexOf(value);
}
