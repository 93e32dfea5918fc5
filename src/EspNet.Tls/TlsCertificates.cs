using System;

namespace EspNet.Tls;

/// <summary>Certificates that are trusted: those of authorities, or of one peer that signed its own.</summary>
public sealed class TlsCertificates
{
    private TlsCertificates(string? text, byte[]? bytes)
    {
        Text = text;
        Bytes = bytes;
    }

    /// <summary>The text, null when the certificate was given as DER.</summary>
    internal string? Text { get; }

    /// <summary>The bytes, null when the certificates were given as text.</summary>
    internal byte[]? Bytes { get; }

    /// <summary>Takes certificates as text (RFC 7468).</summary>
    /// <param name="pem">One or more, one after another, each with its markers.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pem"/> is null.</exception>
    /// <exception cref="TlsException">The text cannot be read (<see cref="TlsError.BadCertificate"/>).</exception>
    public static TlsCertificates FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem, nameof(pem));
        Pem.CheckCertificates(pem, "The text of the trusted certificates");
        return new TlsCertificates(pem, null);
    }

    /// <summary>Takes one certificate as bytes, which need less memory than the text.</summary>
    /// <param name="der">The certificate.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="der"/> is null.</exception>
    /// <exception cref="TlsException">It cannot be read (<see cref="TlsError.BadCertificate"/>).</exception>
    public static TlsCertificates FromDer(byte[] der)
    {
        ArgumentNullException.ThrowIfNull(der, nameof(der));
        Der.Check(der, "The trusted certificate");
        return new TlsCertificates(null, der);
    }

    /// <summary>Takes several certificates as bytes.</summary>
    /// <param name="ders">The certificates, at least one.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="ArgumentException"><paramref name="ders"/> is null or empty, or has a null in it.</exception>
    /// <exception cref="TlsException">One cannot be read (<see cref="TlsError.BadCertificate"/>).</exception>
    public static TlsCertificates FromDer(byte[][] ders)
    {
        if (ders is null || ders.Length == 0)
        {
            throw new ArgumentException("Give at least one certificate.", nameof(ders));
        }

        // The device takes one object, which may hold many certificates as text but only one as bytes.
        string pem = string.Empty;
        for (int i = 0; i < ders.Length; i++)
        {
            if (ders[i] is null)
            {
                throw new ArgumentException("One of the certificates is null.", nameof(ders));
            }

            Der.Check(ders[i], "A trusted certificate");
            pem += Pem.FromCertificate(ders[i]);
        }

        return new TlsCertificates(pem, null);
    }
}
