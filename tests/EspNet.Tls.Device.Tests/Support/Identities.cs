namespace EspNet.Tls.Device.Tests.Support;

/// <summary>The smallest certificates and keys that pass the early checks: a SEQUENCE with a number in it. Nothing here is a secret.</summary>
internal static class Identities
{
    internal const string Certificate = "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n";

    internal const string OtherCertificate = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";

    internal const string Key = "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n";

    internal static byte[] Der => [0x30, 3, 2, 1, 0];

    internal static byte[] OtherDer => [0x30, 3, 2, 1, 1];

    internal static TlsOptions ForServer() => new() { Identity = TlsIdentity.FromDer(Der, OtherDer) };
}
