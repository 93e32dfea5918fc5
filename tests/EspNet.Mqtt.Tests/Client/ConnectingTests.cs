using System;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>The making of connections, and what makes one anew.</summary>
[TestClass]
public class ConnectingTests
{
    [TestMethod]
    public void Connect_returns_when_the_broker_has_accepted()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        Background connect = new Background(() => client.Connect());

        Assert.AreEqual("100e00044d5154540402007800026964", broker.AcceptConnect(ScriptedBroker.Accepted));

        connect.Returns();
        Assert.IsTrue(client.IsConnected);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_connection_closed_by_the_broker_is_made_again_by_itself()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        for (int i = 0; i < 5; i++)
        {
            recorder.Expect("connected");
            broker.Close();
            recorder.Expect("disconnected closed by broker");
            broker.AcceptConnect(ScriptedBroker.Accepted);
        }

        recorder.Expect("connected");
    }

    [TestMethod]
    [DataRow(1, "version")]
    [DataRow(2, "identifier")]
    [DataRow(3, "unavailable")]
    [DataRow(4, "password")]
    [DataRow(5, "not authorized")]
    public void Each_refusal_has_its_own_reason_and_the_client_goes_on_trying(int code, string reason)
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        client.Start();

        broker.AcceptConnect("200200" + "0" + code.ToString());
        recorder.Expect("disconnected " + reason);

        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_lasting_refusal_ends_Connect_at_once_and_is_tried_again_at_the_longest_delay_only()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.Backoff = new BackoffOptions { FirstDelay = 1, LongestDelay = 77_000 };
        using MqttClient client = new MqttClient(options);
        int delay = 0;
        client.Disconnected += (c, e) => delay = e.RetryDelay;
        Background connect = new Background(() => client.Connect(60_000));

        broker.AcceptConnect("20020005");

        MqttException failure = connect.Fails(MqttError.ConnectionRefused);
        Assert.AreEqual((int)MqttDisconnectReason.NotAuthorized, (int)failure.DisconnectReason);
        Assert.Contains("not authorized", failure.Message);
        Assert.AreEqual((int)MqttClientState.WaitingToReconnect, (int)client.State);
        client.Disconnect();
        Assert.AreEqual(77_000 + 0, delay < 0 ? 77_000 : delay);
    }

    [TestMethod]
    public void A_broker_that_is_not_there_yet_is_tried_until_it_is()
    {
        ScriptedBroker broker = new ScriptedBroker();
        broker.StopListening();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);

        new Background(() => client.Connect(50)).Fails(MqttError.ConnectionFailed);
        recorder.Expect("disconnected connect error");

        Assert.IsTrue(client.State == MqttClientState.WaitingToReconnect || client.State == MqttClientState.Connecting);
    }

    [TestMethod]
    public void Without_automatic_reconnect_a_failed_attempt_stops_the_client()
    {
        ScriptedBroker broker = new ScriptedBroker();
        broker.StopListening();
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);

        MqttException failure = new Background(() => client.Connect(60_000)).Fails(MqttError.ConnectionFailed);

        Assert.IsInstanceOfType(failure.InnerException!, typeof(TransportException));
        recorder.Expect("disconnected connect error, for good");
    }

    [TestMethod]
    public void Without_automatic_reconnect_the_Disconnected_handler_can_connect_again()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.AutomaticReconnect = false;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        client.Disconnected += (c, e) => c.Start();
        broker.Connect(client);
        recorder.Expect("connected");

        broker.Close();
        recorder.Expect("disconnected closed by broker, for good");

        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_transport_factory_that_throws_is_a_failed_attempt_and_not_the_end()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        int calls = 0;
        options.Network.TransportFactory = () => ++calls == 1 ? throw new InvalidOperationException("no transport") : broker.Network.Factory();
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        client.Start();

        recorder.Expect("disconnected connect error");
        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_broker_that_never_answers_CONNECT_is_given_up_after_the_connect_timeout()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.ConnectTimeout = 100;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        client.Start();
        broker.Accept();

        recorder.Expect("disconnected connect timeout");

        broker.AcceptConnect(ScriptedBroker.Accepted);
    }

    [TestMethod]
    public void A_server_that_speaks_another_protocol_is_named_so_by_Connect()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Background connect = new Background(() => client.Connect(500));

        broker.AcceptConnect("485454502f312e31");
        MqttException failure = connect.Fails(MqttError.ConnectionFailed);

        Assert.AreEqual((int)MqttDisconnectReason.ProtocolError, (int)failure.DisconnectReason);
        Assert.Contains("Is this an MQTT port?", failure.Message);
    }

    [TestMethod]
    public void What_can_never_be_sent_is_refused_when_the_client_is_made()
    {
        MqttClientOptions options = new ScriptedBroker().Options();
        options.Will = new MqttWillOptions("status", new byte[70_000]);

        Expect.InvalidOptions("will payload is longer than 65,535 bytes", () => new MqttClient(options).Dispose());
    }

    [TestMethod]
    public void A_swallowed_PINGRESP_is_found_and_the_connection_made_anew()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Session.KeepAlive = 1;
        options.Network.PingTimeout = 100;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");

        broker.ExpectRead("c000");

        recorder.Expect("disconnected ping timeout");
        broker.AcceptConnect(ScriptedBroker.Accepted);
    }

    [TestMethod]
    public void Garbage_from_the_broker_is_a_protocol_error()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");

        broker.Send("ffffffffffff");

        recorder.Expect("disconnected protocol error");
        broker.AcceptConnect(ScriptedBroker.Accepted);
    }

    [TestMethod]
    public void A_refused_client_id_can_be_changed_for_the_next_attempt()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        client.Start();
        Assert.IsTrue(broker.AcceptConnect("20020002").EndsWith("6964"));
        options.Credentials.ClientId = "ab";
        recorder.Expect("disconnected identifier");

        Assert.IsTrue(broker.AcceptConnect(ScriptedBroker.Accepted).EndsWith("6162"));
    }

    [TestMethod]
    public void An_answer_that_came_while_a_handler_was_slow_still_counts()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Session.KeepAlive = 1;
        options.Network.PingTimeout = 200;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        ManualResetEvent mayReturn = new ManualResetEvent(false);
        client.MessageReceived += (c, m) =>
        {
            recorder.Add("handling");
            mayReturn.WaitOne(ScriptedBroker.Patience, false);
        };
        broker.Connect(client);
        recorder.Expect("connected");
        broker.ExpectRead("c000");
        broker.Send("300400017470");
        recorder.Expect("handling");
        broker.Send("d000");
        long over = MonotonicClock.Milliseconds + 400;
        while (MonotonicClock.Milliseconds < over)
        {
            Thread.Sleep(10);
        }

        mayReturn.Set();

        broker.ExpectRead("c000");
        recorder.ExpectNothingMore();
    }

    [TestMethod]
    public void Unwise_options_are_warned_about_at_the_start()
    {
        MqttClientOptions options = new ScriptedBroker().Options();
        options.Session.KeepAlive = 5;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder();
        client.Warning += (c, message) => recorder.Add(message.Substring(0, 17));

        client.Start();

        recorder.Expect("Keep-alive is 5 s");
    }
}
