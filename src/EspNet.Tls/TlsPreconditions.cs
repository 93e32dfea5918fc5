using System;

namespace EspNet.Tls;

/// <summary>What must hold before a handshake is begun, checked without a network: the answers would otherwise be bare numbers, or none.</summary>
internal static class TlsPreconditions
{
    /// <summary>A clock that shows an earlier year was never set: this library is younger.</summary>
    private const int EarliestYear = 2024;

    /// <summary>Checks.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isServer">Which side this is.</param>
    /// <param name="now">The date, as this device knows it.</param>
    /// <exception cref="TlsException">The handshake could not succeed.</exception>
    internal static void Check(TlsOptions options, bool isServer, DateTime now)
    {
        if (isServer && options.Identity is null && !options.UseDeviceCertificate)
        {
            throw new TlsException(
                TlsError.BadCertificate,
                "A server needs a certificate and its key: set TlsOptions.Identity, or UseDeviceCertificate.",
                0,
                null);
        }

        // Only who verifies compares dates, and a server verifies nobody.
        if (!isServer && !options.InsecureSkipVerification && now.Year < EarliestYear)
        {
            throw new TlsException(
                TlsError.ClockNotSet,
                $"The clock of this device shows the year {now.Year}, so every certificate would seem not to be valid yet. Synchronise the time first, by SNTP for instance.",
                0,
                null);
        }

        long free = options.FreeMemory is null ? options.RequiredFreeMemory : options.FreeMemory();
        if (free < options.RequiredFreeMemory)
        {
            throw new TlsException(
                TlsError.OutOfMemory,
                $"A secure connection needs {options.RequiredFreeMemory} bytes of free memory and there are {free}. Close other connections, "
                    + "or build the firmware with mbedTLS's dynamic buffers and set RequiredFreeMemory to RequiredFreeMemoryWithDynamicBuffers.",
                0,
                null);
        }
    }
}
