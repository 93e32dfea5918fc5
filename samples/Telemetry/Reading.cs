namespace Telemetry;

/// <summary>What the sensor measured at one moment.</summary>
public readonly struct Reading
{
    public Reading(double temperature, double humidity)
    {
        Temperature = temperature;
        Humidity = humidity;
    }

    /// <summary>Temperature in degrees Celsius.</summary>
    public double Temperature { get; }

    /// <summary>Relative humidity in percent.</summary>
    public double Humidity { get; }
}
