using System.Globalization;
using EspNet.Bench.Mqtt;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>The link is cut after every single byte of an exchange, and the message arrives exactly once, or at QoS 1 at least once.</summary>
[TestClass]
public sealed class ExactlyOnceCutTests : BenchTest
{
    private const int Acknowledgement = 4;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_published_message_survives_a_cut_after_every_byte(int qos)
    {
        using TestClient client = TestClient.Connect(Options("publisher", clean: false));
        int sent = PublishLength + (qos == 2 ? Acknowledgement : 0);
        int received = qos == 2 ? 2 * Acknowledgement : Acknowledgement;
        var expected = new List<string>();
        for (int n = 1; n <= sent + received; n++)
        {
            int connects = client.Connects.Count;
            if (n <= sent)
            {
                Broker.Faults.CutAfterReceived(n);
            }
            else
            {
                Broker.Faults.CutAfterSent(n - sent);
            }

            expected.Add(Text(n));
            client.Client.Publish("topic", TestClient.Bytes(Text(n)), (MqttQos)qos);
            client.Connects.Await(connects + 1);
        }

        Assert.AreEqual(0, client.Client.PendingMessages);
        AssertArrived(expected, ReceivedTexts, qos);
        Assert.AreEqual(0, Broker.Sessions.Single().InFlightFromClient);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_received_message_survives_a_cut_after_every_byte(int qos)
    {
        using TestClient client = TestClient.Connect(Options("receiver", clean: false));
        client.Client.Subscribe("topic", MqttQos.ExactlyOnce);
        int sent = PublishLength + (qos == 2 ? Acknowledgement : 0);
        int received = qos == 2 ? 2 * Acknowledgement : Acknowledgement;
        var expected = new List<string>();
        for (int n = 1; n <= sent + received; n++)
        {
            int connects = client.Connects.Count;
            if (n <= sent)
            {
                Broker.Faults.CutAfterSent(n);
            }
            else
            {
                Broker.Faults.CutAfterReceived(n - sent);
            }

            expected.Add(Text(n));
            Broker.Publish("topic", Text(n), qos);
            client.Connects.Await(connects + 1);
            Await(b => b.Sessions.Single() is { InFlightToClient: 0, Queued: 0 }, "the exchange ended");
        }

        client.Messages.AwaitFirst(m => TestClient.Text(m) == expected[^1]);
        AssertArrived(expected, client.Texts, qos);
    }

    [TestMethod]
    public void A_message_from_a_stream_survives_a_cut_after_every_byte()
    {
        using TestClient client = TestClient.Connect(Options("publisher", clean: false));
        var expected = new List<string>();
        for (int n = 1; n <= PublishLength + Acknowledgement; n++)
        {
            int connects = client.Connects.Count;
            Broker.Faults.CutAfterReceived(n);
            expected.Add(Text(n));
            using var stream = new MemoryStream(TestClient.Bytes(Text(n)));
            client.Client.Publish("topic", stream, (int)stream.Length, MqttQos.ExactlyOnce);
            client.Connects.Await(connects + 1);
        }

        AssertArrived(expected, ReceivedTexts, 2);
    }

    [TestMethod]
    public void A_handshake_that_is_cut_after_every_byte_is_begun_again()
    {
        using TestClient client = TestClient.Connect(Options("shaker", clean: false));
        client.Client.Subscribe("in", MqttQos.ExactlyOnce);
        long connect = 14 + "shaker".Length;
        for (int n = 1; n <= connect + Acknowledgement; n++)
        {
            int accepted = Broker.Accepted;
            int connects = client.Connects.Count;
            client.Client.Reconnect();
            client.Connects.Await(connects + 1);

            // From here on it counts from the beginning of the next connection.
            Broker.Stop();
            if (n <= connect)
            {
                Broker.Faults.CutAfterReceived(n);
            }
            else
            {
                Broker.Faults.CutAfterSent(n - connect);
            }

            Broker.Start();
            Await(b => b.Accepted >= accepted + 3, "cut and connected again");
            client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        }

        Broker.Publish("in", "still here", 2);
        CollectionAssert.AreEqual(new[] { "still here" }, client.AwaitTexts(1));
    }

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Many_messages_in_flight_survive_many_cuts(MqttQos qos)
    {
        const int Messages = 300;
        MqttClientOptions options = Options("publisher", clean: false);
        options.Outbox.WhenFull = MqttOutboxPolicy.Block;
        var link = new Cuttable(options);
        using TestClient client = TestClient.Connect(options);
        link.Plan.CutAfterWritten = 211;
        string[] expected = [.. Enumerable.Range(0, Messages).Select(Text)];
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(t => new Thread(() =>
        {
            for (int i = t * 100; i < (t + 1) * 100; i++)
            {
                client.Client.Publish("topic", TestClient.Bytes(expected[i]), qos);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => Assert.IsTrue(t.Join(4 * Patience.Milliseconds)));

        Assert.IsGreaterThan(20, client.Connects.Count);
        CollectionAssert.AreEquivalent(expected, ReceivedTexts.Distinct().ToArray());
        if (qos == MqttQos.ExactlyOnce)
        {
            Assert.HasCount(Messages, ReceivedTexts);
        }

        for (int t = 0; t < 3; t++)
        {
            string[] own = [.. expected.Skip(t * 100).Take(100)];
            CollectionAssert.AreEqual(own, ReceivedTexts.Where(own.Contains).Distinct().ToArray());
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_waits_at_a_broker_that_is_restarted_while_it_delivers_arrives(int qos)
    {
        const int Messages = 300;
        using TestClient client = TestClient.Connect(Options("receiver", clean: false));
        client.Client.Subscribe("topic", MqttQos.ExactlyOnce);
        for (int i = 0; i < Messages; i++)
        {
            Broker.Publish("topic", Text(i), qos);
        }

        for (int i = 1; i <= 10; i++)
        {
            client.Messages.Await(i * 10);
            Broker.Restart(keepSessions: true);
        }

        Await(b => b.Sessions.Single() is { InFlightToClient: 0, Queued: 0 }, "all delivered");
        client.Messages.AwaitFirst(m => TestClient.Text(m) == Text(Messages - 1));
        AssertArrived([.. Enumerable.Range(0, Messages).Select(Text)], client.Texts, qos);
    }

    [TestMethod]
    public void More_messages_half_way_than_the_client_keeps_arrive_in_the_end()
    {
        const int Messages = 50;
        MqttClientOptions options = Options("receiver", clean: false);
        options.Session.MaximumIncomingExactlyOnce = 8;
        using TestClient client = TestClient.Connect(options);
        client.Client.Subscribe("topic", MqttQos.ExactlyOnce);
        Broker.Faults.Delay(BenchPacketType.Pubrel, TimeSpan.FromMilliseconds(50));
        for (int i = 0; i < Messages; i++)
        {
            Broker.Publish("topic", Text(i), 2);
        }

        client.Messages.AwaitFirst(m => TestClient.Text(m) == Text(Messages - 1));
        Await(b => b.Sessions.Single() is { InFlightToClient: 0, Queued: 0 }, "all delivered");
        AssertArrived([.. Enumerable.Range(0, Messages).Select(Text)], client.Texts, 2);
    }

    /// <summary>Header, topic, identifier, payload.</summary>
    private static int PublishLength => 2 + 2 + "topic".Length + 2 + Text(0).Length;

    private static string Text(int n) => "message " + n.ToString("000", CultureInfo.InvariantCulture);

    private static void AssertArrived(List<string> expected, string[] received, int qos)
    {
        CollectionAssert.AreEqual(expected, qos == 2 ? received : [.. received.Distinct()]);
    }
}
