using System;
using System.Runtime.CompilerServices;

namespace EspNet.Sockets;

/// <summary>The one check that every numeric option needs. EspNet.Testing compiles it in as well.</summary>
internal static class OptionRange
{
    internal static int Check(int value, int smallest, int largest, [CallerMemberName] string option = "")
    {
        if (value < smallest || value > largest)
        {
            throw new ArgumentOutOfRangeException(nameof(value), $"{option} must be {smallest} to {largest}.");
        }

        return value;
    }
}
