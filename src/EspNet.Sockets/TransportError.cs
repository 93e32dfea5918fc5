namespace EspNet.Sockets;

/// <summary>Why a transport failed.</summary>
public enum TransportError
{
    /// <summary>A cause that the table of socket errors does not know; the native code is kept.</summary>
    Other,

    /// <summary>The host answered that nobody listens on the port.</summary>
    Refused,

    /// <summary>The peer did not answer in time: no connection, or it stopped taking what was written.</summary>
    TimedOut,

    /// <summary>No way to the host: the network is down, there is no route, or the host does not answer.</summary>
    Unreachable,

    /// <summary>The name has no address, or the name server did not answer.</summary>
    HostNotFound,

    /// <summary>The peer, or something between, broke an open connection.</summary>
    Reset,

    /// <summary>The connection was given up on this side by the network stack.</summary>
    Aborted,

    /// <summary>The peer closed its side, orderly, before everything that was asked for had come.</summary>
    EndOfStream,

    /// <summary>A secure transport could not agree with the peer, or does not trust it.</summary>
    HandshakeFailed,

    /// <summary>The transport was closed, aborted or disposed by this side.</summary>
    Closed,

    /// <summary>The transport was used before it was connected.</summary>
    NotConnected,

    /// <summary>The address or the port is already used by another socket of this host.</summary>
    AddressInUse,

    /// <summary>The address does not belong to this host, or cannot be used.</summary>
    AddressNotAvailable,

    /// <summary>No more sockets, buffers or memory on this side.</summary>
    OutOfResources,

    /// <summary>The operation is not possible in this state or with this argument.</summary>
    InvalidOperation,

    /// <summary>The platform does not support the operation or the option.</summary>
    NotSupported,
}
