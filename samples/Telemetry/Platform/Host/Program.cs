using System;
using System.IO;
using System.Runtime.InteropServices;
using EspNet.Mqtt;
using EspNet.Tls;

namespace Telemetry;

/// <summary>Start on a PC.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private const string Usage = """
        The telemetry device on this PC.

          (no arguments)              runs it against a broker of its own for about 15 seconds, with the connection
                                      cut and refused on the way; the exit code is 0 when no reading was lost
          --broker mqtt://host:port   runs it against this broker until Ctrl-C; with mqtts:// over TLS
          --ca FILE                   trusts these certificates (PEM) instead of this PC's; after --broker mqtts://...
          --help                      this text
        """;

    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            TimedOutput.Install();
            return Demo.Run();
        }

        bool hasAuthority = args.Length == 4 && args[2] == "--ca";
        if (args[0] == "--broker" && (args.Length == 2 || hasAuthority))
        {
            return RunUntilStopped(args[1], hasAuthority ? args[3] : null);
        }

        bool isHelp = args.Length == 1 && args[0] == "--help";
        (isHelp ? Console.Out : Console.Error).WriteLine(Usage);
        return isHelp ? 0 : UsageError;
    }

    private static int RunUntilStopped(string uri, string? authorityFile)
    {
        try
        {
            MqttClientOptions options = new MqttClientOptions(uri);
            if (authorityFile is not null)
            {
                options.Network.Tls.CaCertificates = TlsCertificates.FromPem(File.ReadAllText(authorityFile));
            }

            using TelemetryDevice device = new TelemetryDevice(options, new SimulatedSensor());
            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = true; // The process ends when the device has said goodbye.
                device.Stop();
            }

            using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            TimedOutput.Install();
            Console.WriteLine($"{device.Client.ClientId} talks to {uri}; Ctrl-C stops it");
            device.Run();
            return 0;
        }
        catch (Exception e) when (e is MqttException { Error: MqttError.InvalidOptions } or TlsException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return UsageError;
        }
    }
}
