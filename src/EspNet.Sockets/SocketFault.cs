using System;

namespace EspNet.Sockets;

/// <summary>
/// What one socket error code means and what to do about it: the one table of them (FAQ, "How to get more debug
/// information based on errno in ESP-IDF?").
/// </summary>
/// <remarks>
/// The codes are the Winsock numbers of System.Net.Sockets.SocketError, which nanoFramework and .NET share. lwIP's
/// errno is translated to them by the firmware.
/// </remarks>
public sealed class SocketFault
{
    /// <summary>
    /// Would block (10035). After a failed connect, or a send on a broken connection, nanoFramework reports this stale
    /// code; the socket option Error has the true one.
    /// </summary>
    public const int WouldBlock = 10035;

    /// <summary>
    /// What nanoFramework reports when another thread closed the socket: the runtime's "object disposed"
    /// (0x99000000), not a socket error.
    /// </summary>
    public const int ClosedByOtherThread = -1728053248;

    /// <summary>A time-out (10060).</summary>
    public const int TimedOut = 10060;

    /// <summary>No socket is free (10024): lwIP's errno 23, and what <see cref="SocketBudget"/> refuses with.</summary>
    public const int TooManySockets = 10024;

    /// <summary>Another socket uses the address and port (10048).</summary>
    internal const int AddressInUse = 10048;

    /// <summary>The address is not one of this device (10049).</summary>
    internal const int AddressNotAvailable = 10049;

    /// <summary>A datagram is larger than it may be (10040).</summary>
    internal const int MessageSize = 10040;

    private SocketFault(int code, TransportError error, string name, string meaning, string advice)
    {
        Code = code;
        Error = error;
        Name = name;
        Meaning = meaning;
        Advice = advice;
    }

    /// <summary>The code that was looked up.</summary>
    public int Code { get; }

    /// <summary>The reason that EspNet reports for it.</summary>
    public TransportError Error { get; }

    /// <summary>Its symbolic name, for instance "ConnectionRefused"; "Unknown" for a code that is not in the table.</summary>
    public string Name { get; }

    /// <summary>What happened, one sentence.</summary>
    public string Meaning { get; }

    /// <summary>What to do about it, one or two sentences.</summary>
    public string Advice { get; }

    /// <summary>Looks a code up.</summary>
    /// <param name="code">A Winsock code, or nanoFramework's <see cref="ClosedByOtherThread"/>.</param>
    /// <returns>Its entry; one with <see cref="TransportError.Other"/> for a code that is not in the table.</returns>
    public static SocketFault FromCode(int code) => code switch
    {
        ClosedByOtherThread => Closed(code, "ObjectDisposed"),
        995 => Closed(code, "OperationAborted"),
        10004 => Closed(code, "Interrupted"),
        10038 => Closed(code, "NotSocket"),

        10061 => new SocketFault(code, TransportError.Refused, "ConnectionRefused",
            "The host answered, but nothing listens on that port.",
            "Check the port and that the server runs."),
        TimedOut => new SocketFault(code, TransportError.TimedOut, "TimedOut",
            "The peer did not answer in time.",
            "Check the signal and that no firewall drops the packets; connect again."),
        WouldBlock => new SocketFault(code, TransportError.Other, "WouldBlock",
            "The operation could not finish at once.",
            "Abort the connection and connect again."),

        10054 => new SocketFault(code, TransportError.Reset, "ConnectionReset",
            "The peer, or a device between, broke the connection.",
            "Connect again; if it repeats, look at the server's log."),
        10058 => new SocketFault(code, TransportError.Reset, "Shutdown",
            "The connection can no longer be written to.",
            "Connect again."),
        10101 => new SocketFault(code, TransportError.Reset, "Disconnecting",
            "The peer is closing the connection.",
            "Connect again."),
        10053 => new SocketFault(code, TransportError.Aborted, "ConnectionAborted",
            "The network stack of this device gave the connection up, for instance after unanswered retransmissions.",
            "Check the signal; connect again."),
        10052 => new SocketFault(code, TransportError.Aborted, "NetworkReset",
            "The network dropped the connection, for instance because keepalive probes were not answered.",
            "Connect again."),
        10057 => new SocketFault(code, TransportError.NotConnected, "NotConnected",
            "The socket is not connected.",
            "Connect first."),

        10050 => Unreachable(code, "NetworkDown", "The network interface is down."),
        10051 => Unreachable(code, "NetworkUnreachable", "There is no route to the network of that address."),
        10064 => Unreachable(code, "HostDown", "The host is down."),
        10065 => Unreachable(code, "HostUnreachable", "There is no route to that host, or it does not answer."),

        11001 => NoHost(code, "HostNotFound", "The name does not exist."),
        11002 => NoHost(code, "TryAgain", "The name server did not answer."),
        11003 => NoHost(code, "NoRecovery", "The name server failed."),
        11004 => NoHost(code, "NoData", "The name exists but has no address."),

        AddressInUse => new SocketFault(code, TransportError.AddressInUse, "AddressAlreadyInUse",
            "Another socket uses this address and port.",
            "Another socket listens there: stop it or take another port; for UDP, ReuseAddress shares one."),
        AddressNotAvailable => new SocketFault(code, TransportError.AddressNotAvailable, "AddressNotAvailable",
            "The address is not one of this device, or cannot be connected to.",
            "Check the address, and that the network interface has one."),

        23 or TooManySockets => new SocketFault(code, TransportError.OutOfResources, "TooManyOpenSockets",
            "All sockets of the firmware are in use (lwIP's errno 23).",
            "Dispose transports that are done; the firmware setting LWIP_MAX_SOCKETS is the limit, and SocketBudget says who has them."),
        10055 => new SocketFault(code, TransportError.OutOfResources, "NoBufferSpaceAvailable",
            "No memory or buffers for the network.",
            "Close connections, send less at once, or free memory."),
        10067 => new SocketFault(code, TransportError.OutOfResources, "ProcessLimit",
            "The limit of this process is reached.",
            "Dispose transports that are done."),

        -1 => Invalid(code, "SocketError", "The platform refused the call without saying why; on nanoFramework usually a socket option."),
        10014 => Invalid(code, "Fault", "A buffer was not valid."),
        10022 => Invalid(code, "InvalidArgument", "An argument is not valid, or the socket is in the wrong state."),
        10036 => Invalid(code, "InProgress", "Another operation of the socket is still going on."),
        10037 => Invalid(code, "AlreadyInProgress", "The socket is already connecting."),
        10039 => Invalid(code, "DestinationAddressRequired", "An address is missing."),
        MessageSize => Invalid(code, "MessageSize", "The message is larger than a datagram or the buffer."),
        10056 => Invalid(code, "IsConnected", "The socket is already connected."),
        10013 => new SocketFault(code, TransportError.InvalidOperation, "AccessDenied",
            "The operation is not permitted.",
            "On a PC, ports below 1024 may need privileges. Sending to a broadcast address needs the option Broadcast."),

        10041 => Unsupported(code, "ProtocolType"),
        10042 => Unsupported(code, "ProtocolOption"),
        10043 => Unsupported(code, "ProtocolNotSupported"),
        10044 => Unsupported(code, "SocketNotSupported"),
        10045 => Unsupported(code, "OperationNotSupported"),
        10046 => Unsupported(code, "ProtocolFamilyNotSupported"),
        10047 => Unsupported(code, "AddressFamilyNotSupported"),
        10091 => Unreachable(code, "SystemNotReady", "The network of this device has not started."),
        10092 => Unsupported(code, "VersionNotSupported"),
        10093 => Unreachable(code, "NotInitialized", "The network of this device has not started."),

        _ => new SocketFault(code, TransportError.Other, "Unknown",
            "The platform reported an error that is not in the table.",
            "Connect again; if it repeats, report the code."),
    };

    /// <summary>
    /// Codes of an operation that goes on or is done. As the pending error of a socket they say nothing about why it
    /// failed.
    /// </summary>
    internal static bool IsProgress(int code) => code is WouldBlock or 10036 or 10037 or 10056;

    private static SocketFault Closed(int code, string name) => new SocketFault(
        code,
        TransportError.Closed,
        name,
        "This side has closed the transport.",
        "If that was not meant, look for the Close, Abort or Dispose that came first.");

    private static SocketFault Unreachable(int code, string name, string meaning) => new SocketFault(
        code,
        TransportError.Unreachable,
        name,
        meaning,
        "Check that the device is on the network and has an address and a gateway.");

    private static SocketFault NoHost(int code, string name, string meaning) => new SocketFault(
        code,
        TransportError.HostNotFound,
        name,
        meaning,
        "Check the spelling of the name, and that the device has a name server.");

    private static SocketFault Invalid(int code, string name, string meaning) => new SocketFault(
        code,
        TransportError.InvalidOperation,
        name,
        meaning,
        "This is a mistake in the program or in its options.");

    private static SocketFault Unsupported(int code, string name) => new SocketFault(
        code,
        TransportError.NotSupported,
        name,
        "The platform does not support this operation, option or protocol.",
        "Check the firmware's settings; IPv6, for instance, is off in most.");
}
