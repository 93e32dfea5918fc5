using System;
using System.IO;
using System.Threading;
using EspNet.Sockets;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>What ends a connection or the client by the application's wish.</summary>
[TestClass]
public class StoppingTests
{
    [TestMethod]
    public void Reconnect_makes_a_new_connection_at_once()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.Backoff = BackoffOptions.Fixed(60_000);
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");

        client.Reconnect();

        recorder.Expect("disconnected reconnecting");
        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void Reconnect_cuts_the_pause_short()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.Backoff = BackoffOptions.Fixed(60_000);
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        broker.Close();
        recorder.Expect("disconnected closed by broker");

        client.Reconnect();

        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void Disconnect_says_DISCONNECT_after_the_outbox_has_drained()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        client.Enqueue("t", new byte[] { 1 }, MqttQos.AtLeastOnce);

        Background disconnect = new Background(() => client.Disconnect());
        broker.AcknowledgeNext();
        broker.ExpectRead("e000");
        broker.Close();

        disconnect.Returns();
        recorder.Expect("disconnected user, for good");
        Assert.AreEqual((int)MqttClientState.Stopped, (int)client.State);
    }

    [TestMethod]
    public void What_Disconnect_could_not_send_goes_out_after_the_next_start()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        client.Enqueue("t", new byte[] { 1 }, MqttQos.AtLeastOnce);
        string message = broker.Read();
        client.Disconnect(20);
        Assert.AreEqual(1, client.PendingMessages);

        broker.Connect(client);

        Assert.AreEqual(message, broker.AcknowledgeNext());
    }

    [TestMethod]
    public void Disconnect_during_the_pause_stops_the_client()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.Backoff = BackoffOptions.Fixed(60_000);
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        broker.Close();
        recorder.Expect("disconnected closed by broker");

        client.Disconnect();

        recorder.Expect("disconnected user, for good");
        Assert.AreEqual((int)MqttClientState.Stopped, (int)client.State);
    }

    [TestMethod]
    public void Disconnect_during_an_attempt_is_the_user_s_wish()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        FaultPlan plan = new FaultPlan { ConnectNeverAnswers = true };
        options.Network.TransportFactory = plan.Wrap(broker.Network.Factory);
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        client.Start();

        client.Disconnect();

        recorder.Expect("disconnected user, for good");
        Assert.AreEqual((int)MqttClientState.Stopped, (int)client.State);
    }

    [TestMethod]
    public void Start_takes_back_a_Disconnect_that_still_waits_for_the_outbox()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        client.Enqueue("t", new byte[1], MqttQos.AtLeastOnce);
        Background disconnect = new Background(() => client.Disconnect(Timeout.Infinite));
        string message = broker.Read();
        while (client.State != MqttClientState.Disconnecting)
        {
            Thread.Sleep(1);
        }

        client.Start();

        disconnect.Returns();
        Assert.IsTrue(client.IsConnected);
        broker.Send("4002" + message.Substring(10, 4));
        client.Publish("t", new byte[] { 0x70 });
        broker.ExpectRead("300400017470");
        recorder.ExpectNothingMore();
    }

    [TestMethod]
    public void Start_after_DISCONNECT_was_said_makes_a_new_connection_even_without_automatic_reconnect()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        Background disconnect = new Background(() => client.Disconnect());
        broker.ExpectRead("e000");

        client.Start();
        broker.Close();

        recorder.Expect("disconnected user");
        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
        disconnect.Returns();
        Assert.IsTrue(client.IsConnected);
    }

    [TestMethod]
    public void Reconnect_works_without_automatic_reconnect()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");

        client.Reconnect();

        recorder.Expect("disconnected reconnecting");
        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_broker_that_goes_on_sending_after_DISCONNECT_does_not_keep_the_client()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        Background send = new Background(() =>
        {
            while (true)
            {
                broker.Send("300400017470");
                Thread.Sleep(5);
            }
        });

        client.Disconnect();

        recorder.Expect("disconnected user, for good");
        Assert.IsNotNull(send.End());
    }

    [TestMethod]
    public void A_message_cut_off_by_the_last_connection_is_reported()
    {
        ScriptedBroker broker = new ScriptedBroker(64);
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        Background publish = new Background(() => client.Publish("t", new byte[500]));
        broker.ExpectStart("30");

        broker.Abort();

        publish.Fails(MqttError.ConnectionLost);
        recorder.Expect("disconnected transport error, for good");
        recorder.Expect("failed 1 " + ((int)MqttError.ConnectionLost).ToString());
        Assert.AreEqual(0, client.PendingMessages);
    }

    [TestMethod]
    public void A_stream_that_Disconnect_gave_back_does_not_trouble_the_next_connection()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");
        Background publish = new Background(() => client.Publish("t", new MemoryStream(new byte[50]), 50, MqttQos.AtLeastOnce));
        Assert.IsTrue(broker.Read().StartsWith("32"));

        client.Disconnect(20);
        publish.Fails(MqttError.Disposed);
        recorder.Expect("disconnected user, for good");

        broker.Connect(client);
        recorder.Expect("connected");
        client.Publish("t", new byte[] { 0x70 });
        broker.ExpectRead("300400017470");
        Assert.AreEqual(0, client.PendingMessages);
    }

    [TestMethod]
    public void Dispose_ends_every_wait_and_every_later_call_says_so()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        Background publish = new Background(() => client.Publish("t", new byte[1], MqttQos.AtLeastOnce));
        Background subscribe = new Background(() => client.Subscribe("a"));
        broker.Read();
        broker.Read();

        client.Dispose();
        client.Dispose();

        publish.Fails(MqttError.Disposed);
        subscribe.Fails(MqttError.Disposed);
        Assert.ThrowsException(typeof(ObjectDisposedException), () => client.Publish("t", new byte[1]));
        Assert.ThrowsException(typeof(ObjectDisposedException), () => client.Enqueue("t", new byte[1]));
        Assert.ThrowsException(typeof(ObjectDisposedException), () => client.Subscribe("t"));
        Assert.ThrowsException(typeof(ObjectDisposedException), () => client.Start());
        Assert.AreEqual(string.Empty, broker.Read());
    }

    [TestMethod]
    public void Dispose_during_an_attempt_ends_it()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClient client = new MqttClient(broker.Options());
        Background connect = new Background(() => client.Connect(60_000));
        broker.Accept();
        broker.Read();

        client.Dispose();

        Assert.AreEqual(string.Empty, broker.Read());
        Assert.IsFalse(connect.HasEnded && client.IsConnected);
    }
}
