using System;
using System.IO;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>Publishing and enqueueing.</summary>
[TestClass]
public class PublishingTests
{
    [TestMethod]
    public void Publish_at_QoS_0_returns_when_the_message_is_written()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);

        client.Publish("t", new byte[] { 0x70 });

        broker.ExpectRead("300400017470");
        Assert.AreEqual(0, client.PendingMessages);
    }

    [TestMethod]
    public void Publish_at_QoS_1_returns_when_PUBACK_has_come()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        Background publish = new Background(() => client.Publish("t", new byte[1], MqttQos.AtLeastOnce));
        string packet = broker.Read();
        Assert.IsFalse(publish.HasEnded);

        broker.Send("4002" + packet.Substring(10, 4));

        publish.Returns();
    }

    [TestMethod]
    public void Publish_at_QoS_2_returns_when_PUBCOMP_has_come()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        Background publish = new Background(() => client.Publish("t", new byte[1], MqttQos.ExactlyOnce));
        string id = broker.Read().Substring(10, 4);
        broker.Send("5002" + id);
        broker.ExpectRead("6202" + id);
        Assert.IsFalse(publish.HasEnded);

        broker.Send("7002" + id);

        publish.Returns();
    }

    [TestMethod]
    public void A_message_published_before_the_connection_is_lost_arrives_after_it_is_made_again()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        Background publish = new Background(() => client.Publish("t", new byte[1], MqttQos.AtLeastOnce));
        string first = broker.Read();

        broker.Abort();
        broker.AcceptConnect(ScriptedBroker.Accepted);

        Assert.AreEqual(first, broker.AcknowledgeNext());
        publish.Returns();
    }

    [TestMethod]
    public void After_a_timeout_the_message_stays_in_the_outbox_and_is_delivered()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.PublishTimeout = 30;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder();
        client.Published += (c, token) => recorder.Add("published " + token.ToString());
        broker.Connect(client);

        new Background(() => client.Publish("t", new byte[1], MqttQos.AtLeastOnce)).Fails(MqttError.Timeout);
        Assert.AreEqual(1, client.PendingMessages);

        broker.AcknowledgeNext();
        recorder.Expect("published 1");
        Assert.AreEqual(0, client.PendingMessages);
    }

    [TestMethod]
    public void Published_is_raised_for_every_QoS_with_the_token_that_was_returned()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        client.Published += (c, token) => recorder.Add("published " + token.ToString());
        broker.Connect(client);

        Assert.AreEqual(1, client.Enqueue("t", new byte[1]));
        recorder.Expect("published 1");
        Assert.AreEqual(2, client.Enqueue("t", new byte[1], MqttQos.AtLeastOnce));
        broker.Read();
        broker.AcknowledgeNext();
        recorder.Expect("published 2");
    }

    [TestMethod]
    public void A_Published_handler_may_publish_while_more_messages_wait()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder();
        bool isFirst = true;
        client.Published += (c, token) =>
        {
            if (isFirst)
            {
                isFirst = false;
                c.Publish("b", new byte[] { 0x33 });
                recorder.Add("published in handler");
            }
        };
        client.Enqueue("a", new byte[] { 0x31 });
        client.Enqueue("a", new byte[] { 0x32 });

        broker.Connect(client);

        broker.ExpectRead("300400016131");
        broker.ExpectRead("300400016132");
        broker.ExpectRead("300400016233");
        recorder.Expect("published in handler");
    }

    [TestMethod]
    public void Publish_before_Start_says_what_to_do_and_Enqueue_keeps_the_message()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());

        new Background(() => client.Publish("t", new byte[1])).Fails(MqttError.NotConnected);
        client.Enqueue("t", new byte[] { 0x70 });

        broker.Connect(client);
        broker.ExpectRead("300400017470");
    }

    [TestMethod]
    public void A_full_outbox_refuses_by_default_and_loses_nothing_it_took()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.MaximumMessages = 2;
        using MqttClient client = new MqttClient(options);
        client.Enqueue("t", new byte[] { 1 }, MqttQos.AtLeastOnce);
        client.Enqueue("t", new byte[] { 2 }, MqttQos.AtLeastOnce);

        new Background(() => client.Enqueue("t", new byte[] { 3 }, MqttQos.AtLeastOnce)).Fails(MqttError.OutboxFull);

        broker.Connect(client);
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("01"));
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("02"));
    }

    [TestMethod]
    public void A_full_outbox_can_drop_the_oldest_and_reports_it()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.MaximumMessages = 2;
        options.Outbox.WhenFull = MqttOutboxPolicy.DropOldest;
        using MqttClient client = new MqttClient(options);
        Recorder recorder = new Recorder().Watch(client);
        for (byte i = 1; i <= 4; i++)
        {
            client.Enqueue("t", new byte[] { i }, MqttQos.AtLeastOnce);
        }

        recorder.Expect("failed 1 " + ((int)MqttError.Dropped).ToString());
        recorder.Expect("failed 2 " + ((int)MqttError.Dropped).ToString());
        broker.Connect(client);
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("03"));
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("04"));
    }

    [TestMethod]
    public void A_full_outbox_can_make_Publish_wait_for_room()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.MaximumMessages = 1;
        options.Outbox.WhenFull = MqttOutboxPolicy.Block;
        using MqttClient client = new MqttClient(options);
        broker.Connect(client);
        client.Enqueue("t", new byte[] { 1 }, MqttQos.AtLeastOnce);

        Background publish = new Background(() => client.Publish("t", new byte[] { 2 }, MqttQos.AtLeastOnce));
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("01"));
        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("02"));

        publish.Returns();
    }

    [TestMethod]
    public void A_wait_for_room_ends_with_the_publish_timeout()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.MaximumMessages = 1;
        options.Outbox.WhenFull = MqttOutboxPolicy.Block;
        options.Network.PublishTimeout = 30;
        using MqttClient client = new MqttClient(options);
        broker.Connect(client);
        client.Enqueue("t", new byte[] { 1 }, MqttQos.AtLeastOnce);

        new Background(() => client.Publish("t", new byte[] { 2 }, MqttQos.AtLeastOnce)).Fails(MqttError.OutboxFull);

        Assert.IsTrue(broker.AcknowledgeNext().EndsWith("01"));
    }

    [TestMethod]
    public void Enqueue_returns_although_the_broker_reads_nothing()
    {
        ScriptedBroker broker = new ScriptedBroker(2048);
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        int accepted = 0;

        Background enqueue = new Background(() =>
        {
            while (true)
            {
                client.Enqueue("t", new byte[200], MqttQos.AtLeastOnce);
                accepted++;
            }
        });

        enqueue.Fails(MqttError.OutboxFull);
        Assert.IsTrue(accepted >= 10, accepted.ToString());
    }

    [TestMethod]
    public void A_stream_larger_than_every_buffer_is_published()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Outbox.MaximumBytes = 128;
        options.Network.SendBufferSize = 128;
        using MqttClient client = new MqttClient(options);
        broker.Connect(client);
        byte[] payload = new byte[5000];
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)(i * 7);
        }

        MemoryStream stream = new MemoryStream(payload);
        stream.Position = 1000;
        Background publish = new Background(() => client.Publish("t", stream, 3000, MqttQos.AtLeastOnce));
        string packet = broker.AcknowledgeNext();

        publish.Returns();
        Assert.AreEqual(Hex.Format(payload, 1000, 3000).ToLower(), packet.Substring(packet.Length - 6000));
    }

    [TestMethod]
    public void A_stream_is_sent_again_from_where_it_started_when_the_connection_is_lost_in_it()
    {
        ScriptedBroker broker = new ScriptedBroker(256);
        using MqttClient client = new MqttClient(broker.Options());
        broker.Connect(client);
        byte[] payload = new byte[3000];
        payload[0] = 1;
        payload[2999] = 9;
        Background publish = new Background(() => client.Publish("t", new MemoryStream(payload), 3000, MqttQos.ExactlyOnce));
        broker.ExpectStart("34");

        broker.Abort();
        broker.AcceptConnect(ScriptedBroker.Accepted);

        string packet = broker.Read();
        Assert.AreEqual(Hex.Format(payload, 0, 3000).ToLower(), packet.Substring(packet.Length - 6000));
        string id = packet.Substring(12, 4);
        broker.Send("5002" + id);
        broker.ExpectRead("6202" + id);
        broker.Send("7002" + id);
        publish.Returns();
    }

    [TestMethod]
    public void A_stream_that_ends_early_fails_its_message_and_the_next_connection_goes_on()
    {
        ScriptedBroker broker = new ScriptedBroker();
        using MqttClient client = new MqttClient(broker.Options());
        Recorder recorder = new Recorder().Watch(client);
        broker.Connect(client);
        recorder.Expect("connected");

        Background publish = new Background(() => client.Publish("t", new MemoryStream(new byte[10]), 20, MqttQos.AtLeastOnce));

        publish.Fails(MqttError.PayloadStreamFailed);
        recorder.Expect("disconnected transport error");
        recorder.Expect("failed 1 " + ((int)MqttError.PayloadStreamFailed).ToString());
        broker.AcceptConnect(ScriptedBroker.Accepted);
        recorder.Expect("connected");
        client.Publish("t", new byte[] { 0x70 });
        broker.ExpectRead("300400017470");
    }

    [TestMethod]
    public void A_stream_is_the_caller_s_again_when_Publish_has_timed_out()
    {
        ScriptedBroker broker = new ScriptedBroker();
        MqttClientOptions options = broker.Options();
        options.Network.PublishTimeout = 50;
        using MqttClient client = new MqttClient(options);
        client.Start();
        broker.Accept();
        broker.Read();

        MemoryStream stream = new MemoryStream(new byte[5000]);
        new Background(() => client.Publish("t", stream, 5000, MqttQos.ExactlyOnce)).Fails(MqttError.Timeout);
        stream.Close();

        Assert.AreEqual(0, client.PendingMessages);
        broker.Send(ScriptedBroker.Accepted);
        client.Enqueue("t", new byte[] { 0x70 });
        broker.ExpectRead("300400017470");
    }

    [TestMethod]
    public void A_stream_that_was_given_back_is_not_read_any_more()
    {
        MemoryStream stream = new MemoryStream(new byte[10]);
        Internal.StreamBody body = new Internal.StreamBody(stream, 10);
        byte[] buffer = new byte[4];
        Assert.AreEqual(4, body.Read(buffer, 10));

        body.Close();

        Assert.AreEqual(0, body.Read(buffer, 6));
        Assert.AreEqual(4L, stream.Position);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a/+")]
    [DataRow("#")]
    public void A_topic_with_wildcards_or_without_anything_is_refused(string topic)
    {
        using MqttClient client = new MqttClient(new ScriptedBroker().Options());

        Assert.ThrowsException(typeof(ArgumentException), () => client.Enqueue(topic, new byte[1]));
        Assert.ThrowsException(typeof(ArgumentException), () => client.Publish(topic, new byte[1]));
    }
}
