using System;

namespace Telemetry;

/// <summary>Room air that drifts a little, for boards without a sensor.</summary>
public sealed class SimulatedSensor : ISensor
{
    private readonly Random _random = new Random();
    private double _temperature = 21.0;
    private double _humidity = 45.0;

    public Reading Read()
    {
        _temperature += (_random.NextDouble() - 0.5) * 0.2;
        _humidity += (_random.NextDouble() - 0.5) * 0.4;
        return new Reading(_temperature, _humidity);
    }
}
