using System;

namespace EspNet.Sockets;

/// <summary>
/// A transport that opens its own connection. TCP implements it; TLS and WebSocket implement it over another
/// <see cref="IClientTransport"/>.
/// </summary>
public interface IClientTransport : ITransport
{
    /// <summary>
    /// Connects, within the connect time of the transport's options. May be called once: a transport that failed to
    /// connect, or was closed, is disposed and a new one is made.
    /// </summary>
    /// <param name="host">A name or an address literal.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="TransportException">
    /// The connection was not made; <see cref="TransportException.Error"/> says why. Nothing stays open.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="host"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">Connect was called before on this transport.</exception>
    void Connect(string host, int port);
}
