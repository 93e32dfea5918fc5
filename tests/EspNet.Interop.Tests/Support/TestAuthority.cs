using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A root, an intermediate below it, and all the certificates a test wants of them, good and bad. A client that trusts
/// the root of another authority does not know this one, even if both have the same name. Its files are in a temporary
/// folder that goes with it.
/// </summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("espnet-authority-");
    private readonly List<IDisposable> _made = [];
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly AsymmetricAlgorithm _rootKey;
    private readonly AsymmetricAlgorithm _intermediateKey;

    /// <param name="name">What the names of its root and its intermediate begin with.</param>
    /// <param name="key">The kind of both their keys.</param>
    public TestAuthority(string name = "EspNet test", TestKey key = TestKey.Ecdsa)
    {
        _rootKey = MakeKey(key);
        _intermediateKey = MakeKey(key);
        Root = MakeAuthority(name + " root", _rootKey, null, _rootKey, pathLength: 1);
        Intermediate = MakeAuthority(name + " intermediate", _intermediateKey, Root, _rootKey, pathLength: 0);
    }

    /// <summary>The root, without its key: what a client trusts.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The intermediate, signed by the root, without its key.</summary>
    public X509Certificate2 Intermediate { get; }

    /// <summary>The root in PEM.</summary>
    public string RootPem => Root.ExportCertificatePem() + "\n";

    /// <summary>The root in DER.</summary>
    public byte[] RootDer => Root.RawData;

    /// <summary>A file with <see cref="RootPem"/>.</summary>
    public string RootFile
    {
        get
        {
            string path = Path.Combine(_folder.FullName, "root.pem");
            File.WriteAllText(path, RootPem);
            return path;
        }
    }

    /// <summary>A good server certificate, signed by the intermediate, for these names, addresses and wildcards ("*.example.test").</summary>
    public TestCertificate Server(params string[] names) => Issue(new CertificateWish { Names = names });

    /// <summary>A server certificate that ended to be valid yesterday.</summary>
    public TestCertificate Expired(params string[] names) =>
        Issue(new CertificateWish { Names = names, ValidFrom = TimeSpan.FromDays(-30), ValidTo = TimeSpan.FromDays(-1) });

    /// <summary>A server certificate that begins to be valid tomorrow.</summary>
    public TestCertificate NotYetValid(params string[] names) =>
        Issue(new CertificateWish { Names = names, ValidFrom = TimeSpan.FromDays(1) });

    /// <summary>A server certificate that nobody but its own key has signed.</summary>
    public TestCertificate SelfSigned(params string[] names) =>
        Issue(new CertificateWish { Names = names, Signer = CertificateSigner.Itself });

    /// <summary>A client certificate with this common name.</summary>
    public TestCertificate Client(string commonName) =>
        Issue(new CertificateWish { CommonName = commonName, Purpose = CertificatePurpose.Client });

    /// <summary>A certificate as it is wished for.</summary>
    public TestCertificate Issue(CertificateWish wish)
    {
        AsymmetricAlgorithm key = MakeKey(wish.Key);
        CertificateRequest request = Request(wish.CommonName ?? wish.Names.FirstOrDefault() ?? "EspNet test", key, wish.Hash);
        X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature;
        if (wish.Key == TestKey.Rsa)
        {
            usage |= X509KeyUsageFlags.KeyEncipherment; // For the key exchange of TLS 1.2 without forward secrecy.
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(wish.Purpose == CertificatePurpose.Server ? ServerPurpose : ClientPurpose)], false));
        if (wish.Names.Length > 0)
        {
            request.CertificateExtensions.Add(AlternativeNames(wish.Names));
        }

        (X509Certificate2? issuer, AsymmetricAlgorithm signer) = wish.Signer switch
        {
            CertificateSigner.Intermediate => (Intermediate, _intermediateKey),
            CertificateSigner.Root => (Root, _rootKey),
            _ => ((X509Certificate2?)null, key),
        };
        X509Certificate2 certificate = Sign(request, issuer, signer, _now + wish.ValidFrom, _now + wish.ValidTo);
        X509Certificate2 complete = key is ECDsa ecdsa ? certificate.CopyWithPrivateKey(ecdsa) : certificate.CopyWithPrivateKey((RSA)key);
        _made.Add(complete);
        return new TestCertificate(
            _folder.FullName,
            complete,
            key.ExportPkcs8PrivateKeyPem() + "\n",
            wish.Signer == CertificateSigner.Intermediate ? Intermediate : null);
    }

    public void Dispose()
    {
        _made.ForEach(made => made.Dispose());
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
            _folder.Refresh();
        }
    }

    private static X509Extension AlternativeNames(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private static CertificateRequest Request(string commonName, AsymmetricAlgorithm key, HashAlgorithmName hash)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        X500DistinguishedName name = builder.Build();
        CertificateRequest request = key is ECDsa ecdsa
            ? new CertificateRequest(name, ecdsa, hash)
            : new CertificateRequest(name, (RSA)key, hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private AsymmetricAlgorithm MakeKey(TestKey kind)
    {
        AsymmetricAlgorithm key = kind == TestKey.Ecdsa ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        _made.Add(key);
        return key;
    }

    private X509Certificate2 MakeAuthority(string name, AsymmetricAlgorithm key, X509Certificate2? issuer, AsymmetricAlgorithm signer, int pathLength)
    {
        CertificateRequest request = Request(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return Sign(request, issuer, signer, _now.AddYears(-1), _now.AddYears(1));
    }

    /// <summary>Signs with a key alone: signing with a certificate would refuse dates outside of its own.</summary>
    private X509Certificate2 Sign(CertificateRequest request, X509Certificate2? issuer, AsymmetricAlgorithm signer, DateTimeOffset from, DateTimeOffset to)
    {
        if (issuer != null)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        }

        X509SignatureGenerator generator = signer is ECDsa ecdsa
            ? X509SignatureGenerator.CreateForECDsa(ecdsa)
            : X509SignatureGenerator.CreateForRSA((RSA)signer, RSASignaturePadding.Pkcs1);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 1); // Positive, as a serial number has to be, and never shortened.
        X509Certificate2 certificate = request.Create(issuer?.SubjectName ?? request.SubjectName, generator, from, to, serial);
        _made.Add(certificate);
        return certificate;
    }
}
