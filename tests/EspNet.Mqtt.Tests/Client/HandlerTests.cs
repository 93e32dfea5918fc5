using System;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>What handlers may do, and what happens meanwhile.</summary>
[TestClass]
public class HandlerTests
{
    private const string Topic = "0001" + "61";

    [TestMethod]
    public void A_handler_may_publish_and_wait_and_later_messages_keep_their_order()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        client.MessageReceived += (c, m) =>
        {
            recorder.Add("start " + m.Text);
            c.Publish("b", m.Payload, MqttQos.AtLeastOnce);
            recorder.Add("end " + m.Text);
        };
        broker.Connect(client);
        broker.Send("3206" + Topic + "0001" + "31");
        string first = broker.Read();
        broker.Send("3206" + Topic + "0002" + "32");
        broker.Send("3206" + Topic + "0003" + "33");

        broker.Send("4002" + first.Substring(10, 4));
        broker.ExpectRead("40020001");
        broker.AcknowledgeNext();
        broker.ExpectRead("40020002");
        broker.AcknowledgeNext();
        broker.ExpectRead("40020003");

        recorder.Expect("start 1");
        recorder.Expect("end 1");
        recorder.Expect("start 2");
        recorder.Expect("end 2");
        recorder.Expect("start 3");
        recorder.Expect("end 3");
    }

    [TestMethod]
    public void A_handler_that_waits_survives_the_loss_of_the_connection()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        client.MessageReceived += (c, m) =>
        {
            c.Publish("b", m.Payload, MqttQos.AtLeastOnce);
            recorder.Add("handled");
        };
        broker.Connect(client);
        recorder.Expect("connected");
        broker.Send("3004" + Topic + "31");
        broker.Read();

        broker.Abort();
        broker.AcceptConnect(ScriptedBroker.Accepted);
        broker.AcknowledgeNext();

        recorder.Expect("handled");
        recorder.Expect("disconnected transport error");
        recorder.Expect("connected");
    }

    [TestMethod]
    public void A_Published_handler_that_waits_through_a_reconnect_leaves_the_new_connection_alone()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        bool isFirst = true;
        client.Published += (c, token) =>
        {
            if (isFirst)
            {
                isFirst = false;
                c.Publish("b", new byte[1], MqttQos.AtLeastOnce);
                recorder.Add("acknowledged");
            }
        };
        client.Enqueue("a", new byte[] { 0x31 });
        broker.Connect(client);
        broker.ExpectRead("300400016131");
        recorder.Expect("connected");
        broker.Read();

        broker.Close();
        broker.AcceptConnect(ScriptedBroker.Accepted);
        broker.AcknowledgeNext();

        recorder.Expect("acknowledged");
        recorder.Expect("disconnected closed by broker");
        recorder.Expect("connected");
        client.Publish("a", new byte[] { 0x32 });
        broker.ExpectRead("300400016132");
        recorder.ExpectNothingMore();
    }

    [TestMethod]
    public void Published_handlers_that_enqueue_do_not_nest()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        int depth = 0;
        int deepest = 0;
        int count = 0;
        client.Published += (c, token) =>
        {
            depth++;
            deepest = depth > deepest ? depth : deepest;
            if (++count < 10)
            {
                c.Enqueue("t", new byte[1]);
            }
            else
            {
                recorder.Add("done");
            }

            depth--;
        };
        broker.Connect(client);

        client.Enqueue("t", new byte[1]);

        recorder.Expect("done");
        Assert.AreEqual(1, deepest);
    }

    [TestMethod]
    public void A_handler_may_subscribe_and_unsubscribe()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        client.Connected += (c, sessionPresent) =>
        {
            c.Subscribe("a");
            c.Unsubscribe("a");
            recorder.Add("done");
        };
        broker.Connect(client);
        recorder.Expect("connected");

        broker.ExpectRead("82068000" + Topic + "00");
        broker.Send("9003800000");
        broker.ExpectRead("a2058000" + Topic);
        broker.Send("b0028000");

        recorder.Expect("done");
    }

    [TestMethod]
    public void A_handler_may_disconnect()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        client.MessageReceived += (c, m) => c.Disconnect();
        broker.Connect(client);
        recorder.Expect("connected");

        broker.Send("3004" + Topic + "70");

        broker.ExpectRead("e000");
        broker.Close();
        recorder.Expect("disconnected user, for good");
    }

    [TestMethod]
    public void A_handler_may_dispose_the_client()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        client.MessageReceived += (c, m) =>
        {
            c.Dispose();
            recorder.Add("disposed");
        };
        broker.Connect(client);

        broker.Send("3004" + Topic + "70");

        recorder.Expect("disposed");
        Assert.AreEqual(string.Empty, broker.Read());
    }

    [TestMethod]
    public void A_handler_that_throws_is_reported_and_the_client_goes_on()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        client.MessageReceived += (c, m) => throw new InvalidOperationException("oh");
        broker.Connect(client);
        recorder.Expect("connected");

        broker.Send("3206" + Topic + "0005" + "70");

        recorder.Expect("callback failed: oh");
        broker.ExpectRead("40020005");
    }

    [TestMethod]
    public void Messages_are_read_although_another_thread_never_stops_publishing()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.WhenFull = MqttOutboxPolicy.DropOldest;

        // A link slower than the application: there is always something left to send.
        FaultPlan plan = new FaultPlan { WriteDelay = 2 };
        options.Network.TransportFactory = plan.Wrap(broker.Network.Factory);
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder();
        bool isSeen = false;
        client.MessageReceived += (c, m) =>
        {
            isSeen = true;
            recorder.Add("seen");
        };
        for (int i = 0; i < options.Outbox.MaximumMessages; i++)
        {
            client.Enqueue("t", new byte[100]);
        }

        broker.Connect(client);
        Background publish = new Background(() =>
        {
            while (!isSeen)
            {
                client.Enqueue("t", new byte[100]);
            }
        });
        Background read = new Background(() =>
        {
            while (!isSeen)
            {
                broker.Read();
            }
        });

        broker.Send("3004" + Topic + "70");

        recorder.Expect("seen");
        publish.Returns();
        client.Dispose();
        read.Returns();
    }

    [TestMethod]
    public void Messages_are_read_although_a_Published_handler_publishes_again_and_again()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        bool isSeen = false;
        client.MessageReceived += (c, m) =>
        {
            isSeen = true;
            recorder.Add("seen");
        };
        client.Published += (c, token) =>
        {
            if (!isSeen)
            {
                c.Enqueue("t", new byte[1]);
            }
        };
        client.Enqueue("t", new byte[1]);
        broker.Connect(client);
        Background read = new Background(() =>
        {
            while (!isSeen)
            {
                broker.Read();
            }
        });

        broker.Send("3004" + Topic + "70");

        recorder.Expect("seen");
        client.Dispose();
        read.Returns();
    }

    [TestMethod]
    public void Several_handlers_of_a_message_all_see_it_although_the_first_one_waits()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        client.SubscribeFragments("#", MqttQos.AtMostOnce, (c, f) =>
        {
            c.Publish("b", new byte[1], MqttQos.AtLeastOnce);
            recorder.Add("first " + (char)f.Buffer[f.BufferOffset]);
        });
        client.SubscribeFragments("+", MqttQos.AtMostOnce, (c, f) => recorder.Add("second " + (char)f.Buffer[f.BufferOffset]));
        broker.Connect(client);
        broker.Read();
        broker.Read();
        broker.Send("9003800000" + "9003800100");
        broker.Send("3004" + Topic + "31");
        string answer = broker.Read();
        broker.Send("3006" + "0003" + "622f63" + "32" + "4002" + answer.Substring(10, 4));

        recorder.Expect("first 1");
        recorder.Expect("second 1");
        broker.AcknowledgeNext();
        recorder.Expect("first 2");
    }

    [TestMethod]
    public void What_comes_while_a_handler_waits_is_bounded_and_the_wait_ends()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.PublishTimeout = 10 * ScriptedBroker.Patience;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder();
        int messages = 0;
        client.MessageReceived += (c, m) =>
        {
            if (messages++ > 0)
            {
                return;
            }

            try
            {
                c.Publish("b", new byte[1], MqttQos.AtLeastOnce);
            }
            catch (MqttException e)
            {
                recorder.Add(e.Error == MqttError.Timeout ? "timeout" : e.Message);
            }
        };
        broker.Connect(client);
        broker.Send("3004" + Topic + "70");
        broker.Read();
        string message = "30f407" + Topic + new string('0', 2 * 1009);
        for (int i = 0; i < 20; i++)
        {
            broker.Send(message);
        }

        recorder.Expect("timeout");
    }
}
