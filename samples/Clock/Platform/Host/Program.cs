using System;
using System.Runtime.InteropServices;
using EspNet.Time;
using EspNet.Time.Zones;

namespace Clock;

/// <summary>Start on a PC.</summary>
internal static class Program
{
    private const int UsageError = 2;
    private const int Period = 1_000;
    private const string DefaultZone = "Europe/Berlin";

    private const string Usage = """
        A clock on this PC that is synchronised by SNTP. This PC's own clock is never set.

          (no arguments)           runs it against a time server of its own for about 10 seconds; the exit code is 0 when
                                   the time was right at the end
          --server HOST[:PORT]     runs it against this server until Ctrl-C
          --zone ZONE              the zone of the local time, as Europe/Berlin or CET-1CEST,M3.5.0,M10.5.0/3;
                                   default Europe/Berlin
          --help                   this text
        """;

    private static int Main(string[] args)
    {
        string? server = null;
        string zone = DefaultZone;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (args[i] == "--help" || i + 1 == args.Length || args[i] is not ("--server" or "--zone"))
            {
                bool isHelp = args[i] == "--help";
                (isHelp ? Console.Out : Console.Error).WriteLine(Usage);
                return isHelp ? 0 : UsageError;
            }

            server = args[i] == "--server" ? args[i + 1] : server;
            zone = args[i] == "--zone" ? args[i + 1] : zone;
        }

        try
        {
            PosixTimeZone parsed = TimeZones.TryFind(zone, out PosixTimeZone? found) ? found! : PosixTimeZone.Parse(zone);
            return server is null ? Demo.Run(parsed) : RunUntilStopped(server, parsed);
        }
        catch (Exception e) when (e is TimeZoneException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return UsageError;
        }
    }

    private static int RunUntilStopped(string server, PosixTimeZone zone)
    {
        using WallClock clock = new WallClock(new TimeServiceOptions { Servers = [server] }, zone);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // The process ends when the clock has.
            clock.Stop();
        }

        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Console.WriteLine($"asking {server}; Ctrl-C stops it");
        clock.Run(Period);
        return 0;
    }
}
