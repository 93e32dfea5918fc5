namespace EspNet.Sockets;

/// <summary>The two answers of <see cref="ITransport.Read"/> that are not a number of bytes, and what a writable transport takes.</summary>
public static class Transport
{
    /// <summary>
    /// The peer closed its side and everything it sent has been read. Every later read answers the same.
    /// Writing may still work (RFC 9293, section 3.6: a half-closed connection).
    /// </summary>
    public const int EndOfStream = 0;

    /// <summary>Nothing arrived within the time. The transport is as good as before.</summary>
    public const int TimedOut = -1;

    /// <summary>
    /// Bytes that a transport takes without waiting when it has said that it can be written to: 1,024. lwIP calls a
    /// socket writable from 2,881 free bytes on with the default send buffer of 5,760 (TCP_SNDLOWAT), Linux from a
    /// third of its buffer on.
    /// </summary>
    public const int WritableBytes = 1024;
}
