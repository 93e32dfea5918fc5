using System;
using System.Text;
using EspNet.Sockets;
using EspNet.Testing;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

[TestClass]
public class MqttOptionsTests
{
    private const int OneDay = 86_400_000;

    [TestMethod]
    public void The_defaults_are_those_of_the_FAQ()
    {
        MqttClientOptions options = new MqttClientOptions();

        Assert.AreEqual(120, options.Session.KeepAlive);
        Assert.IsTrue(options.Network.AutomaticReconnect);
        Assert.IsTrue(options.Session.CleanSession);
        Assert.AreEqual((int)MqttProtocolVersion.V311, (int)options.Session.ProtocolVersion);
        Assert.AreEqual(10_000, options.Network.ConnectTimeout);
        Assert.AreEqual(10_000, options.Network.PingTimeout);
        Assert.AreEqual(1_000, options.Network.Backoff.FirstDelay);
        Assert.AreEqual(120_000, options.Network.Backoff.LongestDelay);
        Assert.IsTrue(options.Network.Backoff.Jitter);
        Assert.IsNull(options.Credentials.ClientId);
        Assert.AreEqual(0, options.GetWarnings().Length);
    }

    [TestMethod]
    public void The_other_defaults_are_the_documented_ones()
    {
        MqttClientOptions options = new MqttClientOptions();

        Assert.AreEqual("mqtt", options.Broker.Scheme);
        Assert.AreEqual(string.Empty, options.Broker.Host);
        Assert.AreEqual(1883, options.Broker.Port);
        Assert.IsNull(options.Credentials.UserName);
        Assert.IsNull(options.Credentials.Password);
        Assert.IsNull(options.Will);
        Assert.IsNull(options.Network.TransportFactory);
        Assert.AreEqual(30_000, options.Network.PublishTimeout);
        Assert.AreEqual(10_000, options.Network.SubscribeTimeout);
        Assert.AreEqual(60_000, options.Network.AcknowledgementTimeout);
        Assert.AreEqual(1_024, options.Network.ReceiveBufferSize);
        Assert.AreEqual(1_024, options.Network.SendBufferSize);
        Assert.AreEqual(16_384, options.Network.MaximumPacketSize);
        Assert.AreEqual(16, options.Outbox.MaximumMessages);
        Assert.AreEqual(4_096, options.Outbox.MaximumBytes);
        Assert.AreEqual((int)MqttOutboxPolicy.Refuse, (int)options.Outbox.WhenFull);
        Assert.AreEqual(16, options.Session.MaximumSubscriptions);
        Assert.AreEqual(1024, options.Session.MaximumIncomingExactlyOnce);
    }

    [TestMethod]
    public void A_will_is_at_least_once_and_not_retained_by_default()
    {
        MqttWillOptions will = new MqttWillOptions("status", new byte[0]);

        Assert.AreEqual((int)MqttQos.AtLeastOnce, (int)will.Qos);
        Assert.IsFalse(will.Retain);
    }

    [TestMethod]
    public void A_will_needs_topic_and_payload()
    {
        MqttWillOptions? will = null;
        Assert.ThrowsException(typeof(ArgumentNullException), () => will = new MqttWillOptions(null!, new byte[0]));
        Assert.ThrowsException(typeof(ArgumentNullException), () => will = new MqttWillOptions("status", (byte[])null!));
        Assert.IsNull(will);
    }

    [TestMethod]
    public void Options_come_from_a_URI()
    {
        MqttClientOptions options = new MqttClientOptions("mqtts://us%40er:p%C3%A4ss@host:8884");

        Assert.AreEqual("mqtts", options.Broker.Scheme);
        Assert.AreEqual("host", options.Broker.Host);
        Assert.AreEqual(8884, options.Broker.Port);
        Assert.AreEqual("us@er", options.Credentials.UserName);
        Expect.Bytes("70 C3 A4 73 73", options.Credentials.Password!);
    }

    [TestMethod]
    public void A_URI_without_user_sets_no_credentials()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host");

        Assert.IsNull(options.Credentials.UserName);
        Assert.IsNull(options.Credentials.Password);
    }

    [TestMethod]
    public void Broker_options_accept_their_range_and_refuse_what_is_beyond()
    {
        MqttBrokerOptions broker = new MqttBrokerOptions();

        broker.Port = 1;
        broker.Port = 65_535;
        Expect.OutOfRange(() => broker.Port = 0);
        Expect.OutOfRange(() => broker.Port = 65_536);
        Assert.AreEqual(65_535, broker.Port, "A refused value changes nothing.");
    }

    [TestMethod]
    public void Session_options_accept_their_range_and_refuse_what_is_beyond()
    {
        MqttSessionOptions session = new MqttSessionOptions();

        session.KeepAlive = 0;
        session.KeepAlive = 65_535;
        session.MaximumSubscriptions = 1;
        session.MaximumSubscriptions = 1_024;
        session.MaximumIncomingExactlyOnce = 1;
        session.MaximumIncomingExactlyOnce = 65_535;
        Expect.OutOfRange(() => session.KeepAlive = -1);
        Expect.OutOfRange(() => session.KeepAlive = 65_536);
        Expect.OutOfRange(() => session.MaximumSubscriptions = 0);
        Expect.OutOfRange(() => session.MaximumSubscriptions = 1_025);
        Expect.OutOfRange(() => session.MaximumIncomingExactlyOnce = 0);
        Expect.OutOfRange(() => session.MaximumIncomingExactlyOnce = 65_536);
    }

    [TestMethod]
    public void Timeouts_accept_their_range_and_refuse_what_is_beyond()
    {
        MqttNetworkOptions network = new MqttNetworkOptions();

        network.ConnectTimeout = 100;
        network.ConnectTimeout = OneDay;
        network.PingTimeout = 100;
        network.PingTimeout = OneDay;
        network.PublishTimeout = 0;
        network.PublishTimeout = OneDay;
        network.SubscribeTimeout = 0;
        network.SubscribeTimeout = OneDay;
        network.AcknowledgementTimeout = 0;
        network.AcknowledgementTimeout = OneDay;
        Expect.OutOfRange(() => network.ConnectTimeout = 99);
        Expect.OutOfRange(() => network.ConnectTimeout = OneDay + 1);
        Expect.OutOfRange(() => network.PingTimeout = 99);
        Expect.OutOfRange(() => network.PingTimeout = OneDay + 1);
        Expect.OutOfRange(() => network.PublishTimeout = -1);
        Expect.OutOfRange(() => network.PublishTimeout = OneDay + 1);
        Expect.OutOfRange(() => network.SubscribeTimeout = -1);
        Expect.OutOfRange(() => network.SubscribeTimeout = OneDay + 1);
        Expect.OutOfRange(() => network.AcknowledgementTimeout = -1);
        Expect.OutOfRange(() => network.AcknowledgementTimeout = OneDay + 1);
    }

    [TestMethod]
    public void Buffers_and_limits_accept_their_range_and_refuse_what_is_beyond()
    {
        MqttNetworkOptions network = new MqttNetworkOptions();
        MqttOutboxOptions outbox = new MqttOutboxOptions();

        network.ReceiveBufferSize = 128;
        network.ReceiveBufferSize = 65_536;
        network.SendBufferSize = 128;
        network.SendBufferSize = 65_536;
        network.MaximumPacketSize = 128;
        network.MaximumPacketSize = 268_435_455;
        outbox.MaximumMessages = 1;
        outbox.MaximumMessages = 1_024;
        outbox.MaximumBytes = 128;
        outbox.MaximumBytes = 1_048_576;
        Expect.OutOfRange(() => network.ReceiveBufferSize = 127);
        Expect.OutOfRange(() => network.ReceiveBufferSize = 65_537);
        Expect.OutOfRange(() => network.SendBufferSize = 127);
        Expect.OutOfRange(() => network.SendBufferSize = 65_537);
        Expect.OutOfRange(() => network.MaximumPacketSize = 127);
        Expect.OutOfRange(() => network.MaximumPacketSize = 268_435_456);
        Expect.OutOfRange(() => outbox.MaximumMessages = 0);
        Expect.OutOfRange(() => outbox.MaximumMessages = 1_025);
        Expect.OutOfRange(() => outbox.MaximumBytes = 127);
        Expect.OutOfRange(() => outbox.MaximumBytes = 1_048_577);
    }

    [TestMethod]
    public void A_keep_alive_of_0_is_warned_about()
    {
        string[] warnings = WarningsFor(0);

        Assert.AreEqual(1, warnings.Length);
        Assert.Contains("turns it off", warnings[0]);
    }

    [TestMethod]
    public void A_keep_alive_below_15_s_is_warned_about()
    {
        string[] warnings = WarningsFor(14);

        Assert.AreEqual(1, warnings.Length);
        Assert.Contains("Keep-alive is 14 s.", warnings[0]);
        Assert.AreEqual(1, WarningsFor(1).Length);
    }

    [TestMethod]
    public void A_keep_alive_from_15_s_is_not_warned_about()
    {
        Assert.AreEqual(0, WarningsFor(15).Length);
        Assert.AreEqual(0, WarningsFor(65_535).Length);
    }

    [TestMethod]
    public void A_broker_is_needed()
    {
        Expect.InvalidOptions("No broker is set", () => new MqttClientOptions().Validate("id"));

        new MqttClientOptions("mqtt://host").Validate("id");
    }

    [TestMethod]
    public void A_broker_over_TLS_needs_nothing_more()
    {
        new MqttClientOptions("mqtts://host").Validate("id");
    }

    [TestMethod]
    public void The_port_is_that_of_the_scheme_unless_it_is_set()
    {
        MqttClientOptions options = new MqttClientOptions();
        Assert.AreEqual(1883, options.Broker.Port);

        options.Broker.Scheme = "mqtts";
        Assert.AreEqual(8883, options.Broker.Port);

        options.Broker.Port = 1883;
        Assert.AreEqual(1883, options.Broker.Port);
    }

    [TestMethod]
    public void Another_scheme_than_mqtt_and_mqtts_needs_a_transport()
    {
        MqttClientOptions options = new MqttClientOptions("wss://host");

        Expect.InvalidOptions("no transport for \"wss\"", () => options.Validate("id"));

        options.Network.TransportFactory = new MemoryNetwork().Factory;
        options.Validate("id");
    }

    [TestMethod]
    public void A_password_needs_a_user_name()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host");
        options.Credentials.SetPassword("secret");

        Expect.InvalidOptions("A password without a user name", () => options.Validate("id"));

        options.Credentials.UserName = string.Empty;
        options.Validate("id");
    }

    [TestMethod]
    public void An_empty_client_id_needs_a_clean_session()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host");
        options.Credentials.ClientId = string.Empty;
        options.Session.CleanSession = false;

        Expect.InvalidOptions("An empty client id needs a clean session", () => options.Validate("id"));

        options.Session.CleanSession = true;
        options.Validate("id");
    }

    [TestMethod]
    public void An_empty_client_id_needs_MQTT_3_1_1()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host");
        options.Credentials.ClientId = string.Empty;
        options.Session.ProtocolVersion = MqttProtocolVersion.V31;

        Expect.InvalidOptions("MQTT 3.1 does not know an empty client id", () => options.Validate("id"));

        options.Credentials.ClientId = "a";
        options.Validate("id");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("status/#")]
    [DataRow("status/+")]
    public void A_will_needs_a_valid_topic(string topic)
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host") { Will = new MqttWillOptions(topic, new byte[0]) };

        Expect.InvalidOptions("will topic", () => options.Validate("id"));

        options.Will = new MqttWillOptions("status", new byte[0]);
        options.Validate("id");
    }

    [TestMethod]
    public void A_password_from_text_is_UTF_8()
    {
        MqttCredentialsOptions credentials = new MqttCredentialsOptions();

        credentials.SetPassword("é€");

        Expect.Bytes("C3 A9 E2 82 AC", credentials.Password!);
        Assert.AreEqual("é€", Encoding.UTF8.GetString(credentials.Password!, 0, 5));
    }

    [TestMethod]
    public void A_fixed_delay_of_10_s_between_attempts_can_be_chosen()
    {
        MqttNetworkOptions network = new MqttNetworkOptions { Backoff = BackoffOptions.Fixed(BackoffOptions.FaqFixedDelay) };

        Assert.AreEqual(10_000, new Backoff(network.Backoff, 1).NextDelay());
    }

    private static string[] WarningsFor(int keepAlive)
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://host");
        options.Session.KeepAlive = keepAlive;
        return options.GetWarnings();
    }
}
