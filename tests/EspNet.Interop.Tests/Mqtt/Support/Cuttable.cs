using EspNet.Mqtt;
using EspNet.Sockets;
using EspNet.Testing;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>Makes real TCP transports that a test can cut, and remembers the newest.</summary>
internal sealed class Cuttable
{
    private volatile FaultTransport? _newest;

    internal Cuttable(MqttClientOptions options) => options.Network.TransportFactory = Make;

    internal FaultPlan Plan { get; } = new();

    internal int Made { get; private set; }

    /// <summary>Ends the newest connection, as a lost link does.</summary>
    internal void Cut() => _newest?.CutNow(FaultCut.Reset);

    private FaultTransport Make()
    {
        Made++;
        return _newest = new FaultTransport(new TcpTransport(new TcpOptions()), Plan);
    }
}
