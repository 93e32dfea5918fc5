using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>What a lost connection does to messages and subscriptions. The first packet identifier is 10 = 000a.</summary>
[TestClass]
public class ReconnectTests
{
    [TestMethod]
    public void An_unacknowledged_message_is_sent_again_with_DUP_when_the_session_was_kept()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.ExactlyOnce);
        Assert.AreEqual("3206000174000a70" + "3406000174000b70", rig.Take());

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("3a06000174000a70" + "3c06000174000b70", rig.Take());
        rig.Expect(SessionEvent.Published, "4002000a");
    }

    [TestMethod]
    public void An_unacknowledged_message_is_sent_anew_without_DUP_when_the_session_was_not_kept()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();

        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual("3206000174000a70" + "3406000174000b70", rig.Take());
    }

    [TestMethod]
    public void DUP_is_cleared_again_when_a_kept_session_is_lost_later()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Take();
        rig.Reconnect(sessionPresent: true);
        Assert.AreEqual("3a06000174000a70", rig.Take());

        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual("3206000174000a70", rig.Take());
    }

    [TestMethod]
    public void A_message_that_was_never_sent_has_no_DUP_in_a_kept_session()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Session.Close();
        rig.Publish(MqttQos.AtLeastOnce);

        rig.Connect(sessionPresent: true);

        Assert.AreEqual("3206000174000a70", rig.Take());
    }

    [TestMethod]
    public void A_message_cut_in_the_middle_is_sent_again_whole()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.AtLeastOnce);
        Assert.AreEqual(3, rig.Session.Produce(new byte[3], 0, 3, rig.Now));

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("3a06000174000a70", rig.Take());
    }

    [TestMethod]
    public void PUBREL_is_sent_again_and_not_the_message_when_PUBREC_had_come()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();
        rig.Expect(SessionEvent.None, "5002000a");
        Assert.AreEqual("6202000a", rig.Take());

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("6202000a", rig.Take());
        rig.Expect(SessionEvent.Published, "7002000a");
    }

    [TestMethod]
    public void Redelivery_keeps_the_first_order_and_comes_before_what_is_new()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.ExactlyOnce, "t", "1");
        rig.Publish(MqttQos.AtLeastOnce, "t", "2");
        rig.Publish(MqttQos.AtLeastOnce, "t", "3");
        rig.Take();
        rig.Expect(SessionEvent.None, "5002000a");
        rig.Session.Close();
        rig.Publish(MqttQos.AtLeastOnce, "t", "4");

        rig.Connect(sessionPresent: true);

        Assert.AreEqual("6202000a" + "3a06000174000b32" + "3a06000174000c33" + "3206000174000d34", rig.Take());
    }

    [TestMethod]
    public void A_QoS_2_message_in_doubt_is_reported_and_not_sent_twice_when_the_session_was_lost()
    {
        SessionRig rig = new SessionRig().Connect();
        int token = rig.Publish(MqttQos.ExactlyOnce, owner: "owner");
        rig.Take();
        rig.Expect(SessionEvent.None, "5002000a");
        rig.Take();

        rig.Reconnect(sessionPresent: false);

        rig.ExpectNext(SessionEvent.PublishFailed);
        Assert.AreEqual(token, rig.Session.Token);
        Assert.AreEqual("owner", rig.Session.Owner);
        Assert.AreEqual((int)MqttError.SessionLost, (int)rig.Session.Error);
        Assert.AreEqual("", rig.Take());
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void A_QoS_0_message_that_was_being_written_is_reported_lost()
    {
        SessionRig rig = new SessionRig().Connect();
        int token = rig.Publish(MqttQos.AtMostOnce);
        rig.TakeUnwritten();

        rig.Session.Close();

        rig.ExpectNext(SessionEvent.PublishFailed);
        Assert.AreEqual(token, rig.Session.Token);
        Assert.AreEqual((int)MqttError.ConnectionLost, (int)rig.Session.Error);
        rig.ExpectNext(SessionEvent.None);
    }

    [TestMethod]
    public void A_QoS_0_message_that_was_not_begun_waits_for_the_next_connection()
    {
        SessionRig rig = new SessionRig();
        rig.Publish(MqttQos.AtMostOnce);

        rig.Connect();

        Assert.AreEqual("300400017470", rig.Take());
    }

    [TestMethod]
    public void Acknowledgements_of_a_lost_connection_are_not_sent_on_the_next()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        int connection = rig.Session.Connection;
        rig.Expect(SessionEvent.Message, "3206000174000170");

        rig.Reconnect(sessionPresent: true);
        rig.Session.Acknowledge(1, MqttQos.AtLeastOnce, connection);

        Assert.AreEqual("", rig.Take());
    }

    [TestMethod]
    public void Subscriptions_are_made_again_when_the_session_was_not_kept()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a");
        Assert.AreEqual("82068000" + "00016100", rig.Take());
        rig.Expect(SessionEvent.Subscription, "9003800000");

        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual("82068000" + "00016100", rig.Take());
    }

    [TestMethod]
    public void Subscriptions_are_not_made_again_when_the_session_was_kept()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Subscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("", rig.Take());
    }

    [TestMethod]
    public void A_subscription_that_was_not_answered_is_asked_again_even_in_a_kept_session()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Subscribe("a");
        rig.Take();

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("82068000" + "00016100", rig.Take());
    }

    [TestMethod]
    public void An_unsubscription_that_was_not_answered_is_asked_again_in_a_kept_session_and_forgotten_in_a_clean_one()
    {
        SessionRig kept = SessionRig.Persistent().Connect();
        UnsubscribeUnanswered(kept);
        kept.Reconnect(sessionPresent: true);
        Assert.AreEqual("a2058000" + "000161", kept.Take());

        SessionRig clean = new SessionRig().Connect();
        UnsubscribeUnanswered(clean);
        clean.Reconnect(sessionPresent: false);
        Assert.AreEqual("", clean.Take());
        Assert.IsTrue(clean.Session.IsDrained);
    }

    [TestMethod]
    public void A_broker_of_MQTT_3_1_is_taken_to_have_kept_messages_but_not_subscriptions()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.CleanSession = false;
        options.Session.ProtocolVersion = MqttProtocolVersion.V31;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Subscribe("a");
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");

        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual("82068000" + "00016100" + "3a06000174000a70", rig.Take());
    }

    [TestMethod]
    public void The_next_connection_has_a_keep_alive_of_its_own()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        Assert.AreEqual("c000", rig.Take());

        rig.Now += 500_000;
        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(59_999));
        Assert.AreEqual("", rig.Take());
    }

    private static void UnsubscribeUnanswered(SessionRig rig)
    {
        rig.Subscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");
        rig.Session.Unsubscribe("a");
        Assert.AreEqual("a2058000" + "000161", rig.Take());
    }
}
