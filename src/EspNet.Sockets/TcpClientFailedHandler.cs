using System;

namespace EspNet.Sockets;

/// <summary>Is told that serving a client ended with an exception.</summary>
/// <param name="server">The server.</param>
/// <param name="exception">What the <see cref="TcpClientHandler"/> threw.</param>
public delegate void TcpClientFailedHandler(TcpServer server, Exception exception);
