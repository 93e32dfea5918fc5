using System.Globalization;
using System.Net;
using EspNet.Bench.Mqtt;

namespace EspNet.Bench;

/// <summary>Runs the broker until Ctrl-C and prints what happens.</summary>
internal static class MqttCommand
{
    public const string Help = """
        mqtt [--listen address] [--port number] [--user name --password text] [--fault name=value]...

          --listen   address to listen on, default 127.0.0.1; 0.0.0.0 for a board on the network
          --port     default 1883; 0 takes a free port
          --fault    may be given several times:
                     refuse=code[:times]      CONNACK with a code from 1 to 5
                     silent=times             never answer CONNECT
                     garbage=hex[:times]      these bytes instead of CONNACK
                     drop=packet[:times]      lose puback, pubrec, pubrel, pubcomp, suback, unsuback or pingresp
                     delay=packet:ms          send such an acknowledgement later
                     cut-received=bytes[:times], cut-sent=bytes[:times]
                                              reset connections after so many bytes
                     write=single|coalesced   how outgoing packets are written

        It ends with a summary on Ctrl-C; the exit code is 1 when a client broke the standard.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        using var broker = new BenchBroker();
        int port = 1883;
        string? user = null;
        string password = string.Empty;
        for (int i = 0; i < args.Length; i += 2)
        {
            string option = args[i];
            if (option is not ("--listen" or "--port" or "--user" or "--password" or "--fault"))
            {
                throw new FormatException($"{option} is not known; see --help.");
            }

            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{option} needs a value; see --help.");
            try
            {
                switch (option)
                {
                    case "--listen":
                        broker.Address = IPAddress.Parse(value);
                        break;
                    case "--port":
                        port = ushort.Parse(value, CultureInfo.InvariantCulture);
                        break;
                    case "--user":
                        user = value;
                        break;
                    case "--password":
                        password = value;
                        break;
                    default:
                        Arm(broker.Faults, value);
                        break;
                }
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new FormatException($"{option} does not take '{value}'; see --help.", e);
            }
        }

        if ((user == null) != (password.Length == 0))
        {
            throw new FormatException("--user and --password go together; see --help.");
        }

        if (user != null)
        {
            broker.RequireCredentials(user, password);
        }

        broker.Logged += (_, line) => Console.WriteLine($"{DateTime.Now:HH:mm:ss.fff} {line}");
        Interruption.Await(
            () => broker.Start(port),
            () => $"MQTT broker on {broker.Address}:{broker.Port}; Ctrl-C ends it.",
            $"{broker.Address}:{port}");

        Console.WriteLine(
            $"{broker.Connects} connects, {broker.Refused} refused, {broker.PublishesReceived} PUBLISH received, " +
            $"{broker.PublishesSent} sent, {broker.Violations.Count} violations");
        foreach (BenchViolation violation in broker.Violations)
        {
            Console.WriteLine($"  {violation}");
        }

        return broker.Violations.Count == 0 ? 0 : 1;
    }

    private static void Arm(BenchFaults faults, string fault)
    {
        string[] parts = fault.Split('=', ':');
        string what = parts.Length is 2 or 3 ? parts[1] : throw new FormatException($"The fault '{fault}' is not name=value; see --help.");
        int number = parts.Length == 3 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1;
        switch (parts[0])
        {
            case "refuse":
                byte code = byte.Parse(what, CultureInfo.InvariantCulture);
                ArgumentOutOfRangeException.ThrowIfNotEqual(code is >= 1 and <= 5, true);
                faults.RefuseConnects(code, number);
                break;
            case "silent":
                faults.IgnoreConnects(int.Parse(what, CultureInfo.InvariantCulture));
                break;
            case "garbage":
                faults.AnswerConnectsWith(Convert.FromHexString(what), number);
                break;
            case "drop":
                faults.Drop(Enum.Parse<BenchPacketType>(what, ignoreCase: true), number);
                break;
            case "delay" when parts.Length == 3:
                faults.Delay(Enum.Parse<BenchPacketType>(what, ignoreCase: true), TimeSpan.FromMilliseconds(number));
                break;
            case "cut-received":
                faults.CutAfterReceived(long.Parse(what, CultureInfo.InvariantCulture), BenchCut.Reset, number);
                break;
            case "cut-sent":
                faults.CutAfterSent(long.Parse(what, CultureInfo.InvariantCulture), BenchCut.Reset, number);
                break;
            case "write" when what is "single" or "coalesced":
                faults.WriteMode = what == "single" ? BenchWriteMode.SingleBytes : BenchWriteMode.Coalesced;
                break;
            default:
                throw new FormatException($"The fault '{fault}' is not known; see --help.");
        }
    }
}
