using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>The will and retained messages, as a second client at mosquitto sees them.</summary>
[TestClass]
public sealed class WillTests : MosquittoTest
{
    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void A_client_that_is_disposed_without_DISCONNECT_leaves_its_will(MqttQos qos)
    {
        using MosquittoSubscriber watcher = Broker.Subscribe("-t", "status/+", "-q", "2");
        using (TestClient client = TestClient.Connect(WithWill(qos, retain: false)))
        {
            client.Client.Publish("status/device", TestClient.Bytes("online"), MqttQos.AtLeastOnce);
        }

        Printed will = watcher.Await(2)[1];
        CollectionAssert.AreEqual(new[] { "online", "gone" }, watcher.AwaitText(2));
        Assert.AreEqual((int)qos, will.Qos);
        Assert.AreEqual("status/device", will.Topic);
    }

    [TestMethod]
    public void A_client_that_disconnects_in_order_leaves_none()
    {
        using MosquittoSubscriber watcher = Broker.Subscribe("-t", "status/+", "-q", "2");
        using (TestClient client = TestClient.Connect(WithWill(MqttQos.AtLeastOnce, retain: false)))
        {
            client.Client.Disconnect();
            MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
            Assert.AreEqual(MqttDisconnectReason.UserRequest, e.Reason);
            Assert.AreEqual(-1, e.RetryDelay);
            Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
        }

        // The same identifier connects again and leaves in another way: whatever the first one left comes before that.
        MqttClientOptions second = WithWill(MqttQos.AtLeastOnce, retain: false);
        second.Will = new MqttWillOptions("status/device", TestClient.Bytes("marker"));
        TestClient.Connect(second).Dispose();
        Assert.IsEmpty(watcher.AwaitTextUntil("marker"));
    }

    [TestMethod]
    public void A_retained_will_waits_for_later_subscribers()
    {
        using (MosquittoSubscriber watcher = Broker.Subscribe("-t", "status/+", "-q", "1"))
        {
            TestClient.Connect(WithWill(MqttQos.AtLeastOnce, retain: true)).Dispose();
            watcher.Await(1);
        }

        using MosquittoSubscriber later = Broker.Subscribe("-t", "status/+", "-q", "1");
        Printed will = later.Await(1).Single();
        Assert.AreEqual("gone", will.Text);
        Assert.IsTrue(will.Retain);
    }

    [TestMethod]
    public void A_retained_message_is_given_to_later_subscribers_as_retained()
    {
        using TestClient publisher = Connect();
        using TestClient before = Connect();
        before.Client.Subscribe("a", MqttQos.AtLeastOnce);
        publisher.Client.Publish("a", TestClient.Bytes("kept"), MqttQos.AtLeastOnce, retain: true);
        Assert.IsFalse(before.Messages.Await(1).Single().Retain);

        using TestClient later = Connect();
        later.Client.Subscribe("a", MqttQos.AtLeastOnce);
        MqttMessage message = later.Messages.Await(1).Single();
        Assert.IsTrue(message.Retain);
        Assert.AreEqual("kept", TestClient.Text(message));
        using MosquittoSubscriber other = Broker.Subscribe("-t", "a", "-q", "1");
        Assert.IsTrue(other.Await(1).Single().Retain);
    }

    [TestMethod]
    public void An_empty_retained_message_clears_what_was_kept()
    {
        using TestClient publisher = Connect();
        publisher.Client.Publish("a", TestClient.Bytes("kept"), MqttQos.AtLeastOnce, retain: true);
        publisher.Client.Publish("a", [], MqttQos.AtLeastOnce, retain: true);

        using TestClient later = Connect();
        later.Client.Subscribe("a", MqttQos.AtLeastOnce);
        publisher.Client.Publish("a", TestClient.Bytes("end"), MqttQos.AtLeastOnce);
        later.Messages.Await(1);
        CollectionAssert.AreEqual(new[] { "end" }, later.Texts);
    }

    private MqttClientOptions WithWill(MqttQos qos, bool retain)
    {
        MqttClientOptions options = Options("mortal");
        options.Will = new MqttWillOptions("status/device", TestClient.Bytes("gone")) { Qos = qos, Retain = retain };
        return options;
    }
}
