using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>Messages from the broker.</summary>
[TestClass]
public class IncomingTests
{
    private const string Qos2Message = "3406000174000570";
    private const string Qos2Repeated = "3c06000174000570";
    private const string Pubrec = "50020005";
    private const string Pubrel = "62020005";
    private const string Pubcomp = "70020005";

    [TestMethod]
    public void A_QoS_0_message_is_not_acknowledged()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, "300400017470");

        Acknowledge(rig);

        Assert.AreEqual("", rig.Take());
    }

    [TestMethod]
    public void A_QoS_1_message_is_acknowledged_after_it_was_handled_and_not_before()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, "3206000174000570");
        Assert.AreEqual("", rig.Take());

        Acknowledge(rig);

        Assert.AreEqual("40020005", rig.Take());
    }

    [TestMethod]
    public void A_QoS_2_message_goes_through_PUBREC_PUBREL_PUBCOMP_and_is_handed_out_once()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, Qos2Message);
        Acknowledge(rig);
        Assert.AreEqual(Pubrec, rig.Take());

        rig.Expect(SessionEvent.None, Qos2Repeated);
        Assert.AreEqual(Pubrec, rig.Take());

        rig.Expect(SessionEvent.None, Pubrel);
        Assert.AreEqual(Pubcomp, rig.Take());
    }

    [TestMethod]
    public void A_QoS_2_message_repeated_after_a_reconnect_is_not_handed_out_again()
    {
        SessionRig rig = SessionRig.Persistent().Connect();
        rig.Expect(SessionEvent.Message, Qos2Message);

        rig.Reconnect(sessionPresent: true);

        rig.Expect(SessionEvent.None, Qos2Repeated);
        Assert.AreEqual(Pubrec, rig.Take());
    }

    [TestMethod]
    public void After_PUBREL_the_same_identifier_is_a_new_message()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, Qos2Message);
        Acknowledge(rig);
        rig.Expect(SessionEvent.None, Pubrel);

        rig.Expect(SessionEvent.Message, Qos2Message);
    }

    [TestMethod]
    public void In_a_new_session_the_same_identifier_is_a_new_message()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.Expect(SessionEvent.Message, Qos2Message);

        rig.Reconnect(sessionPresent: false);

        rig.Expect(SessionEvent.Message, Qos2Message);
    }

    [TestMethod]
    public void PUBREL_of_an_unknown_identifier_is_answered()
    {
        SessionRig rig = SessionRig.Persistent().Connect(sessionPresent: true);

        rig.Expect(SessionEvent.None, Pubrel);

        Assert.AreEqual(Pubcomp, rig.Take());
    }

    [TestMethod]
    public void A_fragmented_QoS_2_message_cut_before_its_end_comes_again_from_its_start()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.CleanSession = false;
        options.Network.ReceiveBufferSize = 128;
        SessionRig rig = new SessionRig(options).Connect();
        string header = "34" + "cd01" + "000174" + "0005";
        string first = header + Zeros(128 - 8);
        rig.Expect(SessionEvent.Message, first);
        Assert.IsFalse(rig.Session.Input.Packet.IsLast);

        rig.Reconnect(sessionPresent: true);

        rig.Expect(SessionEvent.Message, "3c" + first.Substring(2));
        Assert.AreEqual(0, rig.Session.Input.Packet.FragmentOffset);
        rig.Expect(SessionEvent.Message, Zeros(80));
        Assert.IsTrue(rig.Session.Input.Packet.IsLast);
        Acknowledge(rig);
        Assert.AreEqual(Pubrec, rig.Take());
        rig.Expect(SessionEvent.None, "3c" + first.Substring(2));
        rig.Expect(SessionEvent.None, Zeros(80));
        Assert.AreEqual(Pubrec, rig.Take());
    }

    [TestMethod]
    public void More_QoS_2_messages_half_way_than_allowed_are_left_for_the_next_connection()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.CleanSession = false;
        options.Session.MaximumIncomingExactlyOnce = 2;
        SessionRig rig = new SessionRig(options).Connect();
        rig.Expect(SessionEvent.Message, "34050001740001");
        Acknowledge(rig);
        rig.Expect(SessionEvent.Message, "34050001740002");
        Acknowledge(rig);
        rig.Expect(SessionEvent.None, "34050001740003");
        Assert.AreEqual("50020001" + "50020002", rig.Take());

        rig.Expect(SessionEvent.None, "62020001");
        rig.ExpectError(MqttProtocolError.TooManyExactlyOnce, "62020002");
        Assert.AreEqual("70020001" + "70020002", rig.Take());

        rig.Reconnect(sessionPresent: true);
        rig.Expect(SessionEvent.Message, "3c050001740003");
    }

    [TestMethod]
    public void Nothing_more_is_read_while_acknowledgements_pile_up()
    {
        SessionRig rig = new SessionRig().Connect();
        for (int i = 0; i < 16; i++)
        {
            rig.Receive(Pubrel);
        }

        rig.ExpectNext(SessionEvent.None);
        Assert.IsTrue(rig.Session.IsInputBlocked);
        string first = rig.Take();
        rig.ExpectNext(SessionEvent.None);
        Assert.IsFalse(rig.Session.IsInputBlocked);

        Assert.AreEqual(16 * Pubcomp.Length, first.Length + rig.Take().Length);
    }

    [TestMethod]
    public void Another_packet_before_CONNACK_ends_the_connection()
    {
        SessionRig rig = new SessionRig();
        rig.Session.Start(MqttEncoder.Connect(rig.Options, "id"), 1000, rig.Now);

        rig.ExpectError(MqttProtocolError.FirstPacketNotConnAck, "d000");
    }

    [TestMethod]
    public void A_second_CONNACK_ends_the_connection()
    {
        SessionRig rig = new SessionRig().Connect();

        rig.ExpectError(MqttProtocolError.SecondConnAck, "20020000");
    }

    [TestMethod]
    public void A_session_present_for_a_clean_session_ends_the_connection()
    {
        SessionRig rig = new SessionRig();
        rig.Session.Start(MqttEncoder.Connect(rig.Options, "id"), 1000, rig.Now);

        rig.ExpectError(MqttProtocolError.UnexpectedSessionPresent, "20020100");
    }

    [TestMethod]
    public void PINGRESP_without_a_ping_ends_the_connection()
    {
        SessionRig rig = new SessionRig().Connect();

        rig.ExpectError(MqttProtocolError.UnsolicitedPingResponse, "d000");
    }

    [TestMethod]
    public void After_a_protocol_error_nothing_more_is_read()
    {
        SessionRig rig = new SessionRig().Connect();
        rig.ExpectError(MqttProtocolError.SecondConnAck, "20020000" + "300400017470");

        rig.ExpectNext(SessionEvent.ProtocolError);
        Assert.AreEqual((int)MqttProtocolError.SecondConnAck, (int)rig.Session.ProtocolError);
    }

    [TestMethod]
    public void A_refusal_tells_its_code()
    {
        SessionRig rig = new SessionRig();
        rig.Session.Start(MqttEncoder.Connect(rig.Options, "id"), 1000, rig.Now);

        rig.Expect(SessionEvent.Refused, "20020005");

        Assert.AreEqual((int)MqttReturnCode.NotAuthorized, rig.Session.ReturnCode);
    }

    private static void Acknowledge(SessionRig rig)
    {
        MqttPacket packet = rig.Session.Input.Packet;
        rig.Session.Acknowledge(packet.PacketId, packet.Qos, rig.Session.Connection);
    }

    private static string Zeros(int bytes) => new string('0', bytes * 2);
}
