using System.Globalization;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>Handlers may call every method of the client, and never run inside one another.</summary>
[TestClass]
public sealed class CallbackTests : BenchTest
{
    private const int Messages = 100;

    private static readonly string[] Numbers = [.. Enumerable.Range(0, Messages).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    [TestMethod]
    [DataRow(0, MqttQos.ExactlyOnce)]
    [DataRow(1, MqttQos.AtLeastOnce)]
    [DataRow(1, MqttQos.ExactlyOnce)]
    [DataRow(2, MqttQos.AtMostOnce)]
    [DataRow(2, MqttQos.AtLeastOnce)]
    [DataRow(2, MqttQos.ExactlyOnce)]
    public void The_order_is_kept_and_each_message_acknowledged_although_each_handler_publishes_and_waits(int qos, MqttQos answerQos)
    {
        using TestClient client = TestClient.Connect(Options());
        int running = 0;
        var handled = new Collected<bool>("handled messages");
        client.Client.Subscribe("in", (MqttQos)qos, (c, m) =>
        {
            Assert.AreEqual(1, Interlocked.Increment(ref running), "Handlers overlap.");
            c.Publish("out", m.Payload, answerQos);
            Interlocked.Decrement(ref running);
            handled.Add(true);
        });
        foreach (string number in Numbers)
        {
            Broker.Publish("in", number, qos);
        }

        handled.Await(Messages);
        Await(b => b.ReceivedCount == Messages && b.Sessions.Single().InFlightToClient == 0, "all answered and acknowledged");
        CollectionAssert.AreEqual(Numbers, ReceivedTexts);
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    [TestMethod]
    public void Each_handler_of_a_message_gets_this_message_although_the_one_before_waited()
    {
        using TestClient client = TestClient.Connect(Options());
        var second = new Collected<string>("messages of the second handler");
        client.Client.SubscribeFragments("in/#", MqttQos.AtLeastOnce, (c, f) => c.Publish("out", TestClient.Bytes(f.Topic), MqttQos.ExactlyOnce));
        client.Client.Subscribe("in/+", MqttQos.AtLeastOnce, (_, m) => second.Add(TestClient.Text(m)));
        foreach (string number in Numbers)
        {
            Broker.Publish("in/" + number, number, 1);
        }

        // The bench sends a message once for all matching filters.
        CollectionAssert.AreEqual(Numbers, second.Await(Messages));
        Await(b => b.ReceivedCount == Messages && b.Sessions.Single().InFlightToClient == 0, "all acknowledged");
        CollectionAssert.AreEqual(Numbers.Select(n => "in/" + n).ToArray(), ReceivedTexts);
    }

    [TestMethod]
    [DataRow(Handler.Message)]
    [DataRow(Handler.Connected)]
    [DataRow(Handler.Disconnected)]
    [DataRow(Handler.Published)]
    [DataRow(Handler.Subscribed)]
    public void A_handler_may_publish_at_every_QoS_and_subscribe_and_unsubscribe(Handler from)
    {
        var done = new Collected<bool>("runs");
        using TestClient client = Within(from, c =>
        {
            c.Publish("out", TestClient.Bytes("0"), MqttQos.AtMostOnce);
            c.Publish("out", TestClient.Bytes("1"), MqttQos.AtLeastOnce);
            c.Publish("out", TestClient.Bytes("2"), MqttQos.ExactlyOnce);
            c.Enqueue("out", TestClient.Bytes("3"), MqttQos.ExactlyOnce);
            Assert.AreEqual(MqttQos.ExactlyOnce, c.Subscribe("x", MqttQos.ExactlyOnce));
            c.Unsubscribe("x");
            Assert.IsTrue(c.IsConnected);
            done.Add(true);
        });

        done.Await(1);
        Await(b => b.Received.Count(m => m.Topic == "out") == 4, "all published");
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, Broker.Received.Where(m => m.Topic == "out").Select(m => m.Text).ToArray());
    }

    [TestMethod]
    [DataRow(Handler.Message)]
    [DataRow(Handler.Connected)]
    [DataRow(Handler.Published)]
    [DataRow(Handler.Subscribed)]
    public void A_handler_may_disconnect(Handler from)
    {
        using TestClient client = Within(from, c => c.Disconnect());
        MqttDisconnectedEventArgs e = client.AwaitDisconnect(MqttDisconnectReason.UserRequest);
        Assert.AreEqual(-1, e.RetryDelay);
        Await(b => b.Disconnects == 1 && b.ConnectionCount == 0, "disconnected in order");
        client.Client.Disconnect();
        Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
    }

    [TestMethod]
    public void The_handler_of_a_lost_connection_may_end_the_client()
    {
        var done = new Collected<bool>("runs");
        using TestClient client = Within(Handler.Disconnected, c =>
        {
            c.Disconnect();
            done.Add(true);
        });
        done.Await(1);
        client.Client.Disconnect();
        Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
        Assert.AreEqual(1, Broker.Connects);
    }

    [TestMethod]
    [DataRow(Handler.Message)]
    [DataRow(Handler.Connected)]
    [DataRow(Handler.Disconnected)]
    [DataRow(Handler.Published)]
    [DataRow(Handler.Subscribed)]
    public void A_handler_may_dispose_of_the_client(Handler from)
    {
        var done = new Collected<bool>("runs");
        using TestClient client = Within(from, c =>
        {
            c.Dispose();
            c.Dispose();
            done.Add(true);
        });
        done.Await(1);
        Await(b => b.ConnectionCount == 0, "closed");
        Assert.AreEqual(MqttClientState.Disposed, client.Client.State);
        Assert.ThrowsExactly<ObjectDisposedException>(() => client.Client.Publish("a", []));
        Assert.ThrowsExactly<ObjectDisposedException>(() => client.Client.Connect());
    }

    [TestMethod]
    [DataRow(Handler.Message)]
    [DataRow(Handler.Connected)]
    [DataRow(Handler.Published)]
    public void A_handler_may_reconnect(Handler from)
    {
        using TestClient client = Within(from, c => c.Reconnect());
        client.AwaitDisconnect(MqttDisconnectReason.Reconnecting);
        client.Connects.Await(2);
        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
    }

    [TestMethod]
    public void A_handler_that_publishes_waits_through_a_reconnect()
    {
        using TestClient client = TestClient.Connect(Options("patient", clean: false));
        var handled = new Collected<string>("messages");
        client.Client.Subscribe("in", MqttQos.ExactlyOnce, (c, m) =>
        {
            if (handled.Count == 0)
            {
                Broker.Faults.Cut();
            }

            c.Publish("out", m.Payload, MqttQos.ExactlyOnce);
            handled.Add(TestClient.Text(m));
        });
        Broker.Publish("in", "1", 2);
        Broker.Publish("in", "2", 2);

        CollectionAssert.AreEqual(new[] { "1", "2" }, handled.Await(2));
        Await(b => b.Sessions.Single() is { InFlightToClient: 0, InFlightFromClient: 0 } && b.ReceivedCount == 2, "settled");
        CollectionAssert.AreEqual(new[] { "1", "2" }, ReceivedTexts);
        CollectionAssert.AreEqual(new[] { "1", "2" }, handled.All);
        Assert.HasCount(2, client.Connects.Await(2));
    }

    [TestMethod]
    public void A_handler_that_throws_is_reported_and_its_message_counts_as_handled()
    {
        using var client = new MqttClient(Options());
        var failures = new Collected<Exception>("failures");
        client.CallbackFailed += (_, e) => failures.Add(e);
        client.Connect(Patience.Milliseconds);
        client.Subscribe("in", MqttQos.AtLeastOnce, (_, m) => throw new InvalidOperationException(TestClient.Text(m)));
        Broker.Publish("in", "1", 1);
        Broker.Publish("in", "2", 1);

        CollectionAssert.AreEqual(new[] { "1", "2" }, failures.Await(2).Select(e => e.Message).ToArray());
        Await(b => b.Sessions.Single().InFlightToClient == 0, "acknowledged");
        Assert.IsTrue(client.IsConnected);
    }

    /// <summary>A connected client that does this, once, in this handler.</summary>
    private TestClient Within(Handler handler, Action<MqttClient> action)
    {
        var client = new TestClient(Options());
        int runs = 0;
        void Once(Handler running)
        {
            if (running == handler && Interlocked.Increment(ref runs) == 1)
            {
                action(client.Client);
            }
        }

        client.Client.MessageReceived += (_, _) => Once(Handler.Message);
        client.Client.Connected += (_, _) => Once(Handler.Connected);
        client.Client.Disconnected += (_, _) => Once(Handler.Disconnected);
        client.Client.Published += (_, _) => Once(Handler.Published);
        client.Client.Subscribed += (_, _, _, _) => Once(Handler.Subscribed);
        client.Client.Subscribe("in", MqttQos.ExactlyOnce);
        client.Client.Enqueue("first", [1], MqttQos.AtLeastOnce);
        client.Client.Start();
        switch (handler)
        {
            case Handler.Message:
                Await(b => b.Sessions.Any(s => s.Subscriptions.ContainsKey("in")), "subscribed");
                Broker.Publish("in", "1", 2);
                break;

            case Handler.Disconnected:
                client.Published.Await(1);
                Broker.Faults.Cut();
                break;

            default:
                break;
        }

        return client;
    }

    /// <summary>Where something is called from.</summary>
    public enum Handler
    {
        Message,
        Connected,
        Disconnected,
        Published,
        Subscribed,
    }
}
