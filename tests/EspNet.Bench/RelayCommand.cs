using System.Globalization;
using System.Net;
using EspNet.Bench.Tcp;

namespace EspNet.Bench;

/// <summary>Runs the relay until Ctrl-C, prints what happens, and takes faults from its standard input meanwhile.</summary>
internal static class RelayCommand
{
    public const string Help = """
        relay --target host:port [--listen address] [--port number] [--fault name[=value]]...

          --target   where the connections go
          --listen   address to listen on, default 127.0.0.1; 0.0.0.0 for a board on the network
          --port     default 0, a free port
          --fault    may be given several times, and typed as a line while it runs:
                     delay=ms                 all that comes waits so long
                     chunk=bytes              no write is larger
                     drop=to-target|to-client|both
                                              a black hole: swallow it, the connections stay open
                     end-drop                 the end of the black hole
                     cut, reset               end all connections now, in order or with a reset
                     cut=bytes[:times], reset=bytes[:times]
                                              end connections after so many bytes of both ways
                     refuse, accept           refuse new connections, accept them again
                     clear                    no fault any more

        It ends with a summary on Ctrl-C.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        string? target = null;
        var options = new ServiceOptions(("--target", value => target = value));
        options.Read(args);
        using TcpRelay relay = To(target ?? throw new FormatException("--target is needed; see --help."));
        relay.Address = options.Address;
        relay.Logged += ServiceOptions.Print;
        options.Run(
            () => relay.Start(options.Port),
            fault => Arm(relay.Faults, fault),
            () => $"Relay on {relay.Address}:{relay.Port} to {relay.TargetHost}:{relay.TargetPort}; Ctrl-C ends it.");

        Console.WriteLine(
            $"{relay.Accepted} connections, {relay.Unreachable} without the target, {relay.BytesToTarget} bytes to the target, " +
            $"{relay.BytesToClient} to the client, {relay.BytesDropped} swallowed");
        return 0;
    }

    private static TcpRelay To(string target)
    {
        int colon = target.LastIndexOf(':');
        bool isPort = int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        return colon > 0 && isPort && port is > 0 and <= IPEndPoint.MaxPort
            ? new TcpRelay(target[..colon].Trim('[', ']'), port)
            : throw new FormatException($"--target does not take '{target}'; see --help.");
    }

    private static void Arm(RelayFaults faults, string fault)
    {
        string[] parts = fault.Split('=', ':');
        string what = parts.Length > 1 ? parts[1] : string.Empty;
        int times = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1;
        switch (parts[0], parts.Length)
        {
            case ("delay", 2):
                faults.Delay = TimeSpan.FromMilliseconds(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case ("chunk", 2):
                faults.ChunkSize = int.Parse(what, CultureInfo.InvariantCulture);
                break;
            case ("drop", 2):
                faults.Drop(what switch
                {
                    "to-target" => RelayDirection.ToTarget,
                    "to-client" => RelayDirection.ToClient,
                    "both" => RelayDirection.Both,
                    _ => throw new FormatException(),
                });
                break;
            case ("end-drop", 1):
                faults.EndDrop();
                break;
            case ("cut", 1):
                faults.Cut();
                break;
            case ("reset", 1):
                faults.Reset();
                break;
            case ("cut", 2 or 3):
                faults.CutAfter(long.Parse(what, CultureInfo.InvariantCulture), times: times);
                break;
            case ("reset", 2 or 3):
                faults.ResetAfter(long.Parse(what, CultureInfo.InvariantCulture), times: times);
                break;
            case ("refuse", 1):
                faults.RefusesConnections = true;
                break;
            case ("accept", 1):
                faults.RefusesConnections = false;
                break;
            case ("clear", 1):
                faults.Clear();
                break;
            default:
                throw new FormatException();
        }
    }
}
