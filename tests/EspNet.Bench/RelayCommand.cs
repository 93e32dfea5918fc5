using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        IPAddress address = IPAddress.Loopback;
        int port = 0;
        string? target = null;
        var faults = new List<string>();
        for (int i = 0; i < args.Length; i += 2)
        {
            string option = args[i];
            if (option is not ("--target" or "--listen" or "--port" or "--fault"))
            {
                throw new FormatException($"{option} is not known; see --help.");
            }

            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{option} needs a value; see --help.");
            try
            {
                switch (option)
                {
                    case "--target":
                        target = value;
                        break;
                    case "--listen":
                        address = IPAddress.Parse(value);
                        break;
                    case "--port":
                        port = ushort.Parse(value, CultureInfo.InvariantCulture);
                        break;
                    default:
                        faults.Add(value);
                        break;
                }
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new FormatException($"{option} does not take '{value}'; see --help.", e);
            }
        }

        using TcpRelay relay = To(target ?? throw new FormatException("--target is needed; see --help."));
        relay.Address = address;
        relay.Logged += (_, line) => Console.WriteLine($"{DateTime.Now:HH:mm:ss.fff} {line}");
        Interruption.Await(
            () =>
            {
                relay.Start(port);
                faults.ForEach(fault => Arm(relay.Faults, fault));
                new Thread(() => ReadFaults(relay.Faults)) { IsBackground = true, Name = "Faults" }.Start();
            },
            () => $"Relay on {relay.Address}:{relay.Port} to {relay.TargetHost}:{relay.TargetPort}; Ctrl-C ends it.",
            $"{address}:{port}");

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

    private static void ReadFaults(RelayFaults faults)
    {
        while (Console.ReadLine() is { } line)
        {
            try
            {
                Arm(faults, line.Trim());
            }
            catch (Exception e) when (e is FormatException or SocketException)
            {
                Console.WriteLine(e.Message);
            }
        }
    }

    private static void Arm(RelayFaults faults, string fault)
    {
        try
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
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"The fault '{fault}' is not known; see --help.", e);
        }
    }
}
