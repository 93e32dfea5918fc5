namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>Makes streams from their numbers, and checks what becomes of them.</summary>
internal interface IFuzzStream
{
    /// <summary>What runs once in a process has run, so that allocations count from here on.</summary>
    bool IsWarm { get; set; }

    /// <summary>Runs a stream.</summary>
    /// <param name="number">The seed of all that is random in it.</param>
    /// <exception cref="FuzzFailure">It broke a promise.</exception>
    void Run(int number);
}
