namespace EspNet.Sockets;

/// <summary>
/// What a <see cref="TcpServer"/> with as many clients as it may have does about the next one (FAQ, "How do I set the
/// maximum number of clients that are allowed for connection when ESP32 serves as an HTTP server? What will happen if the
/// number exceeds the limit?").
/// </summary>
public enum TcpServerWhenFull
{
    /// <summary>
    /// The new client is reset at once, by lwIP only closed; those that are served go on.
    /// </summary>
    Refuse,

    /// <summary>
    /// The client that has neither sent nor been sent anything for the longest time is aborted, and the new one takes its
    /// place: ESP-IDF's lru_purge_enable.
    /// </summary>
    PurgeLeastRecentlyUsed,
}
