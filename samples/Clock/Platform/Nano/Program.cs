using EspNet.Time;
using EspNet.Time.Zones;
using Samples;

namespace Clock;

/// <summary>Start on a board.</summary>
public static class Program
{
    private const int Period = 10_000;

    public static void Main()
    {
        Wifi.Connect(Settings.WifiSsid, Settings.WifiPassword);
        TimeServiceOptions options = new TimeServiceOptions();
        if (Settings.Server.Length > 0)
        {
            options.Servers = new[] { Settings.Server };
        }

        new WallClock(options, TimeZones.Find(Settings.TimeZone)).Run(Period);
    }
}
