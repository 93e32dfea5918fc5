using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Bench;

/// <summary>
/// What the commands of services with faults have in common: the options, and faults that come as options and as lines of
/// standard input while the service runs.
/// </summary>
/// <param name="further">Options of one command alone, and what takes their values.</param>
internal sealed class ServiceOptions(params (string Name, Action<string> Take)[] further)
{
    private readonly List<string> _faults = [];

    /// <summary>Where to listen. Default: IPv4 loopback.</summary>
    public IPAddress Address { get; private set; } = IPAddress.Loopback;

    /// <summary>The port to listen on. Default: 0, a free port.</summary>
    public int Port { get; private set; }

    /// <summary>Prints what a service tells of itself.</summary>
    public static void Print(object? service, string line) => Console.WriteLine($"{DateTime.Now:HH:mm:ss.fff} {line}");

    /// <summary>Takes the options of a command.</summary>
    /// <exception cref="FormatException">They are wrong; the message says how.</exception>
    public void Read(ReadOnlySpan<string> args)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            string option = args[i];
            Action<string> take = Taker(option) ?? throw new FormatException($"{option} is not known; see --help.");
            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{option} needs a value; see --help.");
            try
            {
                take(value);
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new FormatException($"{option} does not take '{value}'; see --help.", e);
            }
        }
    }

    /// <summary>Starts the service with its faults, says so, takes more of them, and returns when the program is asked to end.</summary>
    /// <param name="start">Begins to listen.</param>
    /// <param name="arm">Takes a fault; any exception for a wrong argument means that it is none.</param>
    /// <param name="greeting">The line to print then.</param>
    /// <exception cref="FormatException">It cannot listen, or a fault is not known.</exception>
    public void Run(Action start, Action<string> arm, Func<string> greeting) => Interruption.Await(
        () =>
        {
            start();
            _faults.ForEach(fault => Arm(arm, fault));
            new Thread(() => ReadFaults(arm)) { IsBackground = true, Name = "Faults" }.Start();
        },
        greeting,
        $"{Address}:{Port}");

    private static void ReadFaults(Action<string> arm)
    {
        while (Console.ReadLine() is { } line)
        {
            try
            {
                Arm(arm, line.Trim());
            }
            catch (Exception e) when (e is FormatException or SocketException)
            {
                Console.WriteLine(e.Message);
            }
        }
    }

    private static void Arm(Action<string> arm, string fault)
    {
        try
        {
            arm(fault);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"The fault '{fault}' is not known; see --help.", e);
        }
    }

    private Action<string>? Taker(string option) => option switch
    {
        "--listen" => value => Address = IPAddress.Parse(value),
        "--port" => value => Port = ushort.Parse(value, CultureInfo.InvariantCulture),
        "--fault" => _faults.Add,
        _ => Array.Find(further, one => one.Name == option).Take,
    };
}
