using System;
using EspNet.Mqtt.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Protocol;

/// <summary>MQTT 3.1.1, section 3.1.</summary>
[TestClass]
public class ConnectPacketTests
{
    private const string Name311 = "00 04 4D 51 54 54 04";
    private const string Name31 = "00 06 4D 51 49 73 64 70 03";

    [TestMethod]
    public void By_default_it_asks_for_a_clean_session_and_a_keep_alive_of_120_s()
    {
        Expect.Bytes("10 0D " + Name311 + " 02 00 78 00 01 61", MqttEncoder.Connect(new MqttClientOptions(), "a"));
    }

    [TestMethod]
    public void In_MQTT_3_1_the_protocol_is_MQIsdp_of_level_3()
    {
        MqttClientOptions options = new MqttClientOptions();
        options.Session.ProtocolVersion = MqttProtocolVersion.V31;

        Expect.Bytes("10 0F " + Name31 + " 02 00 78 00 01 61", MqttEncoder.Connect(options, "a"));
    }

    [TestMethod]
    public void The_example_of_figure_3_6_is_encoded_as_there()
    {
        MqttClientOptions options = new MqttClientOptions { Will = new MqttWillOptions("w", Hex.Parse("FF 00")) };
        options.Session.KeepAlive = 10;
        options.Credentials.UserName = "u";
        options.Credentials.Password = Hex.Parse("00 80 FF");

        Expect.Bytes(
            "10 1C " + Name311 + " CE 00 0A 00 01 69 00 01 77 00 02 FF 00 00 01 75 00 03 00 80 FF",
            MqttEncoder.Connect(options, "i"));
    }

    [TestMethod]
    public void An_empty_client_id_is_sent_as_an_empty_field()
    {
        Expect.Bytes("10 0C " + Name311 + " 02 00 78 00 00", MqttEncoder.Connect(new MqttClientOptions(), string.Empty));
    }

    [TestMethod]
    [DataRow(true, "02")]
    [DataRow(false, "00")]
    public void The_clean_session_flag_is_bit_1(bool cleanSession, string flags)
    {
        MqttClientOptions options = new MqttClientOptions();
        options.Session.CleanSession = cleanSession;

        Expect.Bytes(flags, MqttEncoder.Connect(options, "a"), 9, 1);
    }

    [TestMethod]
    [DataRow(0, false, "06")]
    [DataRow(1, false, "0E")]
    [DataRow(2, false, "16")]
    [DataRow(0, true, "26")]
    [DataRow(1, true, "2E")]
    [DataRow(2, true, "36")]
    public void The_will_sets_bits_2_to_5(int qos, bool retain, string flags)
    {
        MqttClientOptions options = new MqttClientOptions
        {
            Will = new MqttWillOptions("é", new byte[0]) { Qos = (MqttQos)qos, Retain = retain },
        };

        Expect.Bytes("10 13 " + Name311 + " " + flags + " 00 78 00 01 61 00 02 C3 A9 00 00", MqttEncoder.Connect(options, "a"));
    }

    [TestMethod]
    public void A_user_name_sets_bit_7_alone()
    {
        MqttClientOptions options = new MqttClientOptions();
        options.Credentials.UserName = "José";

        Expect.Bytes("10 14 " + Name311 + " 82 00 78 00 01 61 00 05 4A 6F 73 C3 A9", MqttEncoder.Connect(options, "a"));
    }

    [TestMethod]
    public void An_empty_user_name_and_an_empty_password_are_sent_as_such()
    {
        MqttClientOptions options = new MqttClientOptions();
        options.Credentials.UserName = string.Empty;
        options.Credentials.Password = new byte[0];

        Expect.Bytes("10 11 " + Name311 + " C2 00 78 00 01 61 00 00 00 00", MqttEncoder.Connect(options, "a"));
    }

    [TestMethod]
    public void All_fields_together_come_in_the_order_of_section_3_1_3_in_MQTT_3_1_too()
    {
        MqttClientOptions options = new MqttClientOptions
        {
            Will = new MqttWillOptions("t", Hex.Parse("6D")) { Qos = MqttQos.ExactlyOnce, Retain = true },
        };
        options.Session.ProtocolVersion = MqttProtocolVersion.V31;
        options.Session.CleanSession = false;
        options.Session.KeepAlive = 65_535;
        options.Credentials.UserName = "u";
        options.Credentials.SetPassword("p");

        Expect.Bytes(
            "10 1B " + Name31 + " F4 FF FF 00 01 69 00 01 74 00 01 6D 00 01 75 00 01 70",
            MqttEncoder.Connect(options, "i"));
    }

    [TestMethod]
    [DataRow(115, "10 7F 00")]
    [DataRow(116, "10 80 01 00")]
    public void The_remaining_length_takes_two_bytes_from_128(int idLength, string start)
    {
        byte[] packet = MqttEncoder.Connect(new MqttClientOptions(), new string('x', idLength));

        int fixedHeader = Hex.Parse(start).Length - 1;
        Expect.Bytes(start, packet, 0, fixedHeader + 1);
        Assert.AreEqual(fixedHeader + 12 + idLength, packet.Length);
    }

    [TestMethod]
    public void Half_a_surrogate_pair_in_any_text_is_refused()
    {
        RefusesInEveryField(BadText.LoneHighSurrogate, "half a surrogate pair");
        RefusesInEveryField(BadText.LoneLowSurrogate, "half a surrogate pair");
        RefusesInEveryField(BadText.EndsInHighSurrogate, "half a surrogate pair");
        RefusesInEveryField(BadText.SwappedSurrogates, "half a surrogate pair");
    }

    [TestMethod]
    public void U0000_in_any_text_is_refused()
    {
        if (!BadText.CanHoldNul)
        {
            Assert.SkipTest("A string of this runtime cannot hold U+0000.");
        }

        RefusesInEveryField(BadText.Nul, "U+0000");
    }

    [TestMethod]
    public void Options_are_needed()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => MqttEncoder.Connect(null!, "a"));
    }

    [TestMethod]
    public void A_client_id_is_needed()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => MqttEncoder.Connect(new MqttClientOptions(), null!));
    }

    private static void RefusesInEveryField(string text, string why)
    {
        MqttClientOptions options = new MqttClientOptions();
        Expect.InvalidOptions("The client id", () => MqttEncoder.Connect(options, text));
        Expect.InvalidOptions(why, () => MqttEncoder.Connect(options, text));

        options.Credentials.UserName = text;
        Expect.InvalidOptions("The user name", () => MqttEncoder.Connect(options, "a"));

        options.Credentials.UserName = null;
        options.Will = new MqttWillOptions(text, new byte[0]);
        Expect.InvalidOptions("The will topic", () => MqttEncoder.Connect(options, "a"));
    }
}
