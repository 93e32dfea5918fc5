using System.Globalization;
using EspNet.Bench.Mqtt;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Interop.Tests.Sockets;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A long life with faults of every kind, in an order that a fixed seed gives.</summary>
[TestClass]
[TestCategory("Soak")]
public sealed class SoakTests : BenchTest
{
    private const int Seed = 20_261;
    private const int WarmUp = 50;
    private const int Faults = 1_000;

    private readonly Random _random = new(Seed);
    private readonly List<string> _sent = [];
    private int _down;
    private volatile bool _isOver;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Through_a_thousand_faults_every_message_arrives_both_ways_and_those_of_QoS_2_once()
    {
        MqttClientOptions options = Options("soaked", clean: false);
        options.Session.KeepAlive = 2;
        options.Network.PingTimeout = 500;
        options.Network.AcknowledgementTimeout = 1000;
        options.Network.Backoff = EspNet.Sockets.BackoffOptions.Fixed(5);
        options.Outbox.WhenFull = MqttOutboxPolicy.Block;
        List<string> received = [];
        using MqttClient client = new(options);
        client.MessageReceived += (_, m) => received.Add(m.Text);
        client.Connect(Patience.Milliseconds);
        client.Subscribe("down", MqttQos.ExactlyOnce);
        Thread[] publishers = [Publisher(client, MqttQos.AtLeastOnce, "one"), Publisher(client, MqttQos.ExactlyOnce, "two")];

        Strike(WarmUp);
        int sockets = CountSockets(client);
        Strike(Faults);
        int socketsAfter = CountSockets(client);
        _isOver = true;
        Array.ForEach(publishers, p => Assert.IsTrue(p.Join(Patience.Milliseconds)));
        Await(b => b.Sessions.Single() is { InFlightToClient: 0, Queued: 0 } && client.PendingMessages == 0, "all is quiet");

        TestContext.WriteLine($"{Broker.Connects} connections, {_sent.Count} messages up, {received.Count} down");
        string[] arrived = ReceivedTexts;
        CollectionAssert.AreEquivalent(_sent, arrived.Distinct().ToArray());
        Assert.HasCount(_sent.Count(IsExactlyOnce), arrived.Where(IsExactlyOnce).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, WarmUp + Faults).Select(Text).ToArray(), received);
        Assert.AreEqual(sockets, socketsAfter, "Sockets.");
    }

    private static bool IsExactlyOnce(string text) => text.StartsWith("two", StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The test's own broker is in this process too, and has closed its ends of lost connections when it counts one.</summary>
    private int CountSockets(MqttClient client)
    {
        Await(b => b.ConnectionCount == 1 && client.IsConnected, "connected");
        Descriptors.Settle();
        return Descriptors.Count();
    }

    /// <summary>Publishes until the end. What Publish did not wait for to the end stays in the outbox.</summary>
    private Thread Publisher(MqttClient client, MqttQos qos, string name)
    {
        Thread thread = new(() =>
        {
            for (int i = 0; !_isOver; i++)
            {
                string text = name + " " + Text(i);
                lock (_sent)
                {
                    _sent.Add(text);
                }

                client.Publish("up", TestClient.Bytes(text), qos);
            }
        });
        thread.Start();
        return thread;
    }

    private void Strike(int times)
    {
        for (int i = 0; i < times; i++)
        {
            int connects = Broker.Connects;
            Broker.Publish("down", Text(_down++), 2);
            bool breaksAtOnce = StrikeOnce();
            Await(b => b.Connects > connects || !breaksAtOnce, "connected again");
            int count = Broker.PublishesReceived;
            Await(b => b.PublishesReceived > count, "messages flow");
        }
    }

    /// <summary>True when the fault ends the connection by itself.</summary>
    private bool StrikeOnce()
    {
        BenchFaults faults = Broker.Faults;
        switch (_random.Next(40))
        {
            case < 10:
                faults.CutAfterReceived(_random.Next(200));
                return true;

            case < 20:
                faults.CutAfterSent(_random.Next(40), _random.Next(2) == 0 ? BenchCut.Reset : BenchCut.Close);
                return true;

            case < 26:
                faults.Cut(_random.Next(2) == 0 ? BenchCut.Reset : BenchCut.Close);
                return true;

            case < 30:
                faults.SendRaw([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
                return true;

            case < 34:
                faults.RefuseConnects(3);
                faults.Cut();
                return true;

            case < 37:
                Broker.Restart(keepSessions: true);
                return true;

            case 37:
                faults.Drop(_random.Next(2) == 0 ? BenchPacketType.Puback : BenchPacketType.Pubcomp);
                return true;

            case 38:
                faults.BlackHole();
                return true;

            default:
                faults.DelayAcknowledgements(TimeSpan.FromMilliseconds(_random.Next(3)));
                return false;
        }
    }
}
