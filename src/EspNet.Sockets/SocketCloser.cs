using System.Net.Sockets;

namespace EspNet.Sockets;

/// <summary>Closes a socket in the way of the transport that stands on it.</summary>
/// <param name="socket">The socket.</param>
/// <param name="abort">True for a reset, false for an end in order.</param>
internal delegate void SocketCloser(Socket socket, bool abort);
