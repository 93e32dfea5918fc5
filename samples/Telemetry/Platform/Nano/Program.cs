using System;
using EspNet.Mqtt;
using EspNet.Time;
using EspNet.Tls;
using Samples;

namespace Telemetry;

/// <summary>Start on a board.</summary>
public static class Program
{
    private const int TimeToReport = 60_000;

    public static void Main()
    {
        MqttClientOptions options = new MqttClientOptions(Settings.BrokerUri);
        if (Settings.CaCertificate.Length > 0)
        {
            options.Network.Tls.CaCertificates = TlsCertificates.FromPem(Settings.CaCertificate);
        }

        Wifi.Connect(Settings.WifiSsid, Settings.WifiPassword);
        using TimeService time = new TimeService();
        time.SynchronisationFailed += (_, failure) => Console.WriteLine(failure.Message);
        time.Start();
        if (options.Broker.Scheme == "mqtts")
        {
            // Certificates are valid from a date to a date, so TLS needs the time.
            while (!time.WaitForSync(TimeToReport))
            {
                Console.WriteLine("waiting for the time");
            }
        }

        using TelemetryDevice device = new TelemetryDevice(options, new SimulatedSensor());
        device.Run();
    }
}
