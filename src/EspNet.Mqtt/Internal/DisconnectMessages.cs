using System;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt.Internal;

/// <summary>Each reason in words, with what to do about it: on the device an enum is only a number.</summary>
internal static class DisconnectMessages
{
    internal static string For(MqttDisconnectReason reason, MqttProtocolError protocolError, Exception? cause)
    {
        if (reason == MqttDisconnectReason.ProtocolError)
        {
            return Text(reason) + Text(protocolError);
        }

        // What could not be connected, and a stream that failed, say all there is to say themselves.
        bool isCauseEnough = cause != null && (reason == MqttDisconnectReason.ConnectError || cause is MqttException);
        return isCauseEnough ? cause!.Message : cause == null ? Text(reason) : Text(reason) + " " + cause.Message;
    }

    private static string Text(MqttDisconnectReason reason)
    {
        return reason switch
        {
            MqttDisconnectReason.None => "Not disconnected.",
            MqttDisconnectReason.ConnectError => "The broker could not be reached.",
            MqttDisconnectReason.ConnectTimeout => "The server took the connection but did not answer CONNECT in time. Is this an MQTT port without TLS?",
            MqttDisconnectReason.UnacceptableProtocolVersion => "Refused: the broker does not speak this version. Set Session.ProtocolVersion.",
            MqttDisconnectReason.IdentifierRejected => "Refused: the broker does not allow this client id. Set Credentials.ClientId.",
            MqttDisconnectReason.ServerUnavailable => "Refused: the broker cannot serve now.",
            MqttDisconnectReason.BadUserNameOrPassword => "Refused: user name or password is wrong. Set Credentials.",
            MqttDisconnectReason.NotAuthorized => "Refused: not authorized. Check user name, password and the broker's access list.",
            MqttDisconnectReason.UserRequest => "Disconnected as asked.",
            MqttDisconnectReason.Reconnecting => "Reconnecting as asked.",
            MqttDisconnectReason.TransportError => "The connection was lost.",
            MqttDisconnectReason.ClosedByBroker => "The broker closed the connection: it stopped, or another client connected with the same client id.",
            MqttDisconnectReason.PingTimeout => "The broker did not answer a ping: the link is dead.",
            MqttDisconnectReason.PingFailed => "A ping could not be sent.",
            MqttDisconnectReason.ProtocolError => "The connection was closed, because the server sent ",
            MqttDisconnectReason.AcknowledgementTimeout => "The broker answered pings but left a message or subscription unacknowledged.",
            _ => "The client itself failed.",
        };
    }

    private static string Text(MqttProtocolError error)
    {
        return error switch
        {
            MqttProtocolError.MalformedRemainingLength => "a remaining length of more than four bytes. Is this an MQTT port?",
            MqttProtocolError.PacketTooLarge => "a packet over Network.MaximumPacketSize. Raise it, which takes no memory (a large message comes in parts), or do not subscribe to this topic.",
            MqttProtocolError.TopicTooLong => "a topic that does not fit into Network.ReceiveBufferSize. Raise it.",
            MqttProtocolError.ReservedPacketType => "a reserved packet type. Is this an MQTT port?",
            MqttProtocolError.UnexpectedPacket => "a packet that only a client sends. Is this an MQTT port?",
            MqttProtocolError.InvalidFlags => "wrong flags. Is this an MQTT port?",
            MqttProtocolError.InvalidLength => "a length that does not fit the packet.",
            MqttProtocolError.InvalidQos => "QoS 3.",
            MqttProtocolError.DuplicateAtQos0 => "DUP at QoS 0.",
            MqttProtocolError.InvalidPacketId => "packet identifier 0.",
            MqttProtocolError.InvalidTopic => "a topic that is empty or holds a wildcard.",
            MqttProtocolError.InvalidUtf8 => "text that is not valid UTF-8.",
            MqttProtocolError.InvalidConnAckFlags => "reserved flags in CONNACK.",
            MqttProtocolError.InvalidReturnCode => "a reserved return code.",
            MqttProtocolError.UnexpectedSessionPresent => "a session where there can be none.",
            MqttProtocolError.FirstPacketNotConnAck => "another packet before CONNACK. Is this an MQTT port?",
            MqttProtocolError.SecondConnAck => "a second CONNACK.",
            MqttProtocolError.UnsolicitedAcknowledgement => "an acknowledgement of something that was not sent.",
            MqttProtocolError.UnsolicitedPingResponse => "PINGRESP without a ping.",
            MqttProtocolError.TooManyExactlyOnce => "more QoS 2 messages at once than Session.MaximumIncomingExactlyOnce; the rest follows on the next connection.",
            _ => "something unexpected.",
        };
    }
}
