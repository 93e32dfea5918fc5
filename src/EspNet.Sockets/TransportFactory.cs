namespace EspNet.Sockets;

/// <summary>
/// Makes an unconnected transport. A client that reconnects calls it once for each attempt, because a transport
/// connects only once.
/// </summary>
/// <returns>A new transport that the caller owns and disposes.</returns>
public delegate IClientTransport TransportFactory();
