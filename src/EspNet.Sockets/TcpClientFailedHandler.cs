using System;

namespace EspNet.Sockets;

/// <summary>Is told that serving a client, or accepting one, ended with an exception.</summary>
/// <param name="server">The server.</param>
/// <param name="exception">What the <see cref="TcpClientHandler"/> threw, or why no client could be accepted.</param>
public delegate void TcpClientFailedHandler(TcpServer server, Exception exception);
