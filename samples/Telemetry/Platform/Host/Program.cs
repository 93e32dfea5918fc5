using System;
using System.Runtime.InteropServices;
using EspNet.Mqtt;

namespace Telemetry;

/// <summary>Start on a PC.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private const string Usage = """
        The telemetry device on this PC.

          (no arguments)              runs it against a broker of its own for about 15 seconds, with the connection
                                      cut and refused on the way; the exit code is 0 when no reading was lost
          --broker mqtt://host:port   runs it against this broker until Ctrl-C
          --help                      this text
        """;

    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            TimedOutput.Install();
            return Demo.Run();
        }

        if (args.Length == 2 && args[0] == "--broker")
        {
            return RunUntilStopped(args[1]);
        }

        bool isHelp = args.Length == 1 && args[0] == "--help";
        (isHelp ? Console.Out : Console.Error).WriteLine(Usage);
        return isHelp ? 0 : UsageError;
    }

    private static int RunUntilStopped(string uri)
    {
        try
        {
            using TelemetryDevice device = new TelemetryDevice(new MqttClientOptions(uri), new SimulatedSensor());
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
        catch (MqttException e) when (e.Error == MqttError.InvalidOptions)
        {
            Console.Error.WriteLine(e.Message);
            return UsageError;
        }
    }
}
