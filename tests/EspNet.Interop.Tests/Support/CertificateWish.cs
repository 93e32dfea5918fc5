using System.Security.Cryptography;

namespace EspNet.Interop.Tests.Support;

/// <summary>What a test wants a certificate to be. As it is, a good one for a server without a name.</summary>
internal sealed record CertificateWish
{
    /// <summary>The names and addresses in its subjectAltName. Without any it has no such extension. Default: none.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>The common name of its subject. Default: null, the first of its names.</summary>
    public string? CommonName { get; init; }

    /// <summary>When it begins to be valid, counted from now. Default: a day ago.</summary>
    public TimeSpan ValidFrom { get; init; } = TimeSpan.FromDays(-1);

    /// <summary>When it ends to be valid, counted from now. Default: in 30 days.</summary>
    public TimeSpan ValidTo { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The kind of its key. Default: ECDSA on P-256, which is made in no time.</summary>
    public TestKey Key { get; init; } = TestKey.Ecdsa;

    /// <summary>What its extended key usage allows. Default: a server.</summary>
    public CertificatePurpose Purpose { get; init; } = CertificatePurpose.Server;

    /// <summary>Who signs it. Default: the intermediate.</summary>
    public CertificateSigner Signer { get; init; } = CertificateSigner.Intermediate;

    /// <summary>The hash of its signature. Default: SHA-256.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;
}
