using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

/// <summary>Fields at and past MQTT's 65,535 bytes: more than a small board has room for, so on the PC only.</summary>
[TestClass]
public class LongFieldTests
{
    private const int Longest = 65_535;

    [TestMethod]
    public void A_topic_of_65535_bytes_is_accepted_and_one_more_is_refused()
    {
        Assert.IsTrue(MqttTopic.IsValidName(new string('a', Longest)));
        Assert.IsTrue(MqttTopic.IsValidFilter(new string('a', Longest)));
        Assert.IsFalse(MqttTopic.IsValidName(new string('a', Longest + 1)));
        Assert.IsFalse(MqttTopic.IsValidFilter(new string('a', Longest + 1)));
    }

    [TestMethod]
    public void It_is_the_bytes_that_count()
    {
        string oddLength = new string('é', Longest / 2) + "a";

        Assert.IsTrue(MqttTopic.IsValidName(oddLength));
        Assert.IsFalse(MqttTopic.IsValidName(oddLength + "a"));
        Assert.IsFalse(MqttTopic.IsValidFilter(new string('€', 21_846)));
    }

    [TestMethod]
    public void CONNECT_takes_fields_of_65535_bytes()
    {
        byte[] packet = MqttEncoder.Connect(With(Longest, Longest, Longest, Longest), new string('i', Longest));

        // Ten bytes, five fields of 2 + 65,535.
        Expect.Bytes("10 8F 80 14 00 04", packet, 0, 6);
        Assert.AreEqual(4 + 10 + (5 * (2 + Longest)), packet.Length);
    }

    [TestMethod]
    public void CONNECT_refuses_any_longer_field_by_its_name()
    {
        Expect.InvalidOptions("The client id is longer than 65,535 bytes.", () => MqttEncoder.Connect(new MqttClientOptions(), new string('i', Longest + 1)));
        Expect.InvalidOptions("The will topic is longer", () => MqttEncoder.Connect(With(Longest + 1, 0, 0, 0), "a"));
        Expect.InvalidOptions("The will payload is longer", () => MqttEncoder.Connect(With(1, Longest + 1, 0, 0), "a"));
        Expect.InvalidOptions("The user name is longer", () => MqttEncoder.Connect(With(1, 0, Longest + 1, 0), "a"));
        Expect.InvalidOptions("The password is longer", () => MqttEncoder.Connect(With(1, 0, 0, Longest + 1), "a"));
    }

    private static MqttClientOptions With(int willTopic, int willPayload, int userName, int password)
    {
        MqttClientOptions options = new MqttClientOptions
        {
            Will = new MqttWillOptions(new string('w', willTopic), new byte[willPayload]),
        };
        options.Credentials.UserName = new string('u', userName);
        options.Credentials.Password = new byte[password];
        return options;
    }
}
