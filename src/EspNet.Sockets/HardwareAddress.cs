namespace EspNet.Sockets;

/// <summary>The address burnt into this device's network interface, which tells one device of a fleet from another.</summary>
public static class HardwareAddress
{
    /// <summary>
    /// Reads the MAC address of the Wi-Fi station, or of Ethernet when there is no station. On a PC it is that of the
    /// first interface that is up and has one.
    /// </summary>
    /// <returns>Six bytes in transmission order; an empty array when there is no such interface.</returns>
    public static byte[] Get() => PlatformNetwork.GetHardwareAddress();
}
