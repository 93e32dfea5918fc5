using System.Diagnostics;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Interop.Tests.Sockets;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>Reconnecting for ever leaks nothing.</summary>
[TestClass]
public sealed class ReconnectTests : MosquittoTest
{
    private const int WarmUp = 200;
    private const int Reconnects = 200;

    /// <summary>What 200 reconnects may leave behind in bytes: one object of 100 bytes for each would be more.</summary>
    private const long MemoryBound = 20_000;

    /// <summary>Threads that the pool may have started meanwhile: far fewer than one for each reconnect.</summary>
    private const int ThreadBound = 5;

    [TestMethod]
    public void After_200_reconnects_threads_sockets_and_memory_are_where_they_were()
    {
        MqttClientOptions options = Options("restless");
        var link = new Cuttable(options);
        using var client = new MqttClient(options);
        using var connected = new AutoResetEvent(false);
        using var received = new AutoResetEvent(false);
        int wishes = 0;
        int cuts = 0;
        client.Connected += (_, _) => connected.Set();
        client.Disconnected += (MqttClient _, MqttDisconnectedEventArgs e) =>
        {
            wishes += e.Reason == MqttDisconnectReason.Reconnecting ? 1 : 0;
            cuts += e.Reason == MqttDisconnectReason.TransportError ? 1 : 0;
        };
        client.SubscribeFragments("a", MqttQos.AtLeastOnce, (_, _) => received.Set());
        client.Start();

        // Half by the application's wish, half by a lost link; each time a message goes there and back.
        void Reconnect(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Assert.IsTrue(connected.WaitOne(Patience.Milliseconds), "Not connected.");
                client.SubscribeFragments("a", MqttQos.AtLeastOnce, (_, _) => received.Set());
                client.Publish("a", [1], MqttQos.AtLeastOnce);
                Assert.IsTrue(received.WaitOne(Patience.Milliseconds), "No message.");
                if (i % 2 == 0)
                {
                    client.Reconnect();
                }
                else
                {
                    link.Cut();
                }
            }
        }

        Reconnect(WarmUp);
        (int sockets, int threads, long memory) = Measure(client);
        Reconnect(Reconnects);
        (int socketsAfter, int threadsAfter, long memoryAfter) = Measure(client);

        Assert.AreEqual(sockets, socketsAfter, "Sockets.");
        Assert.IsLessThanOrEqualTo(threads + ThreadBound, threadsAfter, "Threads.");
        Assert.IsLessThan(memory + MemoryBound, memoryAfter, "Memory.");
        Assert.AreEqual((WarmUp + Reconnects) / 2, wishes);
        Assert.AreEqual((WarmUp + Reconnects) / 2, cuts);
        Assert.AreEqual(1 + WarmUp + Reconnects, link.Made);
    }

    [TestMethod]
    public void A_hundred_clients_that_come_and_go_leave_no_thread_and_no_socket()
    {
        ComeAndGo(5);
        (int sockets, int threads, _) = Measure();
        ComeAndGo(100);
        (int socketsAfter, int threadsAfter, _) = Measure();
        Assert.AreEqual(sockets, socketsAfter, "Sockets.");
        Assert.IsLessThanOrEqualTo(threads + ThreadBound, threadsAfter, "Threads.");
    }

    [TestMethod]
    public void Reconnect_while_waiting_connects_at_once()
    {
        MqttClientOptions options = Options();
        options.Network.Backoff = EspNet.Sockets.BackoffOptions.Fixed(3_600_000);
        using TestClient client = TestClient.Connect(options);
        Broker.Restart();
        client.Disconnects.Await(1);
        client.Client.Reconnect();
        client.Connects.Await(2);
        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
    }

    [TestMethod]
    public void A_stopped_client_starts_again_with_its_subscriptions_and_its_outbox()
    {
        using MosquittoSubscriber subscriber = Broker.Subscribe("-t", "a", "-q", "1");
        using TestClient client = Connect();
        client.Client.Subscribe("a", MqttQos.AtLeastOnce);
        for (int i = 0; i < 10; i++)
        {
            client.Client.Disconnect();
            Assert.AreEqual(MqttClientState.Stopped, client.Client.State);
            client.Client.Enqueue("a", TestClient.Bytes($"{i}"), MqttQos.AtLeastOnce);
            Assert.AreEqual(1, client.Client.PendingMessages);
            client.Client.Connect(Patience.Milliseconds);
            client.Messages.Await(i + 1);
        }

        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => $"{i}").ToArray(), subscriber.AwaitText(10));
    }

    private void ComeAndGo(int times)
    {
        for (int i = 0; i < times; i++)
        {
            using TestClient client = Connect($"guest-{i}");
            client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
            if (i % 2 == 0)
            {
                client.Client.Disconnect();
            }
        }
    }

    /// <summary>The lowest values within a while: threads of the pool come and go by themselves.</summary>
    private static (int Sockets, int Threads, long Memory) Measure(MqttClient? client = null)
    {
        Assert.IsTrue(client?.WaitForConnection(Patience.Milliseconds) ?? true);
        int threads = int.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            Descriptors.Settle();
            using var process = Process.GetCurrentProcess();
            threads = Math.Min(threads, process.Threads.Count);
            Thread.Sleep(10);
        }

        return (Descriptors.Count(), threads, GC.GetTotalMemory(forceFullCollection: true));
    }
}
