namespace EspNet.Bench;

/// <summary>The bench as a program: one command for each service of the network.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 0 || args[0] != "mqtt" || args.Contains("--help"))
        {
            Console.WriteLine(MqttCommand.Help);
            return args.Length == 0 || args.Contains("--help") ? 0 : 2;
        }

        try
        {
            return MqttCommand.Run(args.AsSpan(1));
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
