using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>One set of options, with its CONNECT packet. Limits are small, so that they are reached.</summary>
internal sealed class FuzzVariant
{
    internal readonly MqttClientOptions Options;
    internal readonly byte[] Connect;
    internal readonly bool KeepsSession;
    internal readonly bool IsV31;

    private FuzzVariant(int number)
    {
        KeepsSession = (number & 1) != 0;
        IsV31 = number >= 12;
        Options = new MqttClientOptions("mqtt://broker");
        Options.Session.CleanSession = !KeepsSession;
        Options.Session.ProtocolVersion = IsV31 ? MqttProtocolVersion.V31 : MqttProtocolVersion.V311;
        Options.Session.KeepAlive = (number & 2) != 0 ? 30 : 0;
        Options.Session.MaximumSubscriptions = 3;
        Options.Session.MaximumIncomingExactlyOnce = (number & 4) != 0 ? 2 : 20;
        Options.Network.ReceiveBufferSize = (number & 2) != 0 ? 128 : 300;
        Options.Network.MaximumPacketSize = (number % 3) switch
        {
            0 => 700,
            1 => 16 * 1024,
            _ => MqttDefaults.LargestRemainingLength,
        };
        Options.Network.AcknowledgementTimeout = (number & 4) != 0 ? 20_000 : 0;
        Options.Outbox.MaximumMessages = 1 + (number % 5);
        Options.Outbox.MaximumBytes = 400;
        Connect = MqttEncoder.Connect(Options, "fuzz");
    }

    internal static FuzzVariant[] All { get; } = [.. Enumerable.Range(0, 16).Select(number => new FuzzVariant(number))];
}
