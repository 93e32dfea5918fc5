namespace EspNet.Http.Tests;

/// <summary>How closely splits are tried. The interpreter has not the time for every one; a prime reaches every place of a line.</summary>
internal static class RigSplits
{
    internal const int Step = 13;
}
