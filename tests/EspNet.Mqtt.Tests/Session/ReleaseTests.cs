using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>A caller that stops waiting for its message, and messages whose payload the caller keeps.</summary>
[TestClass]
public class ReleaseTests
{
    private const string Owner = "owner";
    private const string Body = "body";

    [TestMethod]
    public void A_message_in_the_outbox_is_still_delivered_after_its_caller_has_gone()
    {
        SessionRig rig = new SessionRig();
        rig.Publish(MqttQos.AtLeastOnce, owner: Owner);

        Assert.IsTrue(rig.Session.Release(Owner));

        rig.Connect();
        Assert.AreEqual("3206000174000a70", rig.Take());
        rig.Expect(SessionEvent.Published, "4002000a");
        Assert.IsNull(rig.Session.Owner);
    }

    [TestMethod]
    public void An_unsent_QoS_0_message_is_given_up_with_its_caller()
    {
        SessionRig rig = new SessionRig();
        rig.Publish(MqttQos.AtMostOnce, owner: Owner);

        Assert.IsTrue(rig.Session.Release(Owner));

        rig.Connect();
        Assert.AreEqual("", rig.Take());
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void A_body_is_asked_for_after_its_header_and_nothing_goes_out_before_it_is_sent()
    {
        SessionRig rig = new SessionRig().Connect();
        PublishBody(rig, MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.AtMostOnce);

        Assert.AreEqual("3269000174000a", rig.Take());
        Assert.AreEqual(Body, rig.Session.Body);
        Assert.AreEqual(100, rig.Session.BodyRemaining);
        rig.Session.BodySent(60, rig.Now);
        Assert.AreEqual(40, rig.Session.BodyRemaining);
        Assert.AreEqual("", rig.Take());
        rig.Session.BodySent(40, rig.Now);

        Assert.IsNull(rig.Session.Body);
        Assert.AreEqual("300400017470", rig.Take());
        rig.Expect(SessionEvent.Published, "4002000a");
    }

    [TestMethod]
    public void A_body_is_sent_again_after_a_reconnect()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        PublishBody(rig, MqttQos.ExactlyOnce);
        rig.Take();
        rig.Session.BodySent(60, rig.Now);

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("3c69000174000a", rig.Take());
        Assert.AreEqual(100, rig.Session.BodyRemaining);
    }

    [TestMethod]
    public void A_body_that_is_being_sent_cannot_be_released()
    {
        SessionRig rig = new SessionRig().Connect();
        PublishBody(rig, MqttQos.AtLeastOnce);
        rig.Take();

        Assert.IsFalse(rig.Session.Release(Owner));

        rig.Reconnect(sessionPresent: false);
        Assert.AreEqual("", rig.Take());
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void A_body_not_yet_sent_is_given_up_with_its_caller()
    {
        SessionRig rig = new SessionRig();
        PublishBody(rig, MqttQos.ExactlyOnce);

        Assert.IsTrue(rig.Session.Release(Owner));

        rig.Connect();
        Assert.AreEqual("", rig.Take());
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void An_abandoned_QoS_1_body_keeps_its_identifier_until_PUBACK()
    {
        SessionRig rig = new SessionRig().Connect();
        PublishBody(rig, MqttQos.AtLeastOnce);
        rig.Take();
        rig.Session.BodySent(100, rig.Now);
        Assert.IsTrue(rig.Session.Release(Owner));

        rig.Publish(MqttQos.AtLeastOnce);
        Assert.AreEqual("3206000174000b70", rig.Take());
        Assert.AreEqual(2, rig.Session.OutboxCount);

        rig.Expect(SessionEvent.Released, "4002000a");
        Assert.AreEqual(1, rig.Session.OutboxCount);
    }

    [TestMethod]
    public void An_abandoned_QoS_2_body_is_released_at_the_broker_after_a_reconnect()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        PublishBody(rig, MqttQos.ExactlyOnce);
        rig.Take();
        rig.Session.BodySent(100, rig.Now);
        Assert.IsTrue(rig.Session.Release(Owner));

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("6202000a", rig.Take());
        rig.Expect(SessionEvent.Released, "7002000a");
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void A_body_waiting_to_be_sent_again_is_replaced_by_PUBREL_when_its_caller_goes()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        PublishBody(rig, MqttQos.ExactlyOnce);
        rig.Take();
        rig.Session.BodySent(100, rig.Now);
        rig.Reconnect(sessionPresent: true);

        Assert.IsTrue(rig.Session.Release(Owner));

        Assert.AreEqual("6202000a", rig.Take());
    }

    [TestMethod]
    public void A_body_that_fails_is_reported_and_the_rest_goes_out_on_the_next_connection()
    {
        SessionRig rig = new SessionRig().Connect();
        PublishBody(rig, MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Take();
        rig.Session.FailBody();
        rig.Session.Close();

        rig.ExpectNext(SessionEvent.PublishFailed);
        Assert.AreEqual((int)MqttError.PayloadStreamFailed, (int)rig.Session.Error);
        Assert.AreEqual(Owner, rig.Session.Owner);

        rig.Connect();
        Assert.AreEqual("3206000174000b70", rig.Take());
    }

    [TestMethod]
    public void A_body_that_fails_when_sent_again_frees_its_identifier_at_the_broker_first()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        PublishBody(rig, MqttQos.ExactlyOnce);
        rig.Take();
        rig.Session.BodySent(100, rig.Now);
        rig.Reconnect(sessionPresent: true);
        rig.Take();
        rig.Session.FailBody();
        rig.Session.Close();
        rig.ExpectNext(SessionEvent.PublishFailed);
        Assert.AreEqual((int)MqttError.PayloadStreamFailed, (int)rig.Session.Error);

        rig.Connect(sessionPresent: true);
        rig.Publish(MqttQos.ExactlyOnce);

        Assert.AreEqual("6202000a" + "3406000174000b70", rig.Take());
        rig.Expect(SessionEvent.Released, "7002000a");
    }

    [TestMethod]
    public void A_body_cut_in_the_middle_and_given_up_needs_no_PUBREL()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        PublishBody(rig, MqttQos.ExactlyOnce);
        rig.Take();
        rig.Session.BodySent(60, rig.Now);
        Assert.IsFalse(rig.Session.Release(Owner));

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual("", rig.Take());
        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void Nothing_goes_out_after_DISCONNECT()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, "3206000174000570");
        rig.Session.Disconnect();
        Assert.AreEqual("e000", rig.Take());

        rig.Session.Acknowledge(5, MqttQos.AtLeastOnce, rig.Session.Connection);
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Subscribe("a");
        rig.Expect(SessionEvent.None, "62020007");
        rig.After(60_000);

        Assert.AreEqual("", rig.Take());
        Assert.IsFalse(rig.Session.HasOutput);
    }

    [TestMethod]
    public void DISCONNECT_goes_out_before_what_waits_and_that_on_the_next_connection()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtMostOnce);
        rig.Session.Disconnect();
        Assert.IsFalse(rig.Session.IsDisconnectSent);

        Assert.AreEqual("e000", rig.Take());
        Assert.IsTrue(rig.Session.IsDisconnectSent);

        rig.Reconnect(sessionPresent: false);
        Assert.AreEqual("300400017470", rig.Take());
    }

    [TestMethod]
    public void Every_waiting_owner_can_be_found_and_released()
    {
        SessionRig rig = new SessionRig();
        rig.Publish(MqttQos.AtLeastOnce, owner: "first");
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Publish(MqttQos.AtLeastOnce, owner: "third");

        Assert.AreEqual("first", rig.Session.FindOwner());
        rig.Session.Release("first");
        Assert.AreEqual("third", rig.Session.FindOwner());
        rig.Session.Release("third");
        Assert.IsNull(rig.Session.FindOwner());
        Assert.AreEqual(3, rig.Session.OutboxCount);
    }

    private static void PublishBody(SessionRig rig, MqttQos qos)
    {
        Assert.IsTrue(rig.Session.Publish("t", null, 100, qos, false, Owner, Body) > 0);
    }
}
