namespace EspNet.Mqtt.Tests;

/// <summary>Text that MQTT does not allow. It is made at run time, because a compiler may repair a literal.</summary>
internal static class BadText
{
    internal static string LoneHighSurrogate => new string(new[] { 'a', '\uD83D', 'b' });

    internal static string LoneLowSurrogate => new string(new[] { 'a', '\uDE00', 'b' });

    internal static string EndsInHighSurrogate => new string(new[] { 'a', '\uD83D' });

    internal static string SwappedSurrogates => new string(new[] { '\uDE00', '\uD83D' });

    /// <summary>On the device a string ends at U+0000, so that it cannot hold one.</summary>
    internal static string Nul => new string(new[] { 'a', '\0', 'b' });

    internal static bool CanHoldNul => Nul.Length == 3;
}
