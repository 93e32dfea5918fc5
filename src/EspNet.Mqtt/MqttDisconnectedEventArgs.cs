using System;
using EspNet.Mqtt.Internal;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt;

/// <summary>Why a connection, or an attempt at one, ended, and what follows.</summary>
public sealed class MqttDisconnectedEventArgs : EventArgs
{
    internal MqttDisconnectedEventArgs(MqttDisconnectReason reason, bool wasConnected, MqttProtocolError protocolError, Exception? exception, int retryDelay)
    {
        Reason = reason;
        WasConnected = wasConnected;
        ProtocolError = protocolError;
        Exception = exception;
        RetryDelay = retryDelay;
    }

    /// <summary>Why.</summary>
    public MqttDisconnectReason Reason { get; }

    /// <summary>Why, in words, and what to do about it.</summary>
    public string Message => DisconnectMessages.For(Reason, ProtocolError, Exception);

    /// <summary>True when the broker had accepted the connection; false when the attempt failed.</summary>
    public bool WasConnected { get; }

    /// <summary>What the broker did wrong, where the reason is ProtocolError.</summary>
    public MqttProtocolError ProtocolError { get; }

    /// <summary>The underlying error, a TransportException in most cases; null when there is none.</summary>
    public Exception? Exception { get; }

    /// <summary>Milliseconds until the next attempt; -1 when there will be none.</summary>
    public int RetryDelay { get; }
}
