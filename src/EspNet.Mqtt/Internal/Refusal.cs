using System;
using EspNet.Mqtt.Protocol;
using EspNet.Tls;

namespace EspNet.Mqtt.Internal;

/// <summary>What a refused or failed connection means, and how Connect reports it.</summary>
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
    internal static bool IsLasting(MqttDisconnectReason reason, Exception? cause)
    {
        // A certificate that is not trusted, or not accepted, stays so. Dates pass by themselves, or by setting the clock.
        if (cause is TlsException tls)
        {
            return tls.TlsError is TlsError.UnknownAuthority or TlsError.SelfSigned or TlsError.WrongHost or TlsError.Revoked
                or TlsError.CertificateUnusable or TlsError.ClientCertificateRefused or TlsError.BadCertificate or TlsError.NotSupported;
        }

        return reason == MqttDisconnectReason.UnacceptableProtocolVersion || reason == MqttDisconnectReason.IdentifierRejected
            || reason == MqttDisconnectReason.BadUserNameOrPassword || reason == MqttDisconnectReason.NotAuthorized;
    }

    internal static MqttException ConnectFailure(MqttBrokerOptions broker, MqttDisconnectReason reason, MqttProtocolError protocolError, Exception? cause)
    {
        string where = broker.Host + ":" + broker.Port.ToString();
        if (reason == MqttDisconnectReason.None)
        {
            return new MqttException(MqttError.Timeout, "No connection to " + where + " within the time; the client goes on trying.", reason, cause);
        }

        bool isRefused = IsLasting(reason, null) || reason == MqttDisconnectReason.ServerUnavailable;
        string message = "No connection to " + where + " so far. " + DisconnectMessages.For(reason, protocolError, cause);
        return new MqttException(isRefused ? MqttError.ConnectionRefused : MqttError.ConnectionFailed, message, reason, cause);
    }
}
