using System.Text;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>Subscribing and unsubscribing. Identifiers of subscriptions start at 8000.</summary>
[TestClass]
public class SubscriptionTests
{
    [TestMethod]
    public void Each_filter_has_an_identifier_of_its_own()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a", MqttQos.AtLeastOnce);
        rig.Subscribe("b", MqttQos.ExactlyOnce);

        Assert.AreEqual("8206800000016101" + "8206800100016202", rig.Take());
    }

    [TestMethod]
    public void The_granted_QoS_is_told()
    {
        SessionRig rig = new SessionRig().Connect();
        Subscription subscription = rig.Subscribe("a", MqttQos.ExactlyOnce);
        rig.Take();

        rig.Expect(SessionEvent.Subscription, "9003800001");

        Assert.AreSame(subscription, rig.Session.Subscription);
        Assert.AreEqual(1, subscription.Granted);
        Assert.AreEqual((int)SubscriptionPhase.Active, (int)subscription.Phase);
    }

    [TestMethod]
    public void A_refused_subscription_is_asked_again_in_the_next_session()
    {
        SessionRig rig = new SessionRig().Connect();
        Subscription subscription = rig.Subscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800080");
        Assert.AreEqual((int)SubscriptionPhase.Refused, (int)subscription.Phase);
        Assert.AreEqual("", rig.Take());

        rig.Reconnect(sessionPresent: false);

        Assert.AreEqual("8206800000016100", rig.Take());
    }

    [TestMethod]
    public void A_change_while_the_answer_is_awaited_goes_out_after_it()
    {
        SessionRig rig = new SessionRig().Connect();
        Subscription subscription = rig.Subscribe("a");
        rig.Take();
        rig.Subscribe("a", MqttQos.AtLeastOnce);
        int second = subscription.Requested;
        Assert.AreEqual("", rig.Take());

        rig.Expect(SessionEvent.Subscription, "9003800000");
        Assert.IsTrue(subscription.Answered < second);
        Assert.AreEqual("8206800000016101", rig.Take());

        rig.Expect(SessionEvent.Subscription, "9003800001");
        Assert.AreEqual(second, subscription.Answered);
    }

    [TestMethod]
    public void Unsubscribing_while_SUBACK_is_awaited_goes_out_after_it()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a");
        rig.Take();
        rig.Session.Unsubscribe("a");

        rig.Expect(SessionEvent.Subscription, "9003800000");
        Assert.AreEqual("a2058000000161", rig.Take());
        rig.Expect(SessionEvent.Subscription, "b0028000");

        Assert.IsTrue(rig.Session.IsDrained);
    }

    [TestMethod]
    public void Subscribing_again_while_UNSUBACK_is_awaited_goes_out_after_it()
    {
        SessionRig rig = new SessionRig().Connect();
        Subscription subscription = rig.Subscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");
        rig.Session.Unsubscribe("a");
        Assert.AreEqual("a2058000000161", rig.Take());
        rig.Subscribe("a");

        rig.Expect(SessionEvent.Subscription, "b0028000");
        Assert.AreEqual("8206800000016100", rig.Take());
        rig.Expect(SessionEvent.Subscription, "9003800000");
        Assert.AreEqual((int)SubscriptionPhase.Active, (int)subscription.Phase);
    }

    [TestMethod]
    public void A_filter_never_sent_is_forgotten_without_a_packet()
    {
        SessionRig rig = new SessionRig();
        rig.Subscribe("a");
        Subscription? subscription = rig.Session.Unsubscribe("a");

        rig.Connect();

        Assert.AreEqual(subscription!.Requested, subscription.Answered);
        Assert.AreEqual("", rig.Take());
    }

    [TestMethod]
    public void A_filter_asked_for_again_and_given_up_before_that_went_out_is_taken_back_at_the_broker()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");
        rig.Subscribe("a", MqttQos.AtLeastOnce);
        rig.Session.Unsubscribe("a");

        Assert.AreEqual("a2058000000161", rig.Take());
    }

    [TestMethod]
    public void The_table_refuses_one_more_and_takes_it_when_another_has_gone()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.MaximumSubscriptions = 1;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Subscribe("a");

        Assert.IsNull(rig.Session.Subscribe("b", MqttTopic.EncodeFilter("b")!, MqttQos.AtMostOnce, null));

        rig.Take();
        rig.Expect(SessionEvent.Subscription, "9003800000");
        rig.Session.Unsubscribe("a");
        rig.Take();
        rig.Expect(SessionEvent.Subscription, "b0028000");
        Assert.IsNotNull(rig.Session.Subscribe("b", MqttTopic.EncodeFilter("b")!, MqttQos.AtMostOnce, null));
    }

    [TestMethod]
    public void Every_matching_filter_s_handler_is_found_and_none_after_unsubscribing()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a/+");
        rig.Subscribe("a/#");
        rig.Subscribe("b");
        byte[] topic = Encoding.UTF8.GetBytes("xa/bx");
        object[] handlers = new object[16];

        Assert.AreEqual(2, rig.Session.Match(topic, 1, 3, handlers));
        Assert.AreEqual("handler of a/+", handlers[0]);
        Assert.AreEqual("handler of a/#", handlers[1]);

        rig.Session.Unsubscribe("a/+");
        Assert.AreEqual(1, rig.Session.Match(topic, 1, 3, handlers));
        Assert.AreEqual("handler of a/#", handlers[0]);
    }
}
