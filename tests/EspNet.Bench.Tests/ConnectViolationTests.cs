using static EspNet.Bench.Tests.RawClient;

namespace EspNet.Bench.Tests;

/// <summary>What a client can do wrong until it is connected.</summary>
[TestClass]
public sealed class ConnectViolationTests : BrokerTest
{
    [TestMethod]
    public void A_packet_before_CONNECT_is_reported() => FirstPacket("MQTT-3.1.0-1", "not CONNECT", [0xC0, 0]);

    [TestMethod]
    public void Bytes_that_are_no_MQTT_are_reported_without_waiting_for_a_whole_packet() =>
        FirstPacket("MQTT-3.1.0-1", "not CONNECT", "GET / HTTP/1.1"u8.ToArray());

    [TestMethod]
    public void Header_flags_in_CONNECT_are_reported() =>
        FirstPacket("MQTT-2.2.2-2", "CONNECT with the header flags 1", [0x11, .. RawClient.Connect()[1..]]);

    [TestMethod]
    public void An_unknown_protocol_name_is_reported() =>
        FirstPacket("MQTT-3.1.2-1", "'mqtt'", Packet(0x10, Text("mqtt"), [4, 2, 0, 0], Text("a")));

    [TestMethod]
    public void The_reserved_connect_flag_is_reported() =>
        FirstPacket("MQTT-3.1.2-3", "reserved", RawClient.Connect(0x03, 0, Text("a")));

    [TestMethod]
    public void A_will_QoS_without_a_will_is_reported() =>
        FirstPacket("MQTT-3.1.2-13", "will QoS", RawClient.Connect(0x0A, 0, Text("a")));

    [TestMethod]
    public void A_will_QoS_of_3_is_reported() =>
        FirstPacket("MQTT-3.1.2-14", "QoS of 3", RawClient.Connect(0x1E, 0, Text("a"), Text("t"), Text("m")));

    [TestMethod]
    public void A_will_retain_flag_without_a_will_is_reported() =>
        FirstPacket("MQTT-3.1.2-15", "retain", RawClient.Connect(0x22, 0, Text("a")));

    [TestMethod]
    public void A_will_topic_with_a_wildcard_is_reported() =>
        FirstPacket("MQTT-4.7.1-1", "wildcard", RawClient.Connect(0x06, 0, Text("a"), Text("t/+"), Text("m")));

    [TestMethod]
    public void A_password_without_a_user_name_is_reported() =>
        FirstPacket("MQTT-3.1.2-22", "without a user name", RawClient.Connect(0x42, 0, Text("a"), Text("secret")));

    [TestMethod]
    public void A_CONNECT_that_ends_inside_a_field_is_reported() =>
        FirstPacket("MQTT-4.8.0-1", "ends inside its password", RawClient.Connect(0xC2, 0, Text("a"), Text("user")));

    [TestMethod]
    public void A_CONNECT_longer_than_its_flags_announce_is_reported() =>
        FirstPacket("MQTT-3.1.3-1", "longer", RawClient.Connect(0x02, 0, Text("a"), Text("user")));

    [TestMethod]
    public void A_client_identifier_with_a_NUL_is_reported() =>
        FirstPacket("MQTT-1.5.3-2", "client identifier", RawClient.Connect("a\0b"));

    [TestMethod]
    [DataRow(new byte[] { 0xC0, 0xAF }, DisplayName = "overlong form")]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 }, DisplayName = "surrogate")]
    [DataRow(new byte[] { 0xE2, 0x82 }, DisplayName = "truncated sequence")]
    [DataRow(new byte[] { 0xF5, 0x80, 0x80, 0x80 }, DisplayName = "past U+10FFFF")]
    public void A_client_identifier_that_is_not_UTF_8_is_reported(byte[] id) =>
        FirstPacket("MQTT-1.5.3-1", "not well-formed UTF-8", RawClient.Connect(0x02, 0, [0, (byte)id.Length, .. id]));

    [TestMethod]
    public void An_empty_client_identifier_without_clean_session_is_reported_and_refused_with_code_2() =>
        FirstPacket("MQTT-3.1.3-7", "without clean session", RawClient.Connect(string.Empty, clean: false), 0x20, 2, 0, 2);

    [TestMethod]
    public void A_long_client_identifier_of_MQTT_3_1_is_reported_and_refused_with_code_2() =>
        FirstPacket("MQTT 3.1, 3.1", "23 characters", Packet(0x10, Text("MQIsdp"), [3, 2, 0, 0], Text(new string('a', 24))), 0x20, 2, 0, 2);

    [TestMethod]
    public void A_remaining_length_of_five_bytes_is_reported() =>
        FirstPacket("MQTT 2.2.3", "more than four bytes", [0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);

    [TestMethod]
    public void A_second_CONNECT_is_reported_and_closes_the_connection()
    {
        using RawClient client = Connected(Broker);
        client.Send(RawClient.Connect());
        AssertViolation("MQTT-3.1.0-2", "second CONNECT");
        client.ExpectEnd();
        Await(b => b.ConnectionCount == 0);
    }

    [TestMethod]
    public void An_unknown_protocol_level_is_refused_with_code_1_and_is_no_violation()
    {
        using var client = new RawClient(Broker);
        client.Send(Packet(0x10, Text("MQTT"), [5, 2, 0, 0], Text("a")));
        client.Expect(0x20, 2, 0, 1);
        client.ExpectEnd();
        AssertNoViolation();
    }

    [TestMethod]
    public void MQTT_3_1_is_accepted()
    {
        using var client = new RawClient(Broker);
        client.Send(Packet(0x10, Text("MQIsdp"), [3, 2, 0, 0], Text("old")));
        client.Expect(0x20, 2, 0, 0);
        AssertNoViolation();
    }

    [TestMethod]
    public void An_empty_client_identifier_with_clean_session_gets_one_from_the_broker()
    {
        using RawClient client = Connected(Broker, string.Empty);
        Assert.AreEqual("bench-1", Broker.ConnectedClients.Single());
    }

    [TestMethod]
    public void Credentials_are_demanded_with_codes_4_and_5()
    {
        Broker.RequireCredentials("user", "secret");
        Assert.AreEqual(5, CodeFor(RawClient.Connect()));
        Assert.AreEqual(4, CodeFor(RawClient.Connect(0xC2, 0, Text("a"), Text("user"), Text("wrong"))));
        Assert.AreEqual(4, CodeFor(RawClient.Connect(0xC2, 0, Text("a"), Text("other"), Text("secret"))));
        Assert.AreEqual(0, CodeFor(RawClient.Connect(0xC2, 0, Text("a"), Text("user"), Text("secret"))));
        Assert.AreEqual(3, Broker.Refused);
        AssertNoViolation();
    }

    private int CodeFor(byte[] connect)
    {
        using var client = new RawClient(Broker);
        client.Send(connect);
        return client.Receive()[3];
    }

    private void FirstPacket(string clause, string words, byte[] packet, params byte[] answer)
    {
        using var client = new RawClient(Broker);
        client.Send(packet);
        AssertViolation(clause, words);
        if (answer.Length > 0)
        {
            client.Expect(answer);
        }

        client.ExpectEnd();
        Await(b => b.ConnectionCount == 0);
    }
}
