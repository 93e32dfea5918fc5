using System.Security.Cryptography.X509Certificates;

namespace EspNet.Interop.Tests.Support;

/// <summary>A certificate with its private key, and the intermediate that leads to its root. Its files go with the <see cref="TestAuthority"/> that issued it.</summary>
internal sealed class TestCertificate
{
    private readonly string _folder;
    private readonly X509Certificate2? _intermediate;

    internal TestCertificate(string folder, X509Certificate2 certificate, string keyPem, X509Certificate2? intermediate)
    {
        _folder = folder;
        _intermediate = intermediate;
        Certificate = certificate;
        KeyPem = keyPem;
    }

    /// <summary>The certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate in DER.</summary>
    public byte[] Der => Certificate.RawData;

    /// <summary>The certificate alone in PEM.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>The certificate and after it the intermediate, if one signed it, in PEM.</summary>
    public string ChainPem => CertificatePem + (_intermediate == null ? string.Empty : _intermediate.ExportCertificatePem() + "\n");

    /// <summary>The private key in PEM (PKCS #8, not encrypted).</summary>
    public string KeyPem { get; }

    /// <summary>A file with <see cref="CertificatePem"/>.</summary>
    public string CertificateFile => Write("certificate", CertificatePem);

    /// <summary>A file with <see cref="ChainPem"/>.</summary>
    public string ChainFile => Write("chain", ChainPem);

    /// <summary>A file with the intermediate alone; null if none signed it.</summary>
    public string? IntermediateFile => _intermediate == null ? null : Write("intermediate", _intermediate.ExportCertificatePem() + "\n");

    /// <summary>A file with <see cref="KeyPem"/>.</summary>
    public string KeyFile => Write("key", KeyPem);

    private string Write(string what, string text)
    {
        string path = Path.Combine(_folder, $"{Certificate.SerialNumber}-{what}.pem");
        File.WriteAllText(path, text);
        return path;
    }
}
