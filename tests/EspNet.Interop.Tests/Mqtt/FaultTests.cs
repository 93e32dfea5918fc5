using EspNet.Bench.Mqtt;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;
using EspNet.Mqtt.Protocol;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>Each fault of a broker or a link has its own reason, the client comes back, and nothing it accepted is lost.</summary>
[TestClass]
public sealed class FaultTests : BenchTest
{
    [TestMethod]
    public void A_ping_that_is_not_answered_is_a_PingTimeout()
    {
        Broker.Faults.SwallowPingResponses();
        using TestClient client = TestClient.Connect(Pinging());
        client.AwaitDisconnect(MqttDisconnectReason.PingTimeout);
        Broker.Faults.Clear();
        AssertWorks(client);
        Assert.IsTrue(client.Disconnects.All.All(e => e.Reason == MqttDisconnectReason.PingTimeout && e.WasConnected));
    }

    [TestMethod]
    public void A_client_that_sends_all_the_time_still_finds_that_nothing_comes_back()
    {
        Broker.Faults.SwallowPingResponses();
        using TestClient client = TestClient.Connect(Pinging());
        while (client.Disconnects.Count == 0)
        {
            client.Client.Enqueue("a", [1], MqttQos.AtMostOnce);
            Thread.Sleep(20); // A constant sender, far more often than the keep-alive demands.
        }

        Assert.AreEqual(MqttDisconnectReason.PingTimeout, client.Disconnects.All[0].Reason);
        Assert.IsGreaterThan(0, Broker.Pings);
    }

    [TestMethod]
    public void Answered_pings_keep_an_idle_connection_alive()
    {
        using TestClient client = TestClient.Connect(Pinging());
        Await(b => b.Pings >= 4, "pings");
        Assert.AreEqual(0, client.Disconnects.Count);
        Assert.AreEqual(1, Broker.Connects);
    }

    [TestMethod]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void A_half_open_link_is_found_by_the_ping_and_what_it_swallowed_is_sent_again(MqttQos qos)
    {
        Broker.ReportMissedKeepAlive = false;
        MqttClientOptions options = Pinging();
        options.Session.CleanSession = false;
        using TestClient client = TestClient.Connect(options);
        client.Client.Publish("a", TestClient.Bytes("1"), qos);
        Broker.Faults.BlackHole();
        client.Client.Publish("a", TestClient.Bytes("2"), qos);

        Assert.AreEqual(MqttDisconnectReason.PingTimeout, client.Disconnects.Await(1)[0].Reason);
        CollectionAssert.AreEqual(new[] { "1", "2" }, ReceivedTexts);
    }

    [TestMethod]
    [DataRow(BenchPacketType.Puback, MqttQos.AtLeastOnce, 2)]
    [DataRow(BenchPacketType.Pubrec, MqttQos.ExactlyOnce, 1)]
    [DataRow(BenchPacketType.Pubcomp, MqttQos.ExactlyOnce, 1)]
    public void A_lost_acknowledgement_is_an_AcknowledgementTimeout_and_the_message_is_delivered_again(BenchPacketType lost, MqttQos qos, int deliveries)
    {
        MqttClientOptions options = Options("publisher", clean: false);
        options.Network.AcknowledgementTimeout = 300;
        using TestClient client = TestClient.Connect(options);
        Broker.Faults.Drop(lost);

        client.Client.Publish("a", TestClient.Bytes("1"), qos);

        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(MqttDisconnectReason.AcknowledgementTimeout, e.Reason);
        Assert.HasCount(deliveries, Broker.Received);
        Assert.AreEqual(qos == MqttQos.AtLeastOnce, Broker.Received[^1].Dup);
        Assert.AreEqual(1, client.Published.Await(1).Length);
        Assert.AreEqual(0, client.Client.PendingMessages);
    }

    [TestMethod]
    [DataRow(BenchPacketType.Suback)]
    [DataRow(BenchPacketType.Unsuback)]
    public void A_lost_answer_to_a_subscription_is_an_AcknowledgementTimeout_and_it_is_asked_again(BenchPacketType lost)
    {
        MqttClientOptions options = Options("subscriber", clean: false);
        options.Network.AcknowledgementTimeout = 300;
        using TestClient client = TestClient.Connect(options);
        Broker.Faults.Drop(lost);
        client.Client.Subscribe("a", MqttQos.AtLeastOnce);
        client.Client.Unsubscribe("a");

        Assert.AreEqual(MqttDisconnectReason.AcknowledgementTimeout, client.Disconnects.Await(1).Single().Reason);
        Assert.IsEmpty(Broker.Sessions.Single().Subscriptions);
    }

    [TestMethod]
    public void A_refused_subscription_is_an_exception_and_no_reason_to_disconnect()
    {
        using TestClient client = TestClient.Connect(Options());
        Broker.Faults.DenySubscribes();
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Subscribe("a", MqttQos.AtLeastOnce));
        Assert.AreEqual(MqttError.SubscriptionRefused, error.Error);
        Assert.AreEqual(0, client.Disconnects.Count);
        Assert.AreEqual(MqttQos.AtLeastOnce, client.Client.Subscribe("a", MqttQos.AtLeastOnce));
    }

    [TestMethod]
    [DataRow(new byte[] { 0xF0, 0x00 }, MqttProtocolError.ReservedPacketType)]
    [DataRow(new byte[] { 0x20, 0x02, 0x00, 0x00 }, MqttProtocolError.SecondConnAck)]
    [DataRow(new byte[] { 0x40, 0x02, 0x12, 0x34 }, MqttProtocolError.UnsolicitedAcknowledgement)]
    [DataRow(new byte[] { 0xD0, 0x00 }, MqttProtocolError.UnsolicitedPingResponse)]
    [DataRow(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, MqttProtocolError.MalformedRemainingLength)]
    [DataRow(new byte[] { 0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01 }, MqttProtocolError.InvalidQos)]
    public void Garbage_is_a_ProtocolError_with_its_own_name(byte[] garbage, MqttProtocolError name)
    {
        using TestClient client = TestClient.Connect(Options());
        Broker.Faults.SendRaw(garbage);
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1)[0];
        Assert.AreEqual(MqttDisconnectReason.ProtocolError, e.Reason);
        Assert.AreEqual(name, e.ProtocolError);
        AssertWorks(client);
    }

    [TestMethod]
    public void Garbage_instead_of_CONNACK_is_a_ProtocolError()
    {
        Broker.Faults.AnswerConnectsWith([0xD0, 0x00]);
        using TestClient client = TestClient.Connect(Options());
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(MqttDisconnectReason.ProtocolError, e.Reason);
        Assert.AreEqual(MqttProtocolError.FirstPacketNotConnAck, e.ProtocolError);
        Assert.IsFalse(e.WasConnected);
    }

    [TestMethod]
    public void A_CONNECT_that_is_never_answered_is_a_ConnectTimeout()
    {
        Broker.Faults.IgnoreConnects();
        MqttClientOptions options = Options();
        options.Network.ConnectTimeout = 300;
        using TestClient client = TestClient.Connect(options);
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(MqttDisconnectReason.ConnectTimeout, e.Reason);
        Assert.IsFalse(e.WasConnected);
    }

    [TestMethod]
    [DataRow((byte)1, MqttDisconnectReason.UnacceptableProtocolVersion, true)]
    [DataRow((byte)2, MqttDisconnectReason.IdentifierRejected, true)]
    [DataRow((byte)3, MqttDisconnectReason.ServerUnavailable, false)]
    [DataRow((byte)4, MqttDisconnectReason.BadUserNameOrPassword, true)]
    [DataRow((byte)5, MqttDisconnectReason.NotAuthorized, true)]
    public void Each_refusal_has_its_reason_and_its_delay(byte code, MqttDisconnectReason reason, bool isLasting)
    {
        Broker.Faults.RefuseConnects(code);
        MqttClientOptions options = Options();
        options.Network.Backoff = new BackoffOptions { FirstDelay = 20, LongestDelay = 1000, Jitter = false };
        using var client = new TestClient(options);
        if (isLasting)
        {
            MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(Patience.Milliseconds));
            Assert.AreEqual(MqttError.ConnectionRefused, error.Error);
            Assert.AreEqual(reason, error.DisconnectReason);
        }
        else
        {
            client.Client.Connect(Patience.Milliseconds);
        }

        client.Connects.Await(1);
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(reason, e.Reason);
        Assert.AreEqual(isLasting ? 1000 : 20, e.RetryDelay);
        Assert.IsFalse(e.WasConnected);
        Assert.AreEqual(1, Broker.Refused);
    }

    [TestMethod]
    [DataRow(BenchCut.Reset, MqttDisconnectReason.TransportError)]
    [DataRow(BenchCut.Close, MqttDisconnectReason.ClosedByBroker)]
    public void The_end_of_a_connection_is_named_after_its_kind(BenchCut cut, MqttDisconnectReason reason)
    {
        using TestClient client = TestClient.Connect(Options());
        Broker.Faults.Cut(cut);
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1)[0];
        Assert.AreEqual(reason, e.Reason);
        Assert.AreEqual(cut == BenchCut.Reset, e.Exception is TransportException);
        Assert.AreEqual(20, e.RetryDelay);
        AssertWorks(client);
    }

    [TestMethod]
    [DataRow(BenchWriteMode.SingleBytes)]
    [DataRow(BenchWriteMode.Coalesced)]
    public void Packets_that_come_in_single_bytes_or_all_at_once_are_the_same_messages(BenchWriteMode mode)
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"message {i}")];
        Broker.Faults.WriteMode = mode;
        using TestClient client = TestClient.Connect(Options());
        client.Client.Subscribe("in", MqttQos.ExactlyOnce);
        for (int i = 0; i < texts.Length; i++)
        {
            Broker.Publish("in", texts[i], i % 3);
        }

        CollectionAssert.AreEquivalent(texts, client.AwaitTexts(texts.Length));
        Await(b => b.Sessions.Single().InFlightToClient == 0, "acknowledged");
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    private MqttClientOptions Pinging()
    {
        MqttClientOptions options = Options("pinging");
        options.Session.KeepAlive = 1;
        options.Network.PingTimeout = 300;
        return options;
    }

    private void AssertWorks(TestClient client)
    {
        client.Connects.Await(2);
        client.Client.Publish("works", TestClient.Bytes("again"), MqttQos.ExactlyOnce);
        Assert.AreEqual("again", Broker.Received[^1].Text);
    }
}
