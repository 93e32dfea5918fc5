using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>What a publish costs in managed memory, over TCP to mosquitto, counted for all threads of the process.</summary>
[TestClass]
public sealed class AllocationTests : MosquittoTest
{
    private const string Topic = "sensors/temperature";
    private const int Messages = 1000;
    private const int WarmUp = 2000;

    /// <summary>Other threads of the test's process allocate now and then. A client that allocates does so in every round.</summary>
    private const int Rounds = 10;

    /// <summary>What these others may take in the best round: less than one byte for each message.</summary>
    private const int Noise = Messages - 1;

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void A_thousand_publishes_of_100_bytes_allocate_nothing(MqttQos qos)
    {
        byte[] payload = new byte[100];
        using MqttClient client = Plain(null);
        long onClientThread = 0;

        // Raised by the client's thread, or at QoS 0 by the one that publishes.
        client.Published += (_, _) => onClientThread = GC.GetAllocatedBytesForCurrentThread();
        Publish(client, payload, qos, WarmUp);

        long ofThreads = 0;
        AssertAllocates(
            () =>
            {
                Publish(client, payload, qos, 1);
                long before = onClientThread + GC.GetAllocatedBytesForCurrentThread();
                Publish(client, payload, qos, Messages);
                ofThreads = onClientThread + GC.GetAllocatedBytesForCurrentThread() - before;
            },
            Noise,
            () => ofThreads == 0);
    }

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    public void A_thousand_messages_of_100_bytes_received_without_a_copy_allocate_their_topics_and_no_more(MqttQos qos)
    {
        byte[] payload = new byte[100];
        int received = 0;
        using var all = new AutoResetEvent(false);
        using MqttClient client = Plain((_, fragment) =>
        {
            received += fragment.Count / 100;
            if (received == Messages)
            {
                received = 0;
                all.Set();
            }
        });
        void Round()
        {
            Publish(client, payload, qos, Messages);
            all.WaitOne(Patience.Milliseconds);
        }

        Round();
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new string('t', Topic.Length));
        long topic = GC.GetAllocatedBytesForCurrentThread() - before;
        AssertAllocates(Round, (Messages * topic) + Noise);
    }

    private static void Publish(MqttClient client, byte[] payload, MqttQos qos, int count)
    {
        for (int i = 0; i < count; i++)
        {
            client.Publish(Topic, payload, qos);
        }
    }

    private static void AssertAllocates(Action round, long most, Func<bool>? isExact = null)
    {
        long[] allocated = new long[Rounds];
        long cost = long.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            // What measuring itself costs.
            long empty = GC.GetTotalAllocatedBytes(precise: true);
            cost = Math.Min(cost, GC.GetTotalAllocatedBytes(precise: true) - empty);
        }

        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            round();
            allocated[i] = GC.GetTotalAllocatedBytes(precise: true) - before - cost;
            if (allocated[i] <= most && isExact?.Invoke() != false)
            {
                return;
            }
        }

        Assert.Fail($"More than {most} bytes, or some by the threads of the client, were allocated in each round: " + string.Join(", ", allocated));
    }

    private MqttClient Plain(MqttFragmentHandler? handler)
    {
        var client = new MqttClient(Options());
        client.Connect(Patience.Milliseconds);
        if (handler != null)
        {
            client.SubscribeFragments(Topic, MqttQos.AtLeastOnce, handler);
        }

        return client;
    }
}
