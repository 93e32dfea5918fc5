using EspNet.Bench.Mqtt;

namespace EspNet.Bench.Tests;

/// <summary>Real clients get what they ask for, and the strict bench has nothing to say about them.</summary>
[TestClass]
public sealed class MosquittoClientTests : BrokerTest
{
    [TestMethod]
    [DataRow("0", "mqttv311")]
    [DataRow("1", "mqttv311")]
    [DataRow("2", "mqttv311")]
    [DataRow("0", "mqttv31")]
    [DataRow("1", "mqttv31")]
    [DataRow("2", "mqttv31")]
    public void Messages_go_from_one_client_to_another(string qos, string version)
    {
        using MosquittoTool subscriber = Subscribe("-V", version, "-t", "a/+/c", "-q", qos, "-C", "200", "-F", "%t %q %p");
        using MosquittoTool publisher = MosquittoTool.Start("mosquitto_pub", Broker.Port, "-V", version, "-t", "a/b/c", "-q", qos, "-l");
        string[] sent = [.. Enumerable.Range(0, 200).Select(i => $"message {i}")];
        publisher.WriteLines(sent);
        publisher.Finish();
        CollectionAssert.AreEqual(sent.Select(m => $"a/b/c {qos} {m}").ToArray(), subscriber.Finish());
        CollectionAssert.AreEqual(sent, Broker.Received.Select(m => m.Text).ToArray());
        Await(b => b.Sessions.Count == 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void A_large_payload_arrives_whole()
    {
        string payload = new('x', 100_000);
        using MosquittoTool subscriber = Subscribe("-t", "large", "-q", "1", "-C", "1");
        MosquittoTool.Publish(Broker.Port, "-t", "large", "-q", "1", "-m", payload);
        Assert.AreEqual(payload, subscriber.Finish().Single());
        AssertNoViolation();
    }

    [TestMethod]
    public void A_retained_message_reaches_a_later_subscriber()
    {
        MosquittoTool.Publish(Broker.Port, "-t", "status/device", "-q", "1", "-r", "-m", "online");
        using MosquittoTool subscriber = MosquittoTool.Start("mosquitto_sub", Broker.Port, "-t", "status/#", "-q", "1", "-C", "1", "-F", "%r %p");
        Assert.AreEqual("1 online", subscriber.Finish().Single());
        MosquittoTool.Publish(Broker.Port, "-t", "status/device", "-r", "-n");
        Await(b => b.Retained.Count == 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void The_will_of_a_killed_client_is_published()
    {
        using MosquittoTool watcher = Subscribe("-t", "will", "-q", "2", "-C", "1");
        using MosquittoTool mortal = Subscribe(
            "-i", "mortal", "-t", "other", "--will-topic", "will", "--will-payload", "gone", "--will-qos", "2");
        mortal.Kill();
        Assert.AreEqual("gone", watcher.Finish().Single());
        AssertNoViolation();
    }

    [TestMethod]
    public void A_persistent_session_receives_what_came_while_it_was_away()
    {
        string[] session = ["-i", "keeper", "-c", "-t", "a", "-q", "2"];
        using (MosquittoTool first = Subscribe([.. session, "-C", "1"]))
        {
            MosquittoTool.Publish(Broker.Port, "-t", "a", "-q", "2", "-m", "live");
            Assert.AreEqual("live", first.Finish().Single());
        }

        Await(b => b.ConnectionCount == 0);
        foreach (string qos in new[] { "0", "1", "2" })
        {
            MosquittoTool.Publish(Broker.Port, "-t", "a", "-q", qos, "-m", $"away {qos}");
        }

        Await(b => b.ReceivedCount == 4);
        using MosquittoTool second = MosquittoTool.Start("mosquitto_sub", Broker.Port, [.. session, "-C", "2"]);
        CollectionAssert.AreEqual(new[] { "away 1", "away 2" }, second.Finish());
        AssertNoViolation();
    }

    [TestMethod]
    public void A_leading_wildcard_does_not_see_the_topics_of_the_broker()
    {
        using MosquittoTool all = Subscribe("-t", "#", "-q", "1", "-C", "1", "-F", "%t");
        using MosquittoTool system = Subscribe("-t", "$SYS/#", "-q", "1", "-C", "1", "-F", "%t");
        Broker.Publish("$SYS/uptime", "1", 1);
        Broker.Publish("plain", "2", 1);
        Assert.AreEqual("plain", all.Finish().Single());
        Assert.AreEqual("$SYS/uptime", system.Finish().Single());
        AssertNoViolation();
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_persistent_client_that_is_cut_off_again_and_again_loses_nothing_and_breaks_no_rule(int qos)
    {
        string[] cutAt = ["3", "6"];
        string[] sent = [.. Enumerable.Range(0, 10).Select(i => $"{i}")];

        // The acknowledgement is cut in the middle: at QoS 1 the message must come twice, at QoS 2 it must not.
        string[] expected = [.. sent.SelectMany(m => qos == 1 && cutAt.Contains(m) ? new[] { m, m } : [m])];
        using MosquittoTool subscriber = Subscribe("-i", "survivor", "-c", "-t", "a", "-q", $"{qos}", "-C", $"{expected.Length}");
        foreach (string message in sent)
        {
            int connects = Broker.Connects;
            if (cutAt.Contains(message))
            {
                Broker.Faults.CutAfterReceived(2);
                Broker.Publish("a", message, qos);
                Await(b => b.Connects > connects);
            }
            else
            {
                Broker.Publish("a", message, qos);
            }

            Await(b => b.Sessions.Single().InFlightToClient == 0);
        }

        CollectionAssert.AreEqual(expected, subscriber.Finish());
        AssertNoViolation();
    }

    [TestMethod]
    public void Credentials_are_checked()
    {
        Broker.RequireCredentials("user", "secret");
        MosquittoTool.Publish(Broker.Port, "-t", "a", "-m", "1", "-u", "user", "-P", "secret");
        using MosquittoTool wrong = MosquittoTool.Start("mosquitto_pub", Broker.Port, "-t", "a", "-m", "2", "-u", "user", "-P", "no");
        Await(b => b.Refused == 1 && b.ReceivedCount == 1);
        Assert.AreEqual("1", Broker.Received.Single().Text);
        AssertNoViolation();
    }

    // Returns when the broker has the subscription.
    private MosquittoTool Subscribe(params string[] arguments)
    {
        int subscribed = Broker.Sessions.Count(s => s.Connected && s.Subscriptions.Count > 0);
        MosquittoTool tool = MosquittoTool.Start("mosquitto_sub", Broker.Port, arguments);
        Await(b => b.Sessions.Count(s => s.Connected && s.Subscriptions.Count > 0) > subscribed);
        return tool;
    }
}
