namespace EspNet.Bench;

/// <summary>The bench as a program: one command for each service of the network.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string command = args.Length > 0 ? args[0] : string.Empty;
        bool isKnown = command is "mqtt" or "relay" or "time" or "web";
        if (!isKnown || args.Contains("--help"))
        {
            Console.WriteLine(Help(command));
            return args.Length == 0 || args.Contains("--help") ? 0 : 2;
        }

        try
        {
            return Run(command, args.AsSpan(1));
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int Run(string command, ReadOnlySpan<string> args) => command switch
    {
        "mqtt" => MqttCommand.Run(args),
        "relay" => RelayCommand.Run(args),
        "time" => TimeCommand.Run(args),
        _ => WebCommand.Run(args),
    };

    private static string Help(string command) => command switch
    {
        "mqtt" => MqttCommand.Help,
        "relay" => RelayCommand.Help,
        "time" => TimeCommand.Help,
        "web" => WebCommand.Help,
        _ => $"The network a board under test talks to.\n\n{MqttCommand.Help}\n\n{RelayCommand.Help}\n\n{TimeCommand.Help}\n\n{WebCommand.Help}",
    };
}
