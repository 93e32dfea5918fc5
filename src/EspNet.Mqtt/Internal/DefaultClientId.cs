using System;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt.Internal;

/// <summary>The client identifier when none is set (FAQ: "ESP32_XXX").</summary>
internal static class DefaultClientId
{
    private const string Digits = "0123456789ABCDEF";
    private const int Bytes = 3;

    internal static string Create()
    {
        byte[]? address = HardwareAddress.Get();
        byte[] last = new byte[Bytes];
        if (address == null || address.Length < Bytes)
        {
            // A PC without any interface: the identifier only has to be different from the next one's.
            new Random().NextBytes(last);
        }
        else
        {
            Array.Copy(address, address.Length - Bytes, last, 0, Bytes);
        }

        return Format(last);
    }

    internal static string Format(byte[] lastBytes)
    {
        char[] digits = Digits.ToCharArray();
        char[] hex = new char[Bytes * 2];
        for (int i = 0; i < Bytes; i++)
        {
            hex[2 * i] = digits[lastBytes[i] >> 4];
            hex[(2 * i) + 1] = digits[lastBytes[i] & 15];
        }

        return "ESP32_" + new string(hex);
    }

    /// <summary>Where packet identifiers start; see <see cref="MqttSession"/>. Seeded with the date too: the device's own seed is only the time since the start.</summary>
    internal static int RandomPacketId(int messages) => 1 + new Random((int)(DateTime.UtcNow.Ticks ^ MonotonicClock.Milliseconds)).Next(SubscriptionTable.FirstPacketId - messages - 1);
}
