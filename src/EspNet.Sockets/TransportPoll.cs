namespace EspNet.Sockets;

/// <summary>What <see cref="ITransport.Poll"/> waits for.</summary>
public enum TransportPoll
{
    /// <summary>A read would not wait: bytes are there, the peer has closed, or the transport has failed.</summary>
    Read,

    /// <summary>A write of <see cref="Transport.WritableBytes"/> would not wait: there is room, or the transport has failed.</summary>
    Write,

    /// <summary>
    /// The transport has failed or this side closed it, so that the next read or write throws. The peer's orderly close
    /// is not a failure: a read reports it.
    /// </summary>
    Error,
}
