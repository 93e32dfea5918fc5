using System;

namespace EspNet.Tls;

/// <summary>What must hold before a handshake is worth beginning. Touches no platform: the time is passed in.</summary>
internal static class TlsPreconditions
{
    /// <summary>A clock that was never set says 1970 or the firmware's build; no certificate in use ends before this year.</summary>
    internal const int FirstCredibleYear = 2024;

    internal static void Check(TlsOptions options, bool asServer, DateTime now)
    {
        if (options.Identity is not null && options.UseDeviceCertificate)
        {
            throw new TlsException(
                TlsError.BadCertificate,
                "A handshake needs one certificate of this side: set Identity or UseDeviceCertificate, not both.");
        }

        if (asServer && options.Identity is null && !options.UseDeviceCertificate)
        {
            throw new TlsException(TlsError.BadCertificate, "A server needs a certificate and its key: set Identity.");
        }

        // A server looks at no certificate, and one that is not verified has no date to be wrong about.
        if (!asServer && !options.InsecureSkipVerification && now.Year < FirstCredibleYear)
        {
            throw new TlsException(
                TlsError.ClockNotSet,
                $"The handshake was not begun: the clock says {now.Year}, so it has not been set and every certificate would look not valid yet. Synchronise the time first, for instance with TimeService.WaitForSync of EspNet.Time.");
        }

        if (options.FreeMemory is not null)
        {
            long free = options.FreeMemory();
            if (free < options.RequiredFreeMemory)
            {
                throw new TlsException(
                    TlsError.OutOfMemory,
                    $"The handshake was not begun: {free} bytes of memory are free and it needs {options.RequiredFreeMemory}. Free memory, close other TLS connections, or use firmware with CONFIG_MBEDTLS_DYNAMIC_BUFFER and RequiredFreeMemory for it.");
            }
        }
    }
}
