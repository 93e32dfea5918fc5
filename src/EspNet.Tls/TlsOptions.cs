using System;
using EspNet.Sockets;

namespace EspNet.Tls;

/// <summary>
/// Options of a <see cref="TlsTransport"/>. By default TLS 1.2 and 1.3 are spoken and the peer must have a certificate that
/// is valid now, leads to a trusted authority, and names the host that was connected to (FAQ, "Does ESP8266 OpenSSL support
/// hostname validation?"). The constants here are the only place where the defaults stand.
/// </summary>
/// <remarks>
/// What the device cannot do is refused when it is set, on the PC too, and not ignored: what runs on the PC shall run on the
/// device.
/// </remarks>
public sealed class TlsOptions
{
    /// <summary>Default of <see cref="HandshakeTimeout"/>: 10 s, the network timeout of Espressif's MQTT component.</summary>
    public const int DefaultHandshakeTimeout = 10_000;

    /// <summary>
    /// Default of <see cref="RequiredFreeMemory"/>: 44 KB. A connection takes about 42 KB with the firmware's fixed buffers.
    /// </summary>
    public const int DefaultRequiredFreeMemory = 44 * 1024;

    /// <summary>
    /// For <see cref="RequiredFreeMemory"/> where the firmware has mbedTLS's dynamic buffers: 24 KB (FAQ, "How to optimize
    /// memory when ESP32 uses Mbed TLS?").
    /// </summary>
    public const int RequiredFreeMemoryWithDynamicBuffers = 24 * 1024;

    /// <summary>Default of <see cref="MinimumVersion"/>: TLS 1.2.</summary>
    public const TlsVersion DefaultMinimumVersion = TlsVersion.Tls12;

    private const int LongestTimeout = 10 * 60 * 1000;

    private int _handshakeTimeout = DefaultHandshakeTimeout;
    private int _requiredFreeMemory = DefaultRequiredFreeMemory;
    private TlsVersion _minimumVersion = DefaultMinimumVersion;
    private string? _serverName;
    private string[]? _applicationProtocols;
    private byte[]? _preSharedKey;
    private bool _resumeSessions;
    private bool _requireClientCertificate;

    /// <summary>
    /// The authorities that are trusted, by their root certificates. Null, the default: those stored in the device (or known
    /// to the PC). On the device the stored ones are trusted in any case, on the PC these alone; the PC does not take an
    /// intermediate certificate for a root.
    /// </summary>
    public TlsCertificates? CaCertificates { get; set; }

    /// <summary>
    /// Certificate and key of this side: of a server always, of a client for mutual authentication. Null, the default, has
    /// none.
    /// </summary>
    public TlsIdentity? Identity { get; set; }

    /// <summary>
    /// True takes the certificate and key stored in the device instead of <see cref="Identity"/>; default false. A PC has
    /// none, so there the handshake fails with <see cref="TlsError.NotSupported"/>.
    /// </summary>
    public bool UseDeviceCertificate { get; set; }

    /// <summary>
    /// The name that is sent to the server (SNI) and must stand in its certificate. Null, the default, takes the host that
    /// is connected to.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? ServerName
    {
        get => _serverName;
        set
        {
            if (value is not null && value.Length == 0)
            {
                throw new ArgumentException("Give a name, or null for the host that is connected to.", nameof(value));
            }

            _serverName = value;
        }
    }

    /// <summary>The lowest version that is accepted; default <see cref="DefaultMinimumVersion"/>. TLS 1.0 and 1.1 never are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no version.</exception>
    public TlsVersion MinimumVersion
    {
        get => _minimumVersion;
        set => _minimumVersion = (TlsVersion)OptionRange.Check((int)value, (int)TlsVersion.Tls12, (int)TlsVersion.Tls13);
    }

    /// <summary>
    /// The most time for the handshake in milliseconds, 1 to 600,000 (ten minutes); default
    /// <see cref="DefaultHandshakeTimeout"/>. Past it the socket is closed and the handshake fails with
    /// <see cref="TlsError.TimedOut"/>. Exact on the PC. On the device the platform's handshake stops every thread and ends
    /// only when the peer says nothing for this time, so one that sends a little now and then can take longer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public int HandshakeTimeout
    {
        get => _handshakeTimeout;
        set => _handshakeTimeout = OptionRange.Check(value, 1, LongestTimeout);
    }

    /// <summary>
    /// True accepts any certificate of any peer, so that whoever stands between can read and change everything. For tests
    /// only; each use is written to the console. Default false (FAQ, "Can ESP HTTPS skip the server certificate check?").
    /// </summary>
    public bool InsecureSkipVerification { get; set; }

    /// <summary>
    /// Tells how much memory is free, so that a handshake that cannot succeed is not begun: some firmware does not survive
    /// running out of memory while it prepares one. Null, the default: not checked.
    /// On an ESP32 with the package nanoFramework.Hardware.Esp32:
    /// <code>
    /// options.FreeMemory = () =>
    /// {
    ///     NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.All, out _, out uint free, out _);
    ///     return free;
    /// };
    /// </code>
    /// </summary>
    public FreeMemoryReader? FreeMemory { get; set; }

    /// <summary>
    /// The bytes that <see cref="FreeMemory"/> must find, 0 or more; default <see cref="DefaultRequiredFreeMemory"/>. With
    /// less the handshake fails with <see cref="TlsError.OutOfMemory"/> before it begins.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int RequiredFreeMemory
    {
        get => _requiredFreeMemory;
        set => _requiredFreeMemory = OptionRange.Check(value, 0, int.MaxValue);
    }

    /// <summary>Application-layer protocol negotiation (ALPN, RFC 7301). Only null: the device has no way to ask for it.</summary>
    /// <exception cref="TlsException"><see cref="TlsError.NotSupported"/>: the value is not null.</exception>
    public string[]? ApplicationProtocols
    {
        get => _applicationProtocols;
        set
        {
            Refuse(value is not null, "Application protocols (ALPN)", "Use a port of its own for each protocol, 8883 for MQTT for instance.");
            _applicationProtocols = value;
        }
    }

    /// <summary>A key that both sides know (PSK, RFC 4279). Only null: the device has no way to use one.</summary>
    /// <exception cref="TlsException"><see cref="TlsError.NotSupported"/>: the value is not null.</exception>
    public byte[]? PreSharedKey
    {
        get => _preSharedKey;
        set
        {
            Refuse(value is not null, "A pre-shared key (PSK)", "Use certificates: CaCertificates and, for mutual authentication, Identity.");
            _preSharedKey = value;
        }
    }

    /// <summary>Session resumption. Only false: the device does a whole handshake each time.</summary>
    /// <exception cref="TlsException"><see cref="TlsError.NotSupported"/>: the value is true.</exception>
    public bool ResumeSessions
    {
        get => _resumeSessions;
        set
        {
            Refuse(value, "Session resumption", "Keep connections open instead of making new ones.");
            _resumeSessions = value;
        }
    }

    /// <summary>
    /// A server's demand that its clients have certificates. Only false: the device would ask for one and accept any.
    /// </summary>
    /// <exception cref="TlsException"><see cref="TlsError.NotSupported"/>: the value is true.</exception>
    public bool RequireClientCertificate
    {
        get => _requireClientCertificate;
        set
        {
            Refuse(value, "Verifying the certificates of clients", "Let clients prove who they are inside the connection, by a password for instance.");
            _requireClientCertificate = value;
        }
    }

    /// <summary>What a handshake is done with, whatever another thread sets meanwhile.</summary>
    internal TlsOptions Copy() => new TlsOptions
    {
        CaCertificates = CaCertificates,
        Identity = Identity,
        UseDeviceCertificate = UseDeviceCertificate,
        ServerName = ServerName,
        MinimumVersion = MinimumVersion,
        HandshakeTimeout = HandshakeTimeout,
        InsecureSkipVerification = InsecureSkipVerification,
        FreeMemory = FreeMemory,
        RequiredFreeMemory = RequiredFreeMemory,
    };

    private static void Refuse(bool isAsked, string what, string instead)
    {
        if (isAsked)
        {
            throw new TlsException(TlsError.NotSupported, $"{what} cannot be done on the device. {instead}");
        }
    }
}
