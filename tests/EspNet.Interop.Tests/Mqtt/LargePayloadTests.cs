using System.Security.Cryptography;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;
using EspNet.Mqtt.Protocol;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>Payloads of 64 KB through buffers of 1 KB.</summary>
[TestClass]
public sealed class LargePayloadTests : MosquittoTest
{
    private const int Size = 64 * 1024;
    private const int Limit = 128 * 1024;

    private static readonly byte[] Payload = MakePayload();

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void A_large_message_arrives_in_fragments_that_follow_each_other(int qos)
    {
        using TestClient client = TestClient.Connect(WithLimit());
        client.Client.Subscribe("large", (MqttQos)qos);
        client.Client.Subscribe("end", MqttQos.AtLeastOnce);
        PublishFile(qos);
        Broker.Publish("-t", "end", "-m", "end", "-q", "1");

        client.Messages.AwaitFirst(m => m.Topic == "end");
        MqttMessage[] fragments = client.Messages.All[..^1];
        Assert.IsGreaterThan(1, fragments.Length);
        int offset = 0;
        foreach (MqttMessage fragment in fragments)
        {
            Assert.AreEqual(offset, fragment.Offset);
            Assert.AreEqual(Size, fragment.Total);
            Assert.AreEqual("large", fragment.Topic);
            Assert.IsFalse(fragment.IsWhole);
            Assert.IsLessThanOrEqualTo(MqttDefaults.ReceiveBufferSize, fragment.Payload.Length);
            offset += fragment.Payload.Length;
            Assert.AreEqual(offset == Size, fragment.IsLast);
        }

        AssertSame(SHA256.HashData(fragments.SelectMany(f => f.Payload).ToArray()));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void A_large_message_arrives_without_a_copy(int qos)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ends = new Collected<int>("last fragments");
        int next = 0;
        using TestClient client = TestClient.Connect(WithLimit());
        client.Client.SubscribeFragments("large", (MqttQos)qos, (_, fragment) =>
        {
            Assert.AreEqual(next, fragment.Offset);
            Assert.AreEqual(Size, fragment.Total);
            next += fragment.Count;
            hash.AppendData(fragment.Buffer, fragment.BufferOffset, fragment.Count);
            if (fragment.IsLast)
            {
                ends.Add(next);
            }
        });
        PublishFile(qos);

        Assert.AreEqual(Size, ends.Await(1).Single());
        AssertSame(hash.GetHashAndReset());
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void A_large_message_is_sent_from_a_stream(MqttQos qos)
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "large/#", "-q", "2");
        using TestClient client = Connect();
        using var stream = new MemoryStream([1, 2, 3, .. Payload, 4, 5]) { Position = 3 };

        int token = client.Client.Publish("large", stream, Size, qos);
        client.Client.Publish("large/end", TestClient.Bytes("end"), MqttQos.ExactlyOnce);

        Printed[] received = subscriber.Await(2);
        AssertSame(SHA256.HashData(received[0].Payload));
        Assert.AreEqual((int)qos, received[0].Qos);
        Assert.AreEqual("end", received[1].Text);
        Assert.Contains(token, client.Published.Await(2));
        Assert.AreEqual(0, client.Client.PendingMessages);
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    [TestMethod]
    public void A_large_message_is_sent_from_an_outbox_that_has_room_for_it()
    {
        MqttClientOptions options = Options();
        options.Outbox.MaximumBytes = Limit;
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "large", "-q", "2");
        using TestClient client = TestClient.Connect(options);
        client.Client.Publish("large", Payload, MqttQos.ExactlyOnce);
        AssertSame(SHA256.HashData(subscriber.Await(1).Single().Payload));
    }

    [TestMethod]
    public void A_message_that_the_outbox_can_never_hold_is_refused_by_name()
    {
        using TestClient client = Connect();
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("large", Payload, MqttQos.AtLeastOnce));
        Assert.AreEqual(MqttError.MessageTooLarge, error.Error);
        Assert.AreEqual(0, client.Client.PendingMessages);
        client.Client.Publish("small", [1], MqttQos.AtLeastOnce);
    }

    [TestMethod]
    public void A_packet_over_the_limit_closes_the_connection_with_its_own_reason()
    {
        using TestClient client = Connect();
        client.Client.Subscribe("#", MqttQos.AtMostOnce);
        PublishFile(0);

        MqttDisconnectedEventArgs e = client.Disconnects.Await(1)[0];
        Assert.AreEqual(MqttDisconnectReason.ProtocolError, e.Reason);
        Assert.AreEqual(MqttProtocolError.PacketTooLarge, e.ProtocolError);
        Assert.IsTrue(e.WasConnected);
        Assert.AreEqual(0, client.Messages.Count);
        client.Connects.Await(2);
        client.Subscribed.Await(2);
        Broker.Publish("-t", "small", "-m", "1");
        CollectionAssert.AreEqual(new[] { "1" }, client.AwaitTexts(1));
    }

    [TestMethod]
    public void A_stream_that_ends_early_fails_its_message_and_nothing_else()
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "#", "-q", "2");
        using TestClient client = Connect();
        using var stream = new MemoryStream(Payload, 0, Size / 2);
        MqttException error = Assert.ThrowsExactly<MqttException>(() => client.Client.Publish("large", stream, Size, MqttQos.AtLeastOnce));
        Assert.AreEqual(MqttError.PayloadStreamFailed, error.Error);
        client.Connects.Await(2);
        client.Client.Publish("end", TestClient.Bytes("end"), MqttQos.AtLeastOnce);
        Assert.IsEmpty(subscriber.AwaitTextUntil("end"));
    }

    private static byte[] MakePayload()
    {
        byte[] payload = new byte[Size];
        new Random(1).NextBytes(payload);
        return payload;
    }

    private static void AssertSame(byte[] hash) => Assert.AreEqual(Convert.ToHexString(SHA256.HashData(Payload)), Convert.ToHexString(hash));

    private MqttClientOptions WithLimit()
    {
        MqttClientOptions options = Options();
        options.Network.MaximumPacketSize = Limit;
        return options;
    }

    private void PublishFile(int qos)
    {
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, Payload);
        Broker.Publish("-t", "large", "-q", $"{qos}", "-f", file);
        File.Delete(file);
    }
}
