using System;
using System.Threading;
using EspNet.Mqtt;
using nanoFramework.Networking;

namespace Telemetry;

/// <summary>Start on a board.</summary>
public static class Program
{
    private const int WifiTimeout = 60_000;
    private const int WifiPause = 5_000;

    public static void Main()
    {
        ConnectWifi();
        using TelemetryDevice device = new TelemetryDevice(new MqttClientOptions(Settings.BrokerUri), new SimulatedSensor());
        device.Run();
    }

    private static void ConnectWifi()
    {
        while (true)
        {
            Console.WriteLine("joining the Wi-Fi network " + Settings.WifiSsid);

            // Without a token that ends the wait, the helper waits for an address for ever.
            using CancellationTokenSource timeout = new CancellationTokenSource(WifiTimeout);
            if (WifiNetworkHelper.ConnectDhcp(Settings.WifiSsid, Settings.WifiPassword, token: timeout.Token))
            {
                return;
            }

            string detail = WifiNetworkHelper.HelperException == null ? "no address in time" : WifiNetworkHelper.HelperException.Message;
            Console.WriteLine("no Wi-Fi: " + detail);
            Thread.Sleep(WifiPause);
        }
    }
}
