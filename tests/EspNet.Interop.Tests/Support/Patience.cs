namespace EspNet.Interop.Tests.Support;

/// <summary>Longer than anything here takes on a slow machine; only a hang reaches it.</summary>
internal static class Patience
{
    internal const int Milliseconds = 20_000;
}
