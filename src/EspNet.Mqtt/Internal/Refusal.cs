using System;

namespace EspNet.Mqtt.Internal;

/// <summary>What a refused or failed connection means, and what to tell the user.</summary>
internal static class Refusal
{
    internal static MqttDisconnectReason Reason(int returnCode)
    {
        return (MqttReturnCode)returnCode switch
        {
            MqttReturnCode.UnacceptableProtocolVersion => MqttDisconnectReason.UnacceptableProtocolVersion,
            MqttReturnCode.IdentifierRejected => MqttDisconnectReason.IdentifierRejected,
            MqttReturnCode.BadUserNameOrPassword => MqttDisconnectReason.BadUserNameOrPassword,
            MqttReturnCode.NotAuthorized => MqttDisconnectReason.NotAuthorized,
            _ => MqttDisconnectReason.ServerUnavailable,
        };
    }

    /// <summary>It will be the same next time, unless somebody changes something.</summary>
    internal static bool IsLasting(MqttDisconnectReason reason)
    {
        return reason == MqttDisconnectReason.UnacceptableProtocolVersion || reason == MqttDisconnectReason.IdentifierRejected
            || reason == MqttDisconnectReason.BadUserNameOrPassword || reason == MqttDisconnectReason.NotAuthorized;
    }

    internal static MqttException ConnectFailure(MqttBrokerOptions broker, MqttDisconnectReason reason, Exception? cause)
    {
        string where = broker.Host + ":" + broker.Port.ToString();
        if (IsLasting(reason) || reason == MqttDisconnectReason.ServerUnavailable)
        {
            return new MqttException(MqttError.ConnectionRefused, "The broker " + where + " refused the connection: " + Advice(reason), reason, cause);
        }

        if (reason == MqttDisconnectReason.None)
        {
            return new MqttException(MqttError.Timeout, "No connection to " + where + " within the time; the client goes on trying.", reason, cause);
        }

        string detail = cause == null ? "see DisconnectReason." : cause.Message;
        return new MqttException(MqttError.ConnectionFailed, "No connection to " + where + ": " + detail, reason, cause);
    }

    private static string Advice(MqttDisconnectReason reason)
    {
        return reason switch
        {
            MqttDisconnectReason.UnacceptableProtocolVersion => "it does not speak this version. Set Session.ProtocolVersion.",
            MqttDisconnectReason.IdentifierRejected => "it does not allow this client id. Set Credentials.ClientId.",
            MqttDisconnectReason.BadUserNameOrPassword => "user name or password is wrong. Set Credentials.",
            MqttDisconnectReason.NotAuthorized => "not authorized. Check user name, password and the broker's access list.",
            _ => "it cannot serve now.",
        };
    }
}
