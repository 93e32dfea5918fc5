using System.Globalization;
using EspNet.Bench.Web;

namespace EspNet.Bench;

/// <summary>Runs the web server until Ctrl-C, prints what happens, and takes faults from its standard input meanwhile.</summary>
internal static class WebCommand
{
    public const string Help = """
        web [--listen address] [--port number] [--fault name[=value]]...

          --listen   address to listen on, default 127.0.0.1; 0.0.0.0 for a board on the network
          --port     default 0, a free port
          --fault    may be given several times, and typed as a line while it runs:
                     cut=bytes[,times]        answers that give out the image end after so many bytes; default once
                     clear                    no fault any more

        GET /firmware gives out an image of 1 MB, whole or in parts, GET /firmware.sha256 its SHA-256; POST /upload takes
        anything. It ends with a summary on Ctrl-C.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        var options = new ServiceOptions();
        options.Read(args);
        using var server = new BenchWebServer { Address = options.Address };
        server.Logged += ServiceOptions.Print;
        options.Run(
            () => server.Start(options.Port),
            fault => Arm(server.Faults, fault),
            () => $"Web server on http://{server.Address}:{server.Port}/firmware and /upload; Ctrl-C ends it.");

        Console.WriteLine($"{server.Requests} requests, {server.Uploads.Count} uploads");
        return 0;
    }

    private static void Arm(WebServerFaults faults, string fault)
    {
        string[] parts = fault.Split('=', ',');
        switch (parts[0], parts.Length)
        {
            case ("cut", 2 or 3):
                faults.Cut(Parse(parts[1]), parts.Length == 3 ? Parse(parts[2]) : 1);
                break;
            case ("clear", 1):
                faults.Cut(1, 0);
                break;
            default:
                throw new FormatException();
        }
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
