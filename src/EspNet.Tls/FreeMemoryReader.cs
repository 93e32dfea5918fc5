namespace EspNet.Tls;

/// <summary>Tells how much memory is free for a handshake; see <see cref="TlsOptions.FreeMemory"/>.</summary>
/// <returns>Bytes.</returns>
public delegate long FreeMemoryReader();
