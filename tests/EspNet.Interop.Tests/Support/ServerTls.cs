namespace EspNet.Interop.Tests.Support;

/// <summary>How a real server speaks TLS.</summary>
/// <param name="Certificate">What it shows to clients.</param>
internal sealed record ServerTls(TestCertificate Certificate)
{
    /// <summary>The words of openssl and nginx for all ciphers, also those that only TLS before 1.2 needs.</summary>
    internal const string AnyCipher = "DEFAULT:@SECLEVEL=0";

    /// <summary>Whether it sends the intermediate certificate too, as it must for a client that knows only the root. Default: true.</summary>
    public bool SendsIntermediate { get; init; } = true;

    /// <summary>Whether and for which root it demands a client certificate. Default: null, it does not ask for one.</summary>
    public TestAuthority? ClientAuthority { get; init; }

    /// <summary>The versions it accepts. Default: 1.2 and 1.3.</summary>
    public TlsVersions Versions { get; init; } = TlsVersions.Tls12 | TlsVersions.Tls13;

    /// <summary>The file of the certificates that it sends.</summary>
    internal string SentFile => SendsIntermediate ? Certificate.ChainFile : Certificate.CertificateFile;

    /// <summary>Whether it accepts a version that OpenSSL refuses unless its security level is lowered.</summary>
    internal bool IsOld => (Versions & (TlsVersions.Tls10 | TlsVersions.Tls11)) != 0;
}
