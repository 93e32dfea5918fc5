using System.Globalization;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A receiver whose connection, or whose broker, goes away while messages come.</summary>
[TestClass]
public sealed class ReceiverCutTests : MosquittoTest
{
    private const int Messages = 500;

    private static readonly string[] Sent = [.. Enumerable.Range(0, Messages).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_mosquitto_pub_sends_while_the_link_is_cut_again_and_again_arrives(int qos)
    {
        MqttClientOptions options = Options("receiver", clean: false);
        var link = new Cuttable(options);
        using TestClient client = TestClient.Connect(options);
        client.Client.Subscribe("a", MqttQos.ExactlyOnce);

        // After this many bytes more on each connection, so at another place in the exchange each time.
        link.Plan.CutAfterRead = 313;
        client.Client.Reconnect();
        client.Connects.Await(2);
        Broker.PublishLines("a", qos, Sent);
        client.Connects.Await(20);
        link.Plan.CutAfterRead = -1;

        AssertArrived(client, qos);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_is_cut_off_while_the_client_acknowledges_arrives(int qos)
    {
        MqttClientOptions options = Options("receiver", clean: false);
        var link = new Cuttable(options);
        using TestClient client = TestClient.Connect(options);
        client.Client.Subscribe("a", MqttQos.ExactlyOnce);
        link.Plan.CutAfterWritten = 97;
        client.Client.Reconnect();
        client.Connects.Await(2);
        Broker.PublishLines("a", qos, Sent);
        client.Connects.Await(20);
        link.Plan.CutAfterWritten = -1;

        AssertArrived(client, qos);
    }

    [TestMethod]
    public void What_waits_at_a_broker_that_is_restarted_while_it_delivers_arrives()
    {
        // At QoS 1: mosquitto 2.0 itself repeats released QoS 2 messages after a restart. The bench does not.
        using TestClient client = Connect("receiver", clean: false);
        client.Client.Subscribe("a", MqttQos.ExactlyOnce);
        client.Client.Disconnect();
        Broker.PublishLines("a", 1, Sent);
        client.Client.Connect(Patience.Milliseconds);
        for (int i = 1; i <= 3; i++)
        {
            client.Messages.Await(i * Messages / 10);
            Broker.Restart();
        }

        AssertArrived(client, 1);
    }

    private static void AssertArrived(TestClient client, int qos)
    {
        client.Messages.AwaitFirst(m => TestClient.Text(m) == Sent[^1]);
        client.Client.Publish("a", TestClient.Bytes("end"), MqttQos.ExactlyOnce);
        client.Messages.AwaitFirst(m => TestClient.Text(m) == "end");
        string[] received = [.. client.Texts.TakeWhile(t => t != "end")];
        CollectionAssert.AreEquivalent(Sent, received.Distinct().ToArray());
        if (qos == 2)
        {
            CollectionAssert.AreEqual(Sent, received);
        }
    }
}
