namespace EspNet.Http.Tests;

/// <summary>How closely splits are tried. The PC has the time for every one.</summary>
internal static class RigSplits
{
    internal const int Step = 1;
}
