using System;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

/// <summary>MQTT 3.1.1, section 4.7.</summary>
[TestClass]
public class MqttTopicTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("/")]
    [DataRow("//")]
    [DataRow("/finance")]
    [DataRow("finance/")]
    [DataRow("sport/tennis/player1")]
    [DataRow("Accounts payable")]
    [DataRow("$SYS/broker/uptime")]
    [DataRow("$")]
    [DataRow("données/température")]
    [DataRow("温度/部屋")]
    [DataRow("🌡/℃")]
    public void A_name_may_hold_any_text_and_empty_levels(string topic)
    {
        Assert.IsTrue(MqttTopic.IsValidName(topic));
        Assert.IsTrue(MqttTopic.IsValidFilter(topic), "As a filter");
    }

    [TestMethod]
    [DataRow("#")]
    [DataRow("+")]
    [DataRow("sport/#")]
    [DataRow("sport/+/player1")]
    [DataRow("sport+")]
    [DataRow("a#b")]
    public void A_name_with_a_wildcard_is_refused(string topic) => Assert.IsFalse(MqttTopic.IsValidName(topic));

    [TestMethod]
    public void An_empty_or_missing_name_or_filter_is_refused()
    {
        Assert.IsFalse(MqttTopic.IsValidName(string.Empty));
        Assert.IsFalse(MqttTopic.IsValidName(null));
        Assert.IsFalse(MqttTopic.IsValidFilter(string.Empty));
        Assert.IsFalse(MqttTopic.IsValidFilter(null));
    }

    [TestMethod]
    public void Half_a_surrogate_pair_is_refused()
    {
        RefusesBoth(BadText.LoneHighSurrogate);
        RefusesBoth(BadText.LoneLowSurrogate);
        RefusesBoth(BadText.EndsInHighSurrogate);
        RefusesBoth(BadText.SwappedSurrogates);
    }

    [TestMethod]
    public void U0000_is_refused()
    {
        if (!BadText.CanHoldNul)
        {
            Assert.SkipTest("A string of this runtime cannot hold U+0000.");
        }

        RefusesBoth(BadText.Nul);
    }

    [TestMethod]
    [DataRow("#")]
    [DataRow("/#")]
    [DataRow("sport/#")]
    [DataRow("sport/tennis/#")]
    [DataRow("+")]
    [DataRow("/+")]
    [DataRow("+/")]
    [DataRow("+/+")]
    [DataRow("+/tennis/#")]
    [DataRow("sport/+/player1")]
    [DataRow("sport/+/+/#")]
    [DataRow("$SYS/#")]
    [DataRow("température/+/#")]
    public void A_wildcard_that_stands_for_whole_levels_is_accepted(string filter) => Assert.IsTrue(MqttTopic.IsValidFilter(filter));

    [TestMethod]
    [DataRow("sport/tennis#")]
    [DataRow("sport/tennis/#/ranking")]
    [DataRow("#/")]
    [DataRow("#sport")]
    [DataRow("##")]
    [DataRow("#/#")]
    [DataRow("sport#/a")]
    [DataRow("sport+")]
    [DataRow("+sport")]
    [DataRow("sport/+a")]
    [DataRow("sport/a+/b")]
    [DataRow("++")]
    [DataRow("+#")]
    [DataRow("#+")]
    [DataRow("é+")]
    [DataRow("é#")]
    public void A_wildcard_beside_other_characters_or_before_the_end_is_refused(string filter) => Assert.IsFalse(MqttTopic.IsValidFilter(filter));

    [TestMethod]
    [DataRow("sport/tennis/player1/#", "sport/tennis/player1")]
    [DataRow("sport/tennis/player1/#", "sport/tennis/player1/ranking")]
    [DataRow("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon")]
    [DataRow("sport/#", "sport")]
    [DataRow("sport/#", "sport/")]
    [DataRow("sport/+/#", "sport/")]
    [DataRow("+/#", "sport")]
    [DataRow("#", "sport/tennis")]
    [DataRow("#", "/")]
    [DataRow("sport/tennis/+", "sport/tennis/player1")]
    [DataRow("sport/tennis/+", "sport/tennis/player2")]
    [DataRow("sport/+", "sport/")]
    [DataRow("+", "finance")]
    [DataRow("+/+", "/finance")]
    [DataRow("/+", "/finance")]
    [DataRow("+/+", "/")]
    [DataRow("/+", "/")]
    [DataRow("+/", "/")]
    [DataRow("a//b", "a//b")]
    [DataRow("a/+/b", "a//b")]
    [DataRow("a/+/+/b", "a/x/y/b")]
    [DataRow("+/tennis/#", "sport/tennis/player1/score")]
    [DataRow("$SYS/#", "$SYS/broker/uptime")]
    [DataRow("$SYS/#", "$SYS")]
    [DataRow("$SYS/monitor/+", "$SYS/monitor/Clients")]
    [DataRow("a/#", "a/$SYS")]
    [DataRow("a/+", "a/$SYS")]
    [DataRow("ACCOUNTS", "ACCOUNTS")]
    [DataRow("Accounts payable", "Accounts payable")]
    [DataRow("maison/+/température", "maison/grenier/température")]
    [DataRow("maison/+/°C", "maison/温度/°C")]
    public void A_topic_is_matched(string filter, string topic) => Assert.IsTrue(MqttTopic.Matches(filter, topic));

    [TestMethod]
    [DataRow("sport/tennis/+", "sport/tennis/player1/ranking")]
    [DataRow("sport/+", "sport")]
    [DataRow("+", "/finance")]
    [DataRow("+", "/")]
    [DataRow("/+", "finance")]
    [DataRow("+/+", "finance")]
    [DataRow("+/+", "a/b/c")]
    [DataRow("#", "$SYS/broker/uptime")]
    [DataRow("#", "$")]
    [DataRow("+/monitor/Clients", "$SYS/monitor/Clients")]
    [DataRow("+/#", "$SYS/monitor")]
    [DataRow("+", "$SYS")]
    [DataRow("sport/#", "sports")]
    [DataRow("sport/#", "spor")]
    [DataRow("sport/tennis/#", "sport")]
    [DataRow("sport/+/#", "sport")]
    [DataRow("ACCOUNTS", "Accounts")]
    [DataRow("/finance", "finance")]
    [DataRow("finance", "finance/")]
    [DataRow("finance/", "finance")]
    [DataRow("a/b", "a/b/c")]
    [DataRow("a/b/c", "a/b")]
    [DataRow("a//b", "a/b")]
    [DataRow("a/+/b", "a/b")]
    [DataRow("é", "è")]
    [DataRow("é", "e")]
    public void A_topic_is_not_matched(string filter, string topic) => Assert.IsFalse(MqttTopic.Matches(filter, topic));

    [TestMethod]
    public void Matching_needs_a_filter_and_a_topic()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => MqttTopic.Matches(null!, "a"));
        Assert.ThrowsException(typeof(ArgumentNullException), () => MqttTopic.Matches("a", null!));
    }

    [TestMethod]
    public void A_topic_is_matched_where_it_stands_in_a_buffer()
    {
        byte[] buffer = Hex.Parse("2F 61 2F 62 2F 63");
        byte[] filter = Hex.Parse("61 2F 2B");

        Assert.IsTrue(MqttTopic.Matches(filter, buffer, 1, 3));
        Assert.IsFalse(MqttTopic.Matches(filter, buffer, 0, 3));
        Assert.IsFalse(MqttTopic.Matches(filter, buffer, 1, 5));
    }

    private static void RefusesBoth(string text)
    {
        Assert.IsFalse(MqttTopic.IsValidName(text), "As a name");
        Assert.IsFalse(MqttTopic.IsValidFilter(text), "As a filter");
    }
}
