using System.Globalization;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A thousand messages through a mosquitto that is stopped and started again while they pass.</summary>
[TestClass]
public sealed class BrokerRestartTests : MosquittoTest
{
    private const int Messages = 1000;
    private const int Restarts = 4;

    /// <summary>
    /// How many messages mosquitto has in flight at once. With more of QoS 2 from one client, mosquitto before 2.0.13
    /// stops passing messages on after a restart (its issue 2362).
    /// </summary>
    private const int OwnLimit = 20;

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Of_1000_published_messages_none_is_lost_and_none_of_QoS_2_comes_twice(MqttQos qos)
    {
        using TestClient subscriber = Subscribe(qos);
        using TestClient publisher = Connect("publisher", clean: false);
        using var restarts = new RestartsAt(publisher, Broker);
        for (int i = 0; i < Messages; i++)
        {
            // It waits through the restarts: each message is acknowledged before the next.
            publisher.Client.Publish("a", Bytes(i), qos);
        }

        restarts.Finish();
        AssertArrived(subscriber, qos);
        Assert.AreEqual(Messages, publisher.Published.Await(Messages + 1).Take(Messages).Distinct().Count());
        Assert.IsGreaterThan(Restarts, publisher.Connects.Count);
        Assert.IsTrue(publisher.Connects.All.Skip(1).All(present => present));
    }

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce, MqttOutboxPolicy.Refuse, 16)]
    [DataRow(MqttQos.AtLeastOnce, MqttOutboxPolicy.Block, 64)]
    [DataRow(MqttQos.ExactlyOnce, MqttOutboxPolicy.Refuse, 16)]
    [DataRow(MqttQos.ExactlyOnce, MqttOutboxPolicy.Block, OwnLimit)]
    public void Of_1000_enqueued_messages_none_is_lost_and_none_of_QoS_2_comes_twice(MqttQos qos, MqttOutboxPolicy policy, int outbox)
    {
        MqttClientOptions options = Options("publisher", clean: false);
        options.Outbox.WhenFull = policy;
        options.Outbox.MaximumMessages = outbox;
        using TestClient subscriber = Subscribe(qos);
        using TestClient publisher = TestClient.Connect(options);
        using var room = new AutoResetEvent(false);
        publisher.Client.Published += (_, _) => room.Set();
        using var restarts = new RestartsAt(publisher, Broker);
        var tokens = new HashSet<int>();
        for (int i = 0; i < Messages; i++)
        {
            while (true)
            {
                try
                {
                    Assert.IsTrue(tokens.Add(publisher.Client.Enqueue("a", Bytes(i), qos)));
                    break;
                }
                catch (MqttException e) when (e.Error == MqttError.OutboxFull)
                {
                    Assert.IsTrue(room.WaitOne(Patience.Milliseconds), "No room comes.");
                }
            }
        }

        restarts.Finish();
        AssertArrived(subscriber, qos);
        CollectionAssert.AreEquivalent(tokens.ToArray(), publisher.Published.Await(Messages + 1)[..Messages]);
        Assert.AreEqual(0, publisher.Client.PendingMessages);
        Assert.AreEqual(0, publisher.Failed.Count);
    }

    [TestMethod]
    public void A_client_without_session_loses_no_QoS_1_message_either()
    {
        using TestClient subscriber = Subscribe(MqttQos.AtLeastOnce);
        using TestClient publisher = Connect("publisher");
        using var restarts = new RestartsAt(publisher, Broker);
        for (int i = 0; i < Messages; i++)
        {
            publisher.Client.Publish("a", Bytes(i), MqttQos.AtLeastOnce);
        }

        restarts.Finish();
        AssertArrived(subscriber, MqttQos.AtLeastOnce);
        Assert.IsFalse(publisher.Connects.All.Any(present => present));
    }

    private static byte[] Bytes(int number) => TestClient.Bytes(number.ToString(CultureInfo.InvariantCulture));

    private static void AssertArrived(TestClient subscriber, MqttQos qos)
    {
        string[] sent = [.. Enumerable.Range(0, Messages).Select(i => i.ToString(CultureInfo.InvariantCulture)), "end"];
        subscriber.Client.Connect(Patience.Milliseconds);
        subscriber.Messages.AwaitFirst(m => TestClient.Text(m) == "end");
        string[] received = subscriber.Texts;
        CollectionAssert.AreEquivalent(sent, received.Distinct().ToArray());
        if (qos == MqttQos.ExactlyOnce)
        {
            CollectionAssert.AreEqual(sent, received);
        }
    }

    /// <summary>
    /// A subscriber that lives through the restarts, or, at QoS 2, that finds all of it waiting afterwards: mosquitto 2.0
    /// itself repeats released messages when it is restarted while it delivers them.
    /// </summary>
    private TestClient Subscribe(MqttQos qos)
    {
        MqttClientOptions options = Options("subscriber", clean: false);

        // A restarted mosquitto 2.0 sends all that waits at once, however many it may have in flight.
        options.Session.MaximumIncomingExactlyOnce = 2 * Messages;
        TestClient subscriber = TestClient.Connect(options);
        subscriber.Client.Subscribe("a", MqttQos.ExactlyOnce);
        if (qos == MqttQos.ExactlyOnce)
        {
            subscriber.Client.Disconnect();
        }

        return subscriber;
    }

    /// <summary>Stops and starts the broker each time another part of the messages is acknowledged.</summary>
    private sealed class RestartsAt : IDisposable
    {
        private readonly TestClient _publisher;
        private readonly Thread _thread;
        private Exception? _failure;

        internal RestartsAt(TestClient publisher, MosquittoBroker broker)
        {
            _publisher = publisher;
            _thread = new Thread(() =>
            {
                try
                {
                    for (int i = 1; i <= Restarts; i++)
                    {
                        publisher.Published.Await(i * Messages / (Restarts + 1));
                        broker.Restart();
                    }
                }
                catch (Exception e)
                {
                    _failure = e;
                }
            });
            _thread.Start();
        }

        /// <summary>Waits for the last restart, and sends the message after which nothing comes.</summary>
        internal void Finish()
        {
            Assert.IsTrue(_thread.Join(4 * Patience.Milliseconds), "The restarts do not end.");
            Assert.IsNull(_failure, _failure?.ToString());
            _publisher.Published.Await(Messages);
            _publisher.Client.Publish("a", TestClient.Bytes("end"), MqttQos.ExactlyOnce);
        }

        public void Dispose() => _thread.Join();
    }
}
