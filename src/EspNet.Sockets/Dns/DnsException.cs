using System;

namespace EspNet.Sockets;

/// <summary>
/// A name was not turned into an address. Whatever the <see cref="Reason"/>, <see cref="TransportException.Error"/> is
/// <see cref="TransportError.HostNotFound"/>, so that who connects by name needs to know only that one.
/// </summary>
public sealed class DnsException : TransportException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, null when there is none. The code of a <see cref="TransportException"/> is kept.</param>
    public DnsException(DnsError reason, string message, Exception? innerException)
        : base(TransportError.HostNotFound, message, innerException is TransportException e ? e.NativeErrorCode : 0, innerException)
    {
        Reason = reason;
    }

    /// <summary>The reason.</summary>
    public DnsError Reason { get; }
}
