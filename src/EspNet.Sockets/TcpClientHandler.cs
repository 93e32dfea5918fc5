namespace EspNet.Sockets;

/// <summary>Serves one client of a <see cref="TcpServer"/>, on a thread of its own. When it returns, the client is closed.</summary>
/// <param name="server">The server.</param>
/// <param name="client">The connection.</param>
public delegate void TcpClientHandler(TcpServer server, TcpTransport client);
