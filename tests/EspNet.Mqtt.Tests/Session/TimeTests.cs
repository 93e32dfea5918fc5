using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>What time alone brings about, with the defaults: keep-alive 120 s, ping answer 10 s, acknowledgement 60 s.</summary>
[TestClass]
public class TimeTests
{
    private const string Ping = "c000";

    [TestMethod]
    public void A_ping_goes_out_after_half_the_keep_alive_of_silence()
    {
        SessionRig rig = new SessionRig().Connect();

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(59_999));
        Assert.AreEqual("", rig.Take());
        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(1));
        Assert.AreEqual(Ping, rig.Take());
    }

    [TestMethod]
    public void A_client_that_only_sends_still_pings()
    {
        SessionRig rig = new SessionRig().Connect();
        for (int i = 0; i < 6; i++)
        {
            rig.After(9_999);
            rig.Publish(MqttQos.AtMostOnce);
            Assert.AreEqual("300400017470", rig.Take());
        }

        rig.After(6);

        Assert.AreEqual(Ping, rig.Take());
    }

    [TestMethod]
    public void A_client_that_only_receives_still_pings()
    {
        SessionRig rig = new SessionRig().Connect();
        for (int i = 0; i < 6; i++)
        {
            rig.After(9_999);
            rig.Expect(SessionEvent.Message, "300400017470");
        }

        rig.After(6);

        Assert.AreEqual(Ping, rig.Take());
    }

    [TestMethod]
    public void Traffic_both_ways_needs_no_ping()
    {
        SessionRig rig = new SessionRig().Connect();
        for (int i = 0; i < 20; i++)
        {
            rig.After(30_000);
            rig.Publish(MqttQos.AtLeastOnce);
            string message = rig.Take();
            Assert.IsTrue(message.StartsWith("32060001740"), message);
            rig.Expect(SessionEvent.Published, "4002" + message.Substring(10, 4));
        }
    }

    [TestMethod]
    public void An_unanswered_ping_ends_the_connection_after_its_timeout()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        rig.Take();

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(9_999));
        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void Other_packets_do_not_answer_a_ping()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        rig.Take();
        rig.After(9_000);
        rig.Expect(SessionEvent.Message, "300400017470");

        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.After(1_000));
    }

    [TestMethod]
    public void While_a_large_packet_arrives_the_answer_behind_it_is_awaited()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        rig.Take();
        rig.After(9_000);
        rig.Receive("30040001");

        rig.ExpectNext(SessionEvent.None);
        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(9_999));
        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void A_ping_that_cannot_go_out_yet_is_not_awaited()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Session.Publish("t", null, 100, MqttQos.AtLeastOnce, false, null, "body");
        rig.Take();
        for (int i = 0; i < 20; i++)
        {
            Assert.AreEqual((int)SessionEvent.None, (int)rig.After(20_000));
            rig.Session.BodySent(4, rig.Now);
        }

        rig.Session.BodySent(20, rig.Now);
        Assert.AreEqual(Ping, rig.Take());
        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(9_999));
        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void A_ping_is_judged_only_when_nothing_is_left_to_read_or_its_time_is_over_twice()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        rig.Take();
        rig.Now += 19_999;
        Assert.AreEqual((int)SessionEvent.None, (int)rig.Session.Judge(rig.Now, false));
        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.Session.Judge(rig.Now, true));

        rig.Now += 1;
        Assert.AreEqual((int)SessionEvent.PingTimeout, (int)rig.Session.Judge(rig.Now, false));
    }

    [TestMethod]
    public void An_answered_ping_starts_the_interval_anew()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.After(60_000);
        Assert.AreEqual(Ping, rig.Take());
        rig.Expect(SessionEvent.None, "d000");

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(59_999));
        Assert.AreEqual("", rig.Take());
        rig.After(1);
        Assert.AreEqual(Ping, rig.Take());
    }

    [TestMethod]
    public void Keep_alive_0_never_pings()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.KeepAlive = 0;
        SessionRig rig = new SessionRig(options).Connect();

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(100_000_000));
        Assert.AreEqual("", rig.Take());
        Assert.AreEqual(77_777, rig.Session.GetTimeout(rig.Now, 77_777));
    }

    [TestMethod]
    public void A_missing_CONNACK_ends_the_attempt_after_its_timeout()
    {
        SessionRig rig = new SessionRig();
        rig.Session.Start(MqttEncoder.Connect(rig.Options, "id"), 10_000, rig.Now);
        rig.Take();

        Assert.AreEqual(10_000, rig.Session.GetTimeout(rig.Now, 99_999));
        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(9_999));
        Assert.AreEqual((int)SessionEvent.ConnectTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void A_message_left_unacknowledged_on_a_live_connection_ends_it()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Publish(MqttQos.AtLeastOnce);
        rig.Take();
        KeepAlive(rig, 59_999);

        Assert.AreEqual((int)SessionEvent.AcknowledgementTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void A_subscription_left_unanswered_on_a_live_connection_ends_it()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Subscribe("a");
        rig.Take();
        KeepAlive(rig, 59_999);

        Assert.AreEqual((int)SessionEvent.AcknowledgementTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void A_message_that_waits_to_be_sent_does_not_count_as_unacknowledged()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.KeepAlive = 0;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Publish(MqttQos.AtLeastOnce);

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(600_000));
    }

    [TestMethod]
    public void A_PUBREL_that_goes_out_again_has_the_whole_time_again()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Publish(MqttQos.ExactlyOnce);
        rig.Take();
        rig.Expect(SessionEvent.None, "5002000a");
        rig.Take();
        KeepAlive(rig, 59_999);
        Assert.AreEqual((int)SessionEvent.AcknowledgementTimeout, (int)rig.After(1));

        rig.Reconnect(sessionPresent: true);

        Assert.AreEqual((int)SessionEvent.None, (int)rig.After(0));
        Assert.AreEqual("6202000a", rig.Take());
        KeepAlive(rig, 59_999);
        Assert.AreEqual((int)SessionEvent.AcknowledgementTimeout, (int)rig.After(1));
    }

    [TestMethod]
    public void The_timeout_tells_when_the_next_thing_is_due()
    {
        SessionRig rig = new SessionRig().Connect();
        Assert.AreEqual(60_000, rig.Session.GetTimeout(rig.Now, int.MaxValue));
        Assert.AreEqual(1_000, rig.Session.GetTimeout(rig.Now, 1_000));

        rig.After(60_000);
        rig.Take();
        Assert.AreEqual(10_000, rig.Session.GetTimeout(rig.Now, int.MaxValue));

        rig.Now += 20_000;
        Assert.AreEqual(0, rig.Session.GetTimeout(rig.Now, int.MaxValue));
    }

    [TestMethod]
    public void A_ping_counts_as_unwritten_until_the_driver_has_written_it()
    {
        SessionRig rig = new SessionRig().Connect();
        Assert.IsFalse(rig.Session.IsPingUnwritten);
        rig.After(60_000);
        rig.TakeUnwritten();
        Assert.IsTrue(rig.Session.IsPingUnwritten);

        rig.Session.Written();

        Assert.IsFalse(rig.Session.IsPingUnwritten);
    }

    /// <summary>Lets time pass on a connection whose pings are answered.</summary>
    private static void KeepAlive(SessionRig rig, int milliseconds)
    {
        while (milliseconds > 0)
        {
            int step = milliseconds < 5_000 ? milliseconds : 5_000;
            milliseconds -= step;
            Assert.AreEqual((int)SessionEvent.None, (int)rig.After(step));
            if (rig.Session.IsPingUnwritten)
            {
                rig.Take();
                rig.Expect(SessionEvent.None, "d000");
            }
        }
    }
}
