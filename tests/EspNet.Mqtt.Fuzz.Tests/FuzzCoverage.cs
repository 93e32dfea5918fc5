using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;

namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>How often each event and each protocol error was reached: a fuzzer that reaches little proves little.</summary>
internal sealed class FuzzCoverage
{
    private readonly long[] _events = new long[Enum.GetValues<SessionEvent>().Length];
    private readonly long[] _errors = new long[Enum.GetValues<MqttProtocolError>().Length];

    internal long BytesReceived { get; set; }

    /// <summary>The most a stream allocated beyond what its input and its requests account for.</summary>
    internal long WorstAllocation { get; set; } = long.MinValue;

    internal void Count(SessionEvent e) => _events[(int)e]++;

    internal void Count(MqttProtocolError error) => _errors[(int)error]++;

    internal void Add(FuzzCoverage other)
    {
        for (int i = 0; i < _events.Length; i++)
        {
            _events[i] += other._events[i];
        }

        for (int i = 0; i < _errors.Length; i++)
        {
            _errors[i] += other._errors[i];
        }

        BytesReceived += other.BytesReceived;
        WorstAllocation = Math.Max(WorstAllocation, other.WorstAllocation);
    }

    /// <summary>The names of what was reached less often than a number of times.</summary>
    internal List<string> RarerThan(int times)
    {
        List<string> rare = [];
        rare.AddRange(Enum.GetValues<SessionEvent>().Where(e => e != SessionEvent.None && _events[(int)e] < times).Select(e => e.ToString()));
        rare.AddRange(Enum.GetValues<MqttProtocolError>().Where(e => e != MqttProtocolError.None && _errors[(int)e] < times).Select(e => e.ToString()));
        return rare;
    }

    public override string ToString()
    {
        IEnumerable<string> events = Enum.GetValues<SessionEvent>().Select(e => $"{e} {_events[(int)e]}");
        IEnumerable<string> errors = Enum.GetValues<MqttProtocolError>().Select(e => $"{e} {_errors[(int)e]}");
        return $"{BytesReceived} bytes, worst allocation {WorstAllocation}; {string.Join(", ", events.Skip(1))}; {string.Join(", ", errors.Skip(1))}";
    }
}
