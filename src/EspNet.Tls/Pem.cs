using System;
using System.Text;

namespace EspNet.Tls;

/// <summary>The text form of certificates and keys (RFC 7468), as far as it has to be checked before the platform gets it.</summary>
internal static class Pem
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const string Certificate = "CERTIFICATE";
    private const string PrivateKey = "PRIVATE KEY";
    private const int LineLength = 64;

    /// <summary>Checks that a text consists of certificates, at least one.</summary>
    /// <exception cref="TlsException">It does not (<see cref="TlsError.BadCertificate"/>).</exception>
    internal static void CheckCertificates(string pem, string what)
    {
        int position = 0;
        int count = 0;
        while (ReadBlock(pem, ref position, out string label, out string content))
        {
            if (label != Certificate)
            {
                throw Bad(what, $"it holds a {label} where only certificates belong.");
            }

            Decode(content, what);
            count++;
        }

        if (count == 0)
        {
            throw Bad(what, "there is no \"-----BEGIN CERTIFICATE-----\" in it.");
        }
    }

    /// <summary>Checks that a text holds a private key, of whatever kind.</summary>
    /// <exception cref="TlsException">It does not (<see cref="TlsError.BadCertificate"/>).</exception>
    internal static void CheckPrivateKey(string pem, string what)
    {
        int position = 0;
        while (ReadBlock(pem, ref position, out string label, out _))
        {
            if (label.EndsWith(PrivateKey))
            {
                return;
            }
        }

        throw Bad(what, "there is no \"-----BEGIN PRIVATE KEY-----\", of whatever kind, in it.");
    }

    /// <summary>Writes a certificate as text.</summary>
    internal static string FromCertificate(byte[] der)
    {
        string base64 = Convert.ToBase64String(der);
        StringBuilder pem = new StringBuilder(Begin).Append(Certificate).Append(Dashes).Append('\n');
        for (int i = 0; i < base64.Length; i += LineLength)
        {
            int length = base64.Length - i < LineLength ? base64.Length - i : LineLength;
            pem.Append(base64.Substring(i, length)).Append('\n');
        }

        return pem.Append(End).Append(Certificate).Append(Dashes).Append('\n').ToString();
    }

    internal static TlsException Bad(string what, string why) =>
        new TlsException(TlsError.BadCertificate, $"{what} cannot be read: {why}", 0, null);

    /// <summary>Finds the next block between two markers; text between blocks is allowed and skipped.</summary>
    private static bool ReadBlock(string pem, ref int position, out string label, out string content)
    {
        label = string.Empty;
        content = string.Empty;
        int begin = pem.IndexOf(Begin, position);
        if (begin < 0)
        {
            return false;
        }

        int labelAt = begin + Begin.Length;
        int labelEnd = pem.IndexOf(Dashes, labelAt);
        if (labelEnd < 0)
        {
            return false;
        }

        label = pem.Substring(labelAt, labelEnd - labelAt);
        int contentAt = labelEnd + Dashes.Length;
        int contentEnd = pem.IndexOf(End + label + Dashes, contentAt);
        if (contentEnd < 0)
        {
            throw Bad($"A {label}", "its end is missing.");
        }

        content = pem.Substring(contentAt, contentEnd - contentAt);
        position = contentEnd + End.Length;
        return true;
    }

    private static void Decode(string base64, string what)
    {
        char[] text = base64.ToCharArray();
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\r' && text[i] != '\n' && text[i] != ' ' && text[i] != '\t')
            {
                text[count++] = text[i];
            }
        }

        try
        {
            Der.Check(Convert.FromBase64CharArray(text, 0, count), what);
        }
        catch (Exception e) when (e is not TlsException)
        {
            throw Bad(what, "what stands between the markers is not base64.");
        }
    }
}
