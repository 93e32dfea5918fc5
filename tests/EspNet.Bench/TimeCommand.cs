using System.Globalization;
using EspNet.Bench.Time;

namespace EspNet.Bench;

/// <summary>Runs the time server until Ctrl-C, prints what happens, and takes faults from its standard input meanwhile.</summary>
internal static class TimeCommand
{
    public const string Help = """
        time [--listen address] [--port number] [--fault name[=value]]...

          --listen   address to listen on, default 127.0.0.1; 0.0.0.0 for a board on the network
          --port     default 0, a free port; a board asks port 123, which needs an administrator
          --fault    may be given several times, and typed as a line while it runs:
                     offset=seconds           ahead of this PC, behind it when negative: offset=-0.25
                     drift=ppm                so many millionths faster than this PC from now on
                     delay=ms                 answers leave so much later
                     silent, answer           never answer, answer again
                     drop=n                   do not answer the next n requests
                     wrong-origin             answers to what was not asked
                     kiss=code                kiss-o'-death: DENY, RSTR, RATE or four other characters
                     kiss-once=code           for the next answer only
                     leap=n                   leap indicator, 0 to 3; 3 is not synchronised
                     stratum=n                0 to 16
                     clear                    no fault any more, and the time of this PC

        It ends with a summary on Ctrl-C; the exit code is 1 when a request broke RFC 4330.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        var options = new ServiceOptions();
        options.Read(args);
        using var server = new BenchTimeServer { Address = options.Address };
        server.Logged += ServiceOptions.Print;
        options.Run(
            () => server.Start(options.Port),
            fault => Arm(server.Faults, fault),
            () => $"Time server on {server.Address}:{server.Port}; Ctrl-C ends it.");

        Console.WriteLine($"{server.Requests} requests, {server.Answers} answers, {server.Violations.Count} violations");
        foreach (string violation in server.Violations)
        {
            Console.WriteLine($"  {violation}");
        }

        return server.Violations.Count == 0 ? 0 : 1;
    }

    private static void Arm(TimeServerFaults faults, string fault)
    {
        string[] parts = fault.Split('=', 2);
        string what = parts[^1];
        switch (parts[0], parts.Length)
        {
            case ("offset", 2):
                faults.Offset = TimeSpan.FromSeconds(double.Parse(what, CultureInfo.InvariantCulture));
                break;
            case ("drift", 2):
                faults.DriftPpm = double.Parse(what, CultureInfo.InvariantCulture);
                break;
            case ("delay", 2):
                faults.Delay = TimeSpan.FromMilliseconds(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case ("silent", 1):
                faults.IsSilent = true;
                break;
            case ("answer", 1):
                faults.IsSilent = false;
                break;
            case ("drop", 2):
                faults.Drop(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case ("wrong-origin", 1):
                faults.WrongOrigin = true;
                break;
            case ("kiss", 2):
                faults.Kiss = what;
                break;
            case ("kiss-once", 2):
                faults.KissOnce(what);
                break;
            case ("leap", 2):
                faults.LeapIndicator = int.Parse(what, CultureInfo.InvariantCulture);
                break;
            case ("stratum", 2):
                faults.Stratum = int.Parse(what, CultureInfo.InvariantCulture);
                break;
            case ("clear", 1):
                faults.Clear();
                break;
            default:
                throw new FormatException();
        }
    }
}
