namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>SplitMix64: the same numbers from the same seed on every runtime, and no seed is a bad one.</summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    internal void Seed(ulong seed) => _state = seed;

    /// <summary>A number from 0 up to, but not including, a bound.</summary>
    internal int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(((z ^ (z >> 31)) >> 33) % (uint)bound);
    }

    /// <summary>True once in so many times.</summary>
    internal bool OneIn(int times) => Next(times) == 0;
}
