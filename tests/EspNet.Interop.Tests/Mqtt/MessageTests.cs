using System.Globalization;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>Messages of every quality of service, both ways, with mosquitto's own clients as the other side.</summary>
[TestClass]
public sealed class MessageTests : MosquittoTest
{
    private const int Messages = 50;

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Messages_at_each_QoS_reach_mosquitto_sub_once_and_in_order(MqttQos qos)
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "a/#", "-q", "2");
        using TestClient client = Connect();
        string[] sent = [.. Enumerable.Range(0, Messages).Select(i => $"message {i}")];
        int[] tokens = [.. sent.Select(m => client.Client.Publish("a/b", TestClient.Bytes(m), qos))];
        client.Client.Publish("a/end", TestClient.Bytes("end"), MqttQos.ExactlyOnce);

        CollectionAssert.AreEqual(sent, subscriber.AwaitTextUntil("end"));
        Assert.IsTrue(subscriber.All.Take(Messages).All(m => m.Qos == (int)qos && m.Topic == "a/b"));
        CollectionAssert.AreEqual(tokens, client.Published.Await(Messages + 1)[..Messages]);
        Assert.AreEqual(0, client.Client.PendingMessages);
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Messages_of_mosquitto_pub_at_each_QoS_reach_the_handler_once_and_in_order(MqttQos qos)
    {
        using TestClient client = Connect();
        var received = new Collected<MqttMessage>("messages");
        MqttQos granted = client.Client.Subscribe("a/b", MqttQos.ExactlyOnce, (_, m) => received.Add(m));
        Assert.AreEqual(MqttQos.ExactlyOnce, granted);
        string[] sent = [.. Enumerable.Range(0, Messages).Select(i => $"message {i}"), "end"];

        Broker.PublishLines("a/b", (int)qos, sent);

        received.AwaitFirst(m => TestClient.Text(m) == "end");
        CollectionAssert.AreEqual(sent, received.All.Select(TestClient.Text).ToArray());
        Assert.IsTrue(received.All.All(m => m.Qos == qos && m.IsWhole && !m.Retain && !m.Duplicate && m.Topic == "a/b"));
        Assert.AreEqual(0, client.Messages.Count);
    }

    [TestMethod]
    public void Each_filter_has_its_handler_and_what_no_handler_takes_goes_to_the_catch_all()
    {
        using TestClient client = Connect();
        var one = new Collected<string>("messages for +");
        var rest = new Collected<string>("messages for #");
        client.Client.Subscribe("one/+/end", MqttQos.AtLeastOnce, (_, m) => one.Add(m.Topic));
        client.Client.Subscribe("rest/#", MqttQos.AtLeastOnce, (_, m) => rest.Add(m.Topic));
        client.Client.Subscribe("other/#", MqttQos.AtLeastOnce);

        foreach (string topic in new[] { "one/a/end", "one/a/b/end", "rest", "rest/a", "other/a", "rest/a/b", "one//end", "elsewhere", "other/end" })
        {
            Broker.Publish("-t", topic, "-m", topic, "-q", "1");
        }

        client.Messages.AwaitFirst(m => m.Topic == "other/end");
        CollectionAssert.AreEqual(new[] { "one/a/end", "one//end" }, one.All);
        CollectionAssert.AreEqual(new[] { "rest", "rest/a", "rest/a/b" }, rest.All);
        CollectionAssert.AreEqual(new[] { "other/a", "other/end" }, client.Messages.All.Select(m => m.Topic).ToArray());
    }

    [TestMethod]
    public void Messages_end_when_a_subscription_ends()
    {
        using TestClient client = Connect();
        client.Client.Subscribe("a", MqttQos.AtLeastOnce);
        client.Client.Subscribe("b", MqttQos.AtLeastOnce);
        Broker.Publish("-t", "a", "-m", "1", "-q", "1");
        client.Client.Unsubscribe("a");
        Broker.Publish("-t", "a", "-m", "2", "-q", "1");
        Broker.Publish("-t", "b", "-m", "end", "-q", "1");

        client.Messages.AwaitFirst(m => m.Topic == "b");
        CollectionAssert.AreEqual(new[] { "1", "end" }, client.Texts);
    }

    [TestMethod]
    public void A_binary_payload_arrives_byte_for_byte_both_ways()
    {
        byte[] payload = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, payload);
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "out", "-q", "2");
        using TestClient client = Connect();
        client.Client.Subscribe("in", MqttQos.ExactlyOnce);

        client.Client.Publish("out", payload, MqttQos.ExactlyOnce);
        Broker.Publish("-t", "in", "-q", "2", "-f", file);
        File.Delete(file);

        CollectionAssert.AreEqual(payload, subscriber.Await(1).Single().Payload);
        CollectionAssert.AreEqual(payload, client.Messages.Await(1).Single().Payload);
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void An_empty_payload_is_a_message_both_ways(MqttQos qos)
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "out", "-q", "2");
        using TestClient client = Connect();
        client.Client.Subscribe("in", MqttQos.ExactlyOnce);

        client.Client.Publish("out", [], qos);
        Broker.Publish("-t", "in", "-n", "-q", ((int)qos).ToString(CultureInfo.InvariantCulture));

        Assert.IsEmpty(subscriber.Await(1).Single().Payload);
        MqttMessage message = client.Messages.Await(1).Single();
        Assert.IsEmpty(message.Payload);
        Assert.IsTrue(message.IsWhole && message.IsLast);
    }

    [TestMethod]
    [DataRow("größe/温度/🌡")]
    [DataRow("/leading//empty/")]
    [DataRow("with spaces/and'quotes\"")]
    public void A_topic_of_any_letters_passes_both_ways(string topic)
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", topic, "-q", "1");
        using TestClient client = Connect();
        client.Client.Subscribe(topic, MqttQos.AtLeastOnce);

        client.Client.Publish(topic, TestClient.Bytes("1"), MqttQos.AtLeastOnce);
        Assert.AreEqual(topic, subscriber.Await(1).Single().Topic);
        Assert.AreEqual(topic, client.Messages.Await(1).Single().Topic);

        Broker.Publish("-t", topic, "-m", "2", "-q", "1");
        MqttMessage message = client.Messages.Await(2)[1];
        Assert.AreEqual(topic, message.Topic);
        Assert.AreEqual("2", TestClient.Text(message));
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void The_granted_QoS_limits_what_arrives(MqttQos granted)
    {
        using TestClient client = Connect();
        Assert.AreEqual(granted, client.Client.Subscribe("a", granted));
        Broker.Publish("-t", "a", "-m", "1", "-q", "2");
        Assert.AreEqual(granted, client.Messages.Await(1).Single().Qos);
    }

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Several_threads_publish_over_one_client_and_nothing_is_lost_or_mixed(MqttQos qos)
    {
        const int Threads = 4;
        const int Each = 100;
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "a/#", "-q", "2");
        using TestClient client = Connect();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                client.Client.Publish($"a/{t}", TestClient.Bytes($"{t} {i}"), qos);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => Assert.IsTrue(t.Join(Patience.Milliseconds)));

        Printed[] received = subscriber.Await(Threads * Each);
        Assert.HasCount(Threads * Each, received);
        for (int t = 0; t < Threads; t++)
        {
            string[] expected = [.. Enumerable.Range(0, Each).Select(i => $"{t} {i}")];
            CollectionAssert.AreEqual(expected, received.Where(m => m.Topic == $"a/{t}").Select(m => m.Text).ToArray());
        }
    }
}
