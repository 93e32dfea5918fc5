using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>Messages to the broker on one connection. The first packet identifier is 10 = 000a.</summary>
[TestClass]
public class OutgoingTests
{
    private const string Puback = "4002000a";
    private const string Pubrec = "5002000a";
    private const string Pubrel = "6202000a";
    private const string Pubcomp = "7002000a";

    [TestMethod]
    public void Nothing_goes_out_before_CONNACK_but_CONNECT()
    {
        SessionRig rig = new SessionRig();
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Subscribe("a");
        rig.Session.Start(MqttEncoder.Connect(rig.Options, "id"), 1000, rig.Now);

        Assert.AreEqual("100e00044d515454040200780002" + "6964", rig.Take());
        Assert.AreEqual("", rig.Take());

        rig.Expect(SessionEvent.Connected, "20020000");
        Assert.AreEqual("8206800000016100" + "32060001" + "74000a70", rig.Take());
    }

    [TestMethod]
    public void A_QoS_0_message_is_done_when_it_is_written()
    {
        SessionRig rig = new SessionRig().Connect();
        int token = rig.Publish(MqttQos.AtMostOnce, owner: "owner");

        Assert.AreEqual("300400017470", rig.TakeUnwritten());
        Assert.AreEqual(1, rig.Session.OutboxCount);

        Assert.IsTrue(rig.Session.Written());
        Assert.AreEqual(token, rig.Session.Token);
        Assert.AreEqual("owner", rig.Session.Owner);
        Assert.AreEqual(0, rig.Session.OutboxCount);
        Assert.IsFalse(rig.Session.Written());
    }

    [TestMethod]
    public void A_QoS_1_message_is_done_when_PUBACK_comes()
    {
        SessionRig rig = new SessionRig().Connect();
        int token = rig.Publish(MqttQos.AtLeastOnce, owner: "owner");

        Assert.AreEqual("3206000174000a70", rig.Take());
        rig.Expect(SessionEvent.Published, Puback);

        Assert.AreEqual(token, rig.Session.Token);
        Assert.AreEqual("owner", rig.Session.Owner);
        Assert.AreEqual(0, rig.Session.OutboxCount);
    }

    [TestMethod]
    public void A_QoS_2_message_is_done_when_PUBCOMP_has_answered_PUBREL()
    {
        SessionRig rig = new SessionRig().Connect();
        int token = rig.Publish(MqttQos.ExactlyOnce);

        Assert.AreEqual("3406000174000a70", rig.Take());
        rig.Expect(SessionEvent.None, Pubrec);
        Assert.AreEqual(Pubrel, rig.Take());
        rig.Expect(SessionEvent.Published, Pubcomp);

        Assert.AreEqual(token, rig.Session.Token);
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void An_identifier_is_used_again_only_after_its_exchange_has_ended_and_the_longest_free_one_first()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Outbox.MaximumMessages = 2;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();
        rig.Expect(SessionEvent.None, Pubrec);
        rig.Publish(MqttQos.AtLeastOnce);
        Assert.AreEqual(Pubrel + "3206000174000b70", rig.Take());
        Assert.AreEqual(Outbox.Full, rig.Publish(MqttQos.AtLeastOnce));

        rig.Expect(SessionEvent.Published, Pubcomp);
        rig.Expect(SessionEvent.Published, "4002000b");
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.AtLeastOnce);
        Assert.AreEqual("3206000174000a70" + "3206000174000b70", rig.Take());
    }

    [TestMethod]
    public void Messages_go_out_in_the_order_they_were_published()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.ExactlyOnce, "t", "1");
        rig.Publish(MqttQos.AtMostOnce, "t", "2");
        rig.Publish(MqttQos.AtLeastOnce, "t", "3");

        Assert.AreEqual("3406000174000a31" + "300400017432" + "3206000174000c33", rig.Take());
    }

    [TestMethod]
    public void PUBREL_goes_out_in_the_order_of_PUBREC()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();

        rig.Expect(SessionEvent.None, "5002000b 5002000a");

        Assert.AreEqual("6202000b6202000a", rig.Take());
    }

    [TestMethod]
    public void PUBREC_that_is_repeated_is_not_answered_twice()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();
        rig.Expect(SessionEvent.None, Pubrec + Pubrec);
        Assert.AreEqual(Pubrel, rig.Take());
        rig.Expect(SessionEvent.None, Pubrec);
        Assert.AreEqual("", rig.Take());
        rig.Expect(SessionEvent.Published, Pubcomp);
    }

    [TestMethod]
    [DataRow("4002000a", "PUBACK of nothing")]
    [DataRow("5002000a", "PUBREC of nothing")]
    [DataRow("7002000a", "PUBCOMP of nothing")]
    [DataRow("40028000", "PUBACK of an identifier of subscriptions")]
    [DataRow("9003800000", "SUBACK of nothing")]
    [DataRow("b0028000", "UNSUBACK of nothing")]
    [DataRow("9003000a00", "SUBACK of an identifier of messages")]
    public void An_acknowledgement_of_nothing_ends_the_connection(string packet, string what)
    {
        SessionRig rig = new SessionRig().Connect();

        rig.Receive(packet);

        Assert.AreEqual((int)SessionEvent.ProtocolError, (int)rig.Session.Next(), what);
        Assert.AreEqual((int)MqttProtocolError.UnsolicitedAcknowledgement, (int)rig.Session.ProtocolError, what);
    }

    [TestMethod]
    [DataRow(1, "5002000a", "PUBREC at QoS 1")]
    [DataRow(1, "7002000a", "PUBCOMP at QoS 1")]
    [DataRow(2, "4002000a", "PUBACK at QoS 2")]
    [DataRow(2, "7002000a", "PUBCOMP before PUBREC")]
    public void An_acknowledgement_of_the_wrong_kind_ends_the_connection(int qos, string packet, string what)
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish((MqttQos)qos);
        rig.Take();

        rig.Receive(packet);

        Assert.AreEqual((int)SessionEvent.ProtocolError, (int)rig.Session.Next(), what);
    }

    [TestMethod]
    public void An_acknowledgement_of_a_message_not_yet_sent_ends_the_connection()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtLeastOnce);

        rig.ExpectError(MqttProtocolError.UnsolicitedAcknowledgement, Puback);
    }

    [TestMethod]
    public void A_packet_is_handed_out_in_pieces_of_any_size_without_another_between()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtLeastOnce, "topic", "payload");
        byte[] piece = new byte[1];
        string all = string.Empty;
        while (rig.Session.Produce(piece, 0, 1, rig.Now) == 1)
        {
            if (all.Length == 0)
            {
                rig.Session.Acknowledge(1, MqttQos.AtLeastOnce, rig.Session.Connection);
            }

            all += Hex.Format(piece, 0, 1).ToLower();
            rig.Session.Written();
        }

        Assert.AreEqual("32100005" + "746f706963" + "000a" + "7061796c6f6164" + "40020001", all);
    }

    [TestMethod]
    public void A_full_outbox_refuses_by_messages_and_by_bytes()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Outbox.MaximumMessages = 2;
        options.Outbox.MaximumBytes = 128;
        SessionRig rig = new SessionRig(options).Connect();
        string large = new string('x', 100);

        Assert.IsTrue(rig.Publish(MqttQos.AtLeastOnce, "t", large) > 0);
        Assert.AreEqual(Outbox.Full, rig.Publish(MqttQos.AtLeastOnce, "t", large), "bytes");
        Assert.IsTrue(rig.Publish(MqttQos.AtLeastOnce) > 0);
        Assert.AreEqual(Outbox.Full, rig.Publish(MqttQos.AtLeastOnce), "messages");
        Assert.AreEqual(Outbox.TooLarge, rig.Publish(MqttQos.AtLeastOnce, "t", new string('x', 128)));
    }

    [TestMethod]
    public void Room_in_the_middle_of_the_outbox_is_found_again_and_no_message_is_damaged()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Outbox.MaximumBytes = 200;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Publish(MqttQos.AtLeastOnce, "t", new string('a', 40));
        rig.Publish(MqttQos.AtLeastOnce, "t", new string('b', 40));
        rig.Publish(MqttQos.AtLeastOnce, "t", new string('c', 40));
        rig.Take();
        rig.Expect(SessionEvent.Published, "4002000b");

        Assert.IsTrue(rig.Publish(MqttQos.AtLeastOnce, "t", new string('d', 60)) > 0);
        rig.Reconnect(false);

        string sent = rig.Take();
        Assert.IsTrue(sent.IndexOf("000a" + Repeat("61", 40)) > 0, sent);
        Assert.IsTrue(sent.IndexOf("000c" + Repeat("63", 40)) > 0, sent);
        Assert.IsTrue(sent.IndexOf("000d" + Repeat("64", 60)) > 0, sent);
    }

    [TestMethod]
    public void The_oldest_unsent_message_is_dropped_and_one_in_flight_never()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtLeastOnce, "t", "1");
        rig.Take();
        int second = rig.Publish(MqttQos.AtLeastOnce, "t", "2");
        rig.Publish(MqttQos.AtLeastOnce, "t", "3");

        Assert.IsTrue(rig.Session.DropOldest(10));
        Assert.AreEqual(second, rig.Session.Token);
        Assert.AreEqual("3206000174000c33", rig.Take());
        Assert.IsFalse(rig.Session.DropOldest(10));
    }

    [TestMethod]
    public void Nothing_is_dropped_when_that_cannot_make_room()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Outbox.MaximumBytes = 200;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Publish(MqttQos.AtLeastOnce, "t", new string('a', 100));
        rig.Take();
        rig.Publish(MqttQos.AtLeastOnce);

        Assert.IsFalse(rig.Session.DropOldest(150));
        Assert.IsTrue(rig.Session.DropOldest(50));
    }

    [TestMethod]
    public void A_topic_over_65535_bytes_is_refused()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Outbox.MaximumBytes = 300_000;
        SessionRig rig = new SessionRig(options).Connect();

        Assert.AreEqual(Outbox.InvalidTopic, rig.Publish(MqttQos.AtMostOnce, new string('t', 65_536)));
        Assert.IsTrue(rig.Publish(MqttQos.AtMostOnce, new string('t', 65_535)) > 0);
    }

    [TestMethod]
    public void A_topic_with_half_a_surrogate_pair_is_refused()
    {
        SessionRig rig = new SessionRig().Connect();

        Assert.AreEqual(Outbox.InvalidTopic, rig.Publish(MqttQos.AtMostOnce, "a\ud800"));

        Assert.IsTrue(rig.Session.IsDrained);
    }

    private static string Repeat(string hex, int count)
    {
        string all = string.Empty;
        for (int i = 0; i < count; i++)
        {
            all += hex;
        }

        return all;
    }
}
