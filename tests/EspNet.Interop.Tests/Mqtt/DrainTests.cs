using EspNet.Bench.Mqtt;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A broker that is slow or frozen: what waits, what does not, and what is drained before the end.</summary>
[TestClass]
public sealed class DrainTests : BenchTest
{
    private const int Messages = 16;

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Disconnect_drains_the_outbox_to_a_slow_broker_before_it_says_DISCONNECT(MqttQos qos)
    {
        Broker.Faults.DelayAcknowledgements(TimeSpan.FromMilliseconds(200));
        using TestClient client = TestClient.Connect(Options());
        int[] tokens = [.. Enumerable.Range(0, Messages).Select(i => client.Client.Enqueue("a", TestClient.Bytes($"{i}"), qos))];
        Assert.AreEqual(Messages, client.Client.PendingMessages);

        client.Client.Disconnect(Patience.Milliseconds);

        Assert.AreEqual(0, client.Client.PendingMessages);
        CollectionAssert.AreEqual(tokens, client.Published.All);
        Await(b => b.Disconnects == 1, "DISCONNECT");
        CollectionAssert.AreEqual(Enumerable.Range(0, Messages).Select(i => $"{i}").ToArray(), ReceivedTexts);
        Assert.AreEqual(MqttDisconnectReason.UserRequest, client.Disconnects.Await(1).Single().Reason);
        Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
    }

    [TestMethod]
    public void A_Publish_that_waits_while_another_thread_disconnects_is_acknowledged()
    {
        Broker.Faults.DelayAcknowledgements(TimeSpan.FromMilliseconds(200));
        using TestClient client = TestClient.Connect(Options());
        Exception? failure = null;
        var waiting = new Thread(() =>
        {
            try
            {
                client.Client.Publish("a", [1], MqttQos.ExactlyOnce);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        waiting.Start();
        Await(b => b.ReceivedCount == 1 || b.PublishesReceived == 1, "on its way");
        client.Client.Disconnect(Patience.Milliseconds);
        Assert.IsTrue(waiting.Join(Patience.Milliseconds));
        Assert.IsNull(failure, failure?.ToString());
    }

    [TestMethod]
    public void Disconnect_from_a_frozen_broker_ends_when_its_time_is_over_and_keeps_what_is_left()
    {
        using TestClient client = TestClient.Connect(Options("frozen", clean: false));
        Broker.Faults.BlackHole();
        int token = client.Client.Enqueue("a", TestClient.Bytes("kept"), MqttQos.AtLeastOnce);
        client.Client.Disconnect(200);
        client.AwaitDisconnect(MqttDisconnectReason.UserRequest);
        Assert.AreEqual(1, client.Client.PendingMessages);

        Broker.Faults.EndBlackHole();
        client.Client.Connect(Patience.Milliseconds);
        Assert.AreEqual(token, client.Published.Await(1).Single());
        Assert.AreEqual("kept", Broker.Received[^1].Text);
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    public void Enqueue_returns_while_the_broker_is_frozen_until_the_outbox_is_full(MqttQos qos)
    {
        const int Bound = 20_000;
        MqttClientOptions options = Options("frozen", clean: false);
        options.Outbox.MaximumBytes = 64 * 1024;
        options.Outbox.MaximumMessages = 64;
        using TestClient client = TestClient.Connect(options);
        byte[] payload = new byte[1000];
        Broker.Faults.BlackHole();
        int received = Broker.ReceivedCount;
        int accepted = 0;
        MqttException? full = null;
        while (full == null && accepted < Bound)
        {
            try
            {
                client.Client.Enqueue("a", payload, qos);
                accepted++;
            }
            catch (MqttException e)
            {
                full = e;
            }
        }

        // It came here although nothing of it was read.
        Assert.AreEqual(MqttError.OutboxFull, full?.Error);
        Assert.AreEqual(received, Broker.ReceivedCount);
        Assert.IsTrue(client.Client.IsConnected);
        Broker.Faults.EndBlackHole();
        Await(b => b.ReceivedCount == accepted, "all accepted messages");
        client.Published.Await(accepted);
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    [TestMethod]
    public void PendingMessages_counts_what_is_not_acknowledged_yet()
    {
        using TestClient client = TestClient.Connect(Options());
        Broker.Faults.Delay(BenchPacketType.Puback, TimeSpan.FromSeconds(1));
        client.Client.Enqueue("a", [1], MqttQos.AtLeastOnce);
        client.Client.Enqueue("a", [2], MqttQos.AtLeastOnce);
        Await(b => b.ReceivedCount == 2, "arrived");
        Assert.AreEqual(2, client.Client.PendingMessages);
        client.Published.Await(2);
        Assert.AreEqual(0, client.Client.PendingMessages);
    }

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void An_acknowledgement_may_come_before_the_last_write_of_a_stream_has_returned(MqttQos qos)
    {
        MqttClientOptions options = Options();
        options.Network.TransportFactory = () => new SlowWriter();
        using TestClient client = TestClient.Connect(options);
        for (int i = 0; i < 3; i++)
        {
            using var stream = new MemoryStream([1, 2, 3]);
            client.Client.Publish("a", stream, 3, qos);
        }

        Assert.AreEqual(0, client.Disconnects.Count, string.Join(", ", client.Disconnects.All.Select(e => $"{e.Reason} {e.ProtocolError}")));
        Assert.HasCount(3, Broker.Received);
    }

    [TestMethod]
    public void Disconnect_does_not_wait_its_time_out_because_an_acknowledgement_is_still_to_be_written()
    {
        using TestClient client = TestClient.Connect(Options());
        using var inSecond = new ManualResetEvent(false);
        using var goOn = new ManualResetEvent(false);
        client.Client.Subscribe("in", MqttQos.AtLeastOnce, (_, m) =>
        {
            if (TestClient.Text(m) == "2")
            {
                inSecond.Set();
                goOn.WaitOne(Patience.Milliseconds);
            }
        });

        // Both come in one read: the first is handled, but not acknowledged, while the second is being handled.
        Broker.Faults.WriteMode = BenchWriteMode.Coalesced;
        Broker.Publish("in", "1", 1);
        Broker.Publish("in", "2", 1);
        Assert.IsTrue(inSecond.WaitOne(Patience.Milliseconds));
        var disconnecting = new Thread(() => client.Client.Disconnect(4 * Patience.Milliseconds));
        disconnecting.Start();
        SpinWait.SpinUntil(() => client.Client.State == MqttClientState.Disconnecting, Patience.Milliseconds);
        goOn.Set();

        Assert.IsTrue(disconnecting.Join(Patience.Milliseconds), "It still waits.");
        Await(b => b.Disconnects == 1, "DISCONNECT");
    }

    [TestMethod]
    public void Disconnect_while_connecting_is_the_wish_of_the_user()
    {
        Broker.Faults.IgnoreConnects();
        using var client = new TestClient(Options());
        client.Client.Start();
        Await(b => b.BytesReceived > 0, "CONNECT");
        client.Client.Disconnect();
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(MqttDisconnectReason.UserRequest, e.Reason);
        Assert.AreEqual(-1, e.RetryDelay);
        Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
    }

    /// <summary>Its writes return late, as on a busy machine: when the peer may have answered already.</summary>
    private sealed class SlowWriter : IClientTransport
    {
        private readonly TcpTransport _inner = new();

        public void Connect(string host, int port) => _inner.Connect(host, port);

        public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds) => _inner.Read(buffer, offset, count, timeoutMilliseconds);

        public void Write(byte[] buffer, int offset, int count)
        {
            _inner.Write(buffer, offset, count);
            Thread.Sleep(50);
        }

        public bool Poll(TransportPoll mode, int timeoutMilliseconds) => _inner.Poll(mode, timeoutMilliseconds);

        public void Close() => _inner.Close();

        public void Abort() => _inner.Abort();

        public void Dispose() => _inner.Dispose();
    }
}
