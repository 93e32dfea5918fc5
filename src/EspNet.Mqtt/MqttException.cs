using System;

namespace EspNet.Mqtt;

/// <summary>An operation of the MQTT client failed; <see cref="Error"/> says how, the message says what to do.</summary>
public class MqttException : Exception
{
    /// <summary>Makes the exception from a kind of error and a message.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="message">What went wrong in words, and what to do.</param>
    public MqttException(MqttError error, string message)
        : this(error, message, MqttDisconnectReason.None, null)
    {
    }

    /// <summary>Makes the exception with all its parts.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="message">What went wrong in words, and what to do.</param>
    /// <param name="reason">Why the connection ended, where that is the cause.</param>
    /// <param name="innerException">The underlying error, if any.</param>
    public MqttException(MqttError error, string message, MqttDisconnectReason reason, Exception? innerException)
        : base(message, innerException)
    {
        Error = error;
        DisconnectReason = reason;
    }

    /// <summary>What went wrong.</summary>
    public MqttError Error { get; }

    /// <summary>Why the connection ended, where that is the cause; otherwise None.</summary>
    public MqttDisconnectReason DisconnectReason { get; }
}
