namespace Telemetry;

/// <summary>Where readings come from. Put your own sensor behind it.</summary>
public interface ISensor
{
    /// <summary>Measures once. An exception ends the application: catch here what the sensor can recover from.</summary>
    Reading Read();
}
