using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>What client and broker remember of each other across connections.</summary>
[TestClass]
public sealed class SessionTests : MosquittoTest
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_was_published_while_a_client_with_a_session_was_away_arrives_when_it_is_back(int qos)
    {
        string[] sent = [.. Enumerable.Range(0, 50).Select(i => $"{i}")];
        using TestClient client = Connect("keeper", clean: false);
        client.Client.Subscribe("a", MqttQos.ExactlyOnce);
        client.Client.Disconnect();

        Broker.PublishLines("a", qos, sent);
        Assert.AreEqual(0, client.Messages.Count);
        client.Client.Connect(Patience.Milliseconds);

        CollectionAssert.AreEqual(sent, client.AwaitTexts(sent.Length));
        CollectionAssert.AreEqual(new[] { false, true }, client.Connects.All);
        Assert.AreEqual(1, client.Subscribed.Count);
    }

    [TestMethod]
    public void Another_process_takes_the_session_over_and_gets_what_waits_by_its_catch_all()
    {
        using (TestClient first = Connect("keeper", clean: false))
        {
            first.Client.Subscribe("a", MqttQos.ExactlyOnce);
            first.Client.Disconnect();
        }

        Broker.Publish("-t", "a", "-m", "1", "-q", "1");
        Broker.Publish("-t", "a", "-m", "2", "-q", "2");
        using TestClient second = Connect("keeper", clean: false);

        CollectionAssert.AreEqual(new[] { "1", "2" }, second.AwaitTexts(2));
        Assert.IsTrue(second.Connects.Await(1).Single());
    }

    [TestMethod]
    public void A_clean_session_forgets()
    {
        using (TestClient first = Connect("keeper", clean: false))
        {
            first.Client.Subscribe("a", MqttQos.ExactlyOnce);
            first.Client.Disconnect();
        }

        Broker.Publish("-t", "a", "-m", "lost", "-q", "1");
        using TestClient second = Connect("keeper");
        Assert.IsFalse(second.Connects.Await(1).Single());
        second.Client.Subscribe("a", MqttQos.ExactlyOnce);
        Broker.Publish("-t", "a", "-m", "end", "-q", "1");
        CollectionAssert.AreEqual(new[] { "end" }, second.AwaitTexts(1));
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(true, 3)]
    [DataRow(false, 2)]
    public void Subscriptions_live_on_after_the_broker_was_restarted(bool clean, int restarts)
    {
        using TestClient client = Connect("sub", clean);
        var handled = new Collected<string>("messages");
        client.Client.Subscribe("a/+", MqttQos.AtLeastOnce, (_, m) => handled.Add(TestClient.Text(m)));
        client.Client.Subscribe("b", MqttQos.ExactlyOnce);

        for (int i = 1; i <= restarts; i++)
        {
            Broker.Restart();
            client.Connects.Await(i + 1);
            if (clean)
            {
                client.Subscribed.Await(2 * (i + 1));
            }
        }

        Broker.Publish("-t", "a/x", "-m", "1", "-q", "1");
        Broker.Publish("-t", "b", "-m", "2", "-q", "1");
        CollectionAssert.AreEqual(new[] { "1" }, handled.Await(1));
        CollectionAssert.AreEqual(new[] { "2" }, client.AwaitTexts(1));
        Assert.IsTrue(client.Connects.All.Skip(1).All(present => present == !clean));
        Assert.AreEqual(clean ? 2 * (restarts + 1) : 2, client.Subscribed.Count);
    }

    [TestMethod]
    public void A_subscription_asked_for_before_the_first_connection_is_made_with_it()
    {
        using var client = new TestClient(Options());
        client.Client.Subscribe("a", MqttQos.AtLeastOnce);
        client.Client.Connect(Patience.Milliseconds);
        client.Subscribed.Await(1);
        Broker.Publish("-t", "a", "-m", "1", "-q", "1");
        CollectionAssert.AreEqual(new[] { "1" }, client.AwaitTexts(1));
    }

    [TestMethod]
    public void A_subscription_ended_while_offline_is_ended_at_the_broker_that_kept_it()
    {
        using TestClient client = Connect("keeper", clean: false);
        client.Client.Subscribe("a", MqttQos.AtLeastOnce);
        client.Client.Subscribe("b", MqttQos.AtLeastOnce);
        client.Client.Disconnect();
        client.Client.Unsubscribe("a");
        client.Client.Connect(Patience.Milliseconds);

        // The broker works through one client's packets in order: once this is acknowledged, "a" is unsubscribed.
        client.Client.Publish("x", [1], MqttQos.AtLeastOnce);
        Broker.Publish("-t", "a", "-m", "1", "-q", "1");
        Broker.Publish("-t", "b", "-m", "end", "-q", "1");
        CollectionAssert.AreEqual(new[] { "end" }, client.AwaitTexts(1));
    }

    [TestMethod]
    [DataRow(MqttProtocolVersion.V31, MqttQos.AtMostOnce)]
    [DataRow(MqttProtocolVersion.V31, MqttQos.AtLeastOnce)]
    [DataRow(MqttProtocolVersion.V31, MqttQos.ExactlyOnce)]
    public void MQTT_3_1_passes_messages_both_ways(MqttProtocolVersion version, MqttQos qos)
    {
        MqttClientOptions options = Options("old", clean: false);
        options.Session.ProtocolVersion = version;
        using MosquittoSubscriber subscriber = Broker.Subscribe("-V", "mqttv31", "-t", "out", "-q", "2");
        using TestClient client = TestClient.Connect(options);
        Assert.AreEqual(MqttQos.ExactlyOnce, client.Client.Subscribe("in", MqttQos.ExactlyOnce));
        client.Client.Publish("out", TestClient.Bytes("1"), qos);
        Broker.PublishLines("in", (int)qos, ["2", "3"]);
        Assert.AreEqual("1", subscriber.Await(1).Single().Text);
        CollectionAssert.AreEqual(new[] { "2", "3" }, client.AwaitTexts(2));

        client.Client.Disconnect();
        Broker.PublishLines("in", 2, ["4"]);
        client.Client.Connect(Patience.Milliseconds);
        CollectionAssert.AreEqual(new[] { "2", "3", "4" }, client.AwaitTexts(3));
    }

    [TestMethod]
    public void A_second_client_with_the_same_identifier_takes_the_connection_over()
    {
        MqttClientOptions options = Options("twin");
        options.Network.AutomaticReconnect = false;
        using TestClient first = TestClient.Connect(options);
        using TestClient second = TestClient.Connect(options);

        MqttDisconnectedEventArgs e = first.Disconnects.Await(1).Single();
        Assert.Contains(e.Reason, new[] { MqttDisconnectReason.ClosedByBroker, MqttDisconnectReason.TransportError });
        Assert.IsTrue(e.WasConnected);
        Assert.AreEqual(-1, e.RetryDelay);
        second.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        Assert.IsTrue(second.Client.IsConnected);
        Assert.IsFalse(first.Client.IsConnected);
        Assert.AreEqual(0, second.Disconnects.Count);
    }

    [TestMethod]
    public void An_empty_identifier_lets_the_broker_choose()
    {
        MqttClientOptions options = Options(string.Empty);
        using TestClient first = TestClient.Connect(options);
        using TestClient second = TestClient.Connect(options);
        first.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        second.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        Assert.AreEqual(0, first.Disconnects.Count + second.Disconnects.Count);
    }
}
