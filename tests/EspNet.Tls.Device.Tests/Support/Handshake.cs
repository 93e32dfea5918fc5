using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EspNet.Tls.Device.Tests.Support;

/// <summary>What a handshake was asked for.</summary>
internal sealed record Handshake(
    string? Host,
    SslProtocols Protocols,
    SslVerification Verification,
    bool UsesDeviceCertificate,
    X509Certificate? Own,
    X509Certificate? Trusted);
