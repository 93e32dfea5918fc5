namespace EspNet.Tls;

/// <summary>
/// Certificates of authorities, for <see cref="TlsOptions.CaCertificates"/>. Checked when made, never changed after.
/// </summary>
public sealed class TlsCertificates
{
    private readonly string? _pem;
    private readonly byte[][] _ders;

    private TlsCertificates(string? pem, byte[][] ders, int count)
    {
        _pem = pem;
        _ders = ders;
        Count = count;
    }

    /// <summary>How many there are, at least 1.</summary>
    public int Count { get; }

    /// <summary>Takes PEM text (RFC 7468) with one or more certificates; text between them is ignored.</summary>
    /// <param name="pem">The text, "-----BEGIN CERTIFICATE-----" and all.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="TlsException"><see cref="TlsError.BadCertificate"/>: there is no certificate, or one is not whole.</exception>
    public static TlsCertificates FromPem(string pem) =>
        new TlsCertificates(pem, [], Pem.CheckCertificates(pem, "The CA certificates"));

    /// <summary>Takes certificates in binary form (DER). A single one takes the device the least memory.</summary>
    /// <param name="certificates">One or more certificates; the arrays are not copied.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="TlsException"><see cref="TlsError.BadCertificate"/>: there is no certificate, or one is not whole.</exception>
    public static TlsCertificates FromDer(params byte[][] certificates)
    {
        if (certificates is null || certificates.Length == 0)
        {
            throw new TlsException(TlsError.BadCertificate, "The CA certificates: there are none.");
        }

        for (int i = 0; i < certificates.Length; i++)
        {
            Pem.CheckDer(certificates[i], $"CA certificate {i + 1}");
        }

        return new TlsCertificates(null, certificates, certificates.Length);
    }

    /// <summary>The only one in binary form; null when there are several or they are text.</summary>
    internal byte[]? SingleDer => _ders.Length == 1 ? _ders[0] : null;

    /// <summary>All of them as one text.</summary>
    internal string ToPem()
    {
        if (_pem is not null)
        {
            return _pem;
        }

        string text = string.Empty;
        for (int i = 0; i < _ders.Length; i++)
        {
            text += Pem.FromDer(_ders[i], Pem.Certificate);
        }

        return text;
    }
}
