using System.Text;
using System.Threading;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>Subscriptions, and messages on their way to the handlers.</summary>
[TestClass]
public class ReceivingTests
{
    private const string Topic = "0001" + "61";

    [TestMethod]
    public void Subscribe_returns_what_the_broker_granted()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        int granted = -1;
        Background subscribe = new Background(() => granted = (int)client.Subscribe("a", MqttQos.ExactlyOnce));

        broker.ExpectRead("82068000" + Topic + "02");
        broker.Send("9003800001");

        subscribe.Returns();
        Assert.AreEqual(1, granted);
    }

    [TestMethod]
    public void A_refused_subscription_throws()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        Background subscribe = new Background(() => client.Subscribe("a"));
        broker.Read();

        broker.Send("9003800080");

        subscribe.Fails(MqttError.SubscriptionRefused);
    }

    [TestMethod]
    public void A_subscription_made_before_the_connection_goes_out_with_each_one()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        client.Subscribe("a");

        broker.Connect(client);
        broker.ExpectRead("82068000" + Topic + "00");
        broker.Close();
        broker.AcceptConnect(ScriptedBroker.Accepted);
        broker.ExpectRead("82068000" + Topic + "00");
    }

    [TestMethod]
    public void A_message_goes_to_every_matching_handler_and_only_others_to_the_catch_all()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        client.MessageReceived += (c, m) => recorder.Add("rest " + m.Topic);
        client.Subscribe("a", MqttQos.AtMostOnce, (c, m) => recorder.Add("a " + m.Text));
        client.SubscribeFragments("+", MqttQos.AtMostOnce, (c, f) => recorder.Add("+ " + Encoding.UTF8.GetString(f.Buffer, f.BufferOffset, f.Count)));
        broker.Connect(client);

        broker.Send("3004" + Topic + "70");
        broker.Send("3006" + "0003" + "622f63" + "70");

        recorder.Expect("a p");
        recorder.Expect("+ p");
        recorder.Expect("rest b/c");
        recorder.ExpectNothingMore();
    }

    [TestMethod]
    public void A_message_is_acknowledged_after_its_handler_has_returned()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        ManualResetEvent mayReturn = new ManualResetEvent(false);
        Recorder recorder = new Recorder();
        client.MessageReceived += (c, m) =>
        {
            recorder.Add("handling");
            mayReturn.WaitOne(ScriptedBroker.Patience, false);
        };
        broker.Connect(client);
        broker.Send("3206" + Topic + "0005" + "70");
        recorder.Expect("handling");

        client.Enqueue("b", new byte[0]);
        broker.ExpectRead("3003000162");
        mayReturn.Set();

        broker.ExpectRead("40020005");
    }

    [TestMethod]
    public void A_large_message_arrives_in_fragments_for_the_handlers_of_its_topic()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.ReceiveBufferSize = 128;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder();
        client.Subscribe("a", MqttQos.AtMostOnce, (c, m) => recorder.Add(m.Offset.ToString() + "+" + m.Payload.Length.ToString() + " of " + m.Total.ToString() + (m.IsLast ? " last" : string.Empty)));
        broker.Connect(client);

        // 300 bytes of payload: remaining length 303 = af02.
        broker.Send("30af02" + Topic + new string('0', 600));

        recorder.Expect("0+122 of 300");
        recorder.Expect("122+128 of 300");
        recorder.Expect("250+50 of 300 last");
    }

    [TestMethod]
    public void Handlers_of_the_catch_all_get_a_message_of_their_own_to_keep()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        MqttMessage? kept = null;
        client.MessageReceived += (c, m) =>
        {
            kept ??= m;
            recorder.Add(m.Text);
        };
        broker.Connect(client);

        broker.Send("3104" + Topic + "31");
        broker.Send("3004" + Topic + "32");

        recorder.Expect("1");
        recorder.Expect("2");
        Assert.AreEqual("1", kept!.Text);
        Assert.IsTrue(kept.Retain);
        Assert.IsTrue(kept.IsWhole);
    }
}
