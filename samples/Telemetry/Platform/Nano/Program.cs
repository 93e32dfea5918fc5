using System;
using System.Threading;
using EspNet.Mqtt;
using EspNet.Tls;
using nanoFramework.Networking;

namespace Telemetry;

/// <summary>Start on a board.</summary>
public static class Program
{
    private const int WifiTimeout = 60_000;
    private const int WifiPause = 5_000;

    public static void Main()
    {
        MqttClientOptions options = new MqttClientOptions(Settings.BrokerUri);
        if (Settings.CaCertificate.Length > 0)
        {
            options.Network.Tls.CaCertificates = TlsCertificates.FromPem(Settings.CaCertificate);
        }

        // Certificates are valid from a date to a date, so TLS needs the time.
        ConnectWifi(needsTime: options.Broker.Scheme == "mqtts");
        using TelemetryDevice device = new TelemetryDevice(options, new SimulatedSensor());
        device.Run();
    }

    private static void ConnectWifi(bool needsTime)
    {
        while (true)
        {
            Console.WriteLine("joining the Wi-Fi network " + Settings.WifiSsid);

            // Without a token that ends the wait, the helper waits for an address for ever.
            using CancellationTokenSource timeout = new CancellationTokenSource(WifiTimeout);
            if (WifiNetworkHelper.ConnectDhcp(Settings.WifiSsid, Settings.WifiPassword, requiresDateTime: needsTime, token: timeout.Token))
            {
                return;
            }

            string detail = WifiNetworkHelper.HelperException == null ? "no address in time" : WifiNetworkHelper.HelperException.Message;
            Console.WriteLine("no Wi-Fi: " + detail);
            Thread.Sleep(WifiPause);
        }
    }
}
