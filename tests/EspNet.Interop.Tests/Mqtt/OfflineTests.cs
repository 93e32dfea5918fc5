using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A client whose broker is not there: what it says, and what it keeps.</summary>
[TestClass]
public sealed class OfflineTests : BenchTest
{
    [TestMethod]
    public void A_closed_port_is_a_ConnectionFailed_with_its_cause_and_the_client_connects_by_itself_later()
    {
        Broker.Stop();
        MqttClientOptions options = Options();
        options.Network.Backoff = BackoffOptions.Fixed(2000);
        using var client = new TestClient(options);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(1000));

        Assert.AreEqual(MqttError.ConnectionFailed, error.Error);
        Assert.AreEqual(MqttDisconnectReason.ConnectError, error.DisconnectReason);
        Assert.AreEqual(TransportError.Refused, ((TransportException)error.InnerException!).Error);
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1)[0];
        Assert.AreEqual(MqttDisconnectReason.ConnectError, e.Reason);
        Assert.AreEqual(TransportError.Refused, ((TransportException)e.Exception!).Error);
        Assert.IsFalse(e.WasConnected);
        Assert.AreEqual(MqttClientState.WaitingToReconnect, client.Client.State);

        Broker.Start();
        Assert.IsTrue(client.Client.WaitForConnection(Patience.Milliseconds));
        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
    }

    [TestMethod]
    public void Without_automatic_reconnect_a_failed_attempt_is_the_last_one_until_it_is_asked_for_again()
    {
        Broker.Stop();
        MqttClientOptions options = Options();
        options.Network.AutomaticReconnect = false;
        using var client = new TestClient(options);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(Patience.Milliseconds));
        Assert.AreEqual(MqttError.ConnectionFailed, error.Error);
        Assert.AreEqual(-1, client.Disconnects.Await(1).Single().RetryDelay);

        Broker.Start();
        client.Client.Connect(Patience.Milliseconds);
        Assert.AreEqual(1, client.Disconnects.Count);
    }

    [TestMethod]
    public void A_name_that_does_not_exist_is_a_HostNotFound()
    {
        MqttClientOptions options = Options();
        options.Broker.Host = "no-such-host.invalid";
        options.Network.AutomaticReconnect = false;
        using var client = new TestClient(options);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(Patience.Milliseconds));
        Assert.AreEqual(MqttError.ConnectionFailed, error.Error);
        Assert.AreEqual(TransportError.HostNotFound, ((TransportException)error.InnerException!).Error);
    }

    [TestMethod]
    public void A_full_outbox_refuses_and_what_it_holds_arrives_later()
    {
        using TestClient client = Offline(MqttOutboxPolicy.Refuse);
        Fill(client, 4);
        Assert.AreEqual(MqttError.OutboxFull, Assert.ThrowsExactly<MqttException>(() => client.Client.Enqueue("a", TestClient.Bytes("5"))).Error);
        Assert.AreEqual(MqttError.OutboxFull, Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", TestClient.Bytes("5"))).Error);
        Assert.AreEqual(4, client.Client.PendingMessages);

        Broker.Start();
        client.Published.Await(4);
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, ReceivedTexts);
        Assert.AreEqual(0, client.Client.PendingMessages);
    }

    [TestMethod]
    public void An_outbox_that_drops_the_oldest_says_which()
    {
        using TestClient client = Offline(MqttOutboxPolicy.DropOldest);
        int[] tokens = Fill(client, 6);
        Assert.AreEqual(4, client.Client.PendingMessages);
        CollectionAssert.AreEqual(new[] { (tokens[0], MqttError.Dropped), (tokens[1], MqttError.Dropped) }, client.Failed.Await(2));

        Broker.Start();
        client.Published.Await(4);
        CollectionAssert.AreEqual(new[] { "2", "3", "4", "5" }, ReceivedTexts);
        CollectionAssert.AreEqual(tokens[2..], client.Published.All);
    }

    [TestMethod]
    public void A_dropped_message_is_reported_by_the_thread_whose_message_took_its_place()
    {
        using TestClient client = Offline(MqttOutboxPolicy.DropOldest);
        var threads = new Collected<Thread>("threads");
        client.Client.PublishFailed += (_, _, _) => threads.Add(Thread.CurrentThread);
        Fill(client, 5);
        Assert.AreSame(Thread.CurrentThread, threads.Await(1).Single());
    }

    [TestMethod]
    public void A_Publish_that_waits_is_told_that_its_message_was_dropped()
    {
        using TestClient client = Offline(MqttOutboxPolicy.DropOldest);
        MqttException? error = null;
        var waiting = new Thread(() => error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", TestClient.Bytes("first"), MqttQos.AtLeastOnce)));
        waiting.Start();
        SpinWait.SpinUntil(() => client.Client.PendingMessages == 1, Patience.Milliseconds);
        Fill(client, 4);
        Assert.IsTrue(waiting.Join(Patience.Milliseconds));
        Assert.AreEqual(MqttError.Dropped, error!.Error);
    }

    [TestMethod]
    public void A_blocking_outbox_lets_Publish_wait_for_room_and_Enqueue_never()
    {
        using TestClient client = Offline(MqttOutboxPolicy.Block);
        Fill(client, 4);
        Assert.AreEqual(MqttError.OutboxFull, Assert.ThrowsExactly<MqttException>(() => client.Client.Enqueue("a", TestClient.Bytes("no"))).Error);
        Thread[] waiting = [.. Enumerable.Range(4, 3).Select(i => new Thread(() => client.Client.Publish("a", TestClient.Bytes($"{i}"), MqttQos.AtLeastOnce)))];
        Array.ForEach(waiting, t => t.Start());

        Broker.Start();
        Array.ForEach(waiting, t => Assert.IsTrue(t.Join(Patience.Milliseconds), "It waits for ever."));
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, ReceivedTexts[..4]);
        CollectionAssert.AreEquivalent(new[] { "4", "5", "6" }, ReceivedTexts[4..]);
    }

    [TestMethod]
    public void A_blocked_Publish_gives_up_when_its_time_is_over_and_its_message_is_never_sent()
    {
        using TestClient client = Offline(MqttOutboxPolicy.Block, publishTimeout: 100);
        Fill(client, 4);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", TestClient.Bytes("no"), MqttQos.AtLeastOnce));
        Assert.Contains(error.Error, new[] { MqttError.Timeout, MqttError.OutboxFull });
        Broker.Start();
        client.Published.Await(4);
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, ReceivedTexts);
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce, false)]
    [DataRow(MqttQos.AtLeastOnce, true)]
    [DataRow(MqttQos.ExactlyOnce, true)]
    public void A_Publish_whose_time_is_over_leaves_its_message_in_the_outbox_unless_it_is_QoS_0(MqttQos qos, bool stays)
    {
        using TestClient client = Offline(MqttOutboxPolicy.Refuse, publishTimeout: 100);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", TestClient.Bytes("late"), qos));
        Assert.AreEqual(MqttError.Timeout, error.Error);
        Assert.AreEqual(stays ? 1 : 0, client.Client.PendingMessages);
        client.Client.Enqueue("a", TestClient.Bytes("end"), MqttQos.AtLeastOnce);

        Broker.Start();
        client.Published.Await(stays ? 2 : 1);
        CollectionAssert.AreEqual(stays ? new[] { "late", "end" } : ["end"], ReceivedTexts);
    }

    [TestMethod]
    public void A_Publish_from_a_stream_whose_time_is_over_is_given_up()
    {
        using TestClient client = Offline(MqttOutboxPolicy.Refuse, publishTimeout: 100);
        using var stream = new MemoryStream([1, 2, 3]);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", stream, 3, MqttQos.ExactlyOnce));
        Assert.AreEqual(MqttError.Timeout, error.Error);
        Assert.AreEqual(0, client.Client.PendingMessages);
    }

    [TestMethod]
    public void Publish_needs_a_started_client_and_Enqueue_does_not()
    {
        using var client = new TestClient(Options());
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("a", [1]));
        Assert.AreEqual(MqttError.NotConnected, error.Error);
        int token = client.Client.Enqueue("a", TestClient.Bytes("early"), MqttQos.AtMostOnce);
        Assert.AreEqual(1, client.Client.PendingMessages);
        client.Client.Start();
        Assert.AreEqual(token, client.Published.Await(1).Single());
        Await(b => b.ReceivedCount == 1, "arrived");
    }

    [TestMethod]
    public void Dispose_ends_every_wait()
    {
        TestClient client = Offline(MqttOutboxPolicy.Block);
        Fill(client, 3);
        var errors = new Collected<Exception>("exceptions");
        Thread[] waiting = [.. Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            try
            {
                client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
            }
            catch (Exception e)
            {
                errors.Add(e);
            }
        }))];
        Array.ForEach(waiting, t => t.Start());
        SpinWait.SpinUntil(() => client.Client.PendingMessages == 4, Patience.Milliseconds);
        client.Dispose();
        Array.ForEach(waiting, t => Assert.IsTrue(t.Join(Patience.Milliseconds), "It waits for ever."));
        Assert.IsTrue(errors.Await(4).All(e => e is ObjectDisposedException or MqttException { Error: MqttError.Disposed }));
    }

    private static int[] Fill(TestClient client, int count) =>
        [.. Enumerable.Range(0, count).Select(i => client.Client.Enqueue("a", TestClient.Bytes($"{i}"), MqttQos.AtLeastOnce))];

    /// <summary>A started client with room for four messages, whose broker is not there.</summary>
    private TestClient Offline(MqttOutboxPolicy policy, int publishTimeout = Patience.Milliseconds)
    {
        Broker.Stop();
        MqttClientOptions options = Options();
        options.Outbox.MaximumMessages = 4;
        options.Outbox.WhenFull = policy;
        options.Network.PublishTimeout = publishTimeout;
        var client = new TestClient(options);
        client.Client.Start();
        client.Disconnects.Await(1);
        return client;
    }
}
