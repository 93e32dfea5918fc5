using System;

namespace EspNet.Tls;

/// <summary>
/// Checks certificates and keys when they are given and not first in a handshake, where the device could only say that
/// something is wrong with one of them.
/// </summary>
internal static class Pem
{
    internal const string Certificate = "CERTIFICATE";

    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const string PrivateKey = "PRIVATE KEY";
    private const string EncryptedPrivateKey = "ENCRYPTED PRIVATE KEY";

    // The first byte of every certificate and key: an ASN.1 SEQUENCE.
    private const byte Sequence = 0x30;

    /// <summary>Checks a text with certificates; other blocks and text between them do not matter.</summary>
    /// <returns>How many certificates it has, at least 1.</returns>
    internal static int CheckCertificates(string? text, string what)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw Bad($"{what}: the text is empty.");
        }

        int count = 0;
        int position = 0;
        while (true)
        {
            string? label = CheckNext(text!, what, Certificate, ref position);
            if (label is null)
            {
                break;
            }

            count++;
        }

        return count > 0
            ? count
            : throw Bad($"{what}: there is no \"{Begin}{Certificate}{Dashes}\" in the text. Give the whole PEM text; binary certificates are for FromDer.");
    }

    /// <summary>Checks a text with one private key, encrypted or not.</summary>
    internal static void CheckPrivateKey(string? text, string? password)
    {
        const string What = "The private key";
        if (string.IsNullOrEmpty(text))
        {
            throw Bad($"{What}: the text is empty.");
        }

        // The header of the old way to encrypt, which .NET cannot read.
        if (text!.IndexOf("Proc-Type:") >= 0)
        {
            throw Bad($"{What}: it is encrypted in the traditional format. Convert it with \"openssl pkcs8 -topk8\".");
        }

        int position = 0;
        string label = CheckNext(text, What, PrivateKey, ref position)
            ?? throw Bad($"{What}: there is no \"{PrivateKey}{Dashes}\" in the text. Give the whole PEM text; binary keys are for FromDer.");
        if (label == EncryptedPrivateKey && string.IsNullOrEmpty(password))
        {
            throw Bad($"{What}: it is encrypted. Give its password.");
        }
    }

    internal static void CheckDer(byte[]? der, string what)
    {
        if (der is null || der.Length == 0)
        {
            throw Bad($"{what}: there are no bytes.");
        }

        if (!IsWholeSequence(der))
        {
            throw Bad($"{what}: the bytes are not DER, or not all of it. Give the whole file; PEM text is for FromPem.");
        }
    }

    /// <summary>Writes DER as PEM, which is how the device takes several certificates at once.</summary>
    internal static string FromDer(byte[] der, string label) =>
        $"{Begin}{label}{Dashes}\n{Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)}\n{End}{label}{Dashes}\n";

    /// <summary>Goes to the next block whose label ends like this and checks it.</summary>
    /// <returns>Its label, null when there is none.</returns>
    private static string? CheckNext(string text, string what, string labelEnd, ref int position)
    {
        while (true)
        {
            int begin = text.IndexOf(Begin, position);
            if (begin < 0)
            {
                return null;
            }

            int labelStart = begin + Begin.Length;
            int labelStop = text.IndexOf(Dashes, labelStart);
            if (labelStop < 0)
            {
                throw Bad($"{what}: the line \"{Begin}\" does not end.");
            }

            position = labelStop + Dashes.Length;
            string label = text.Substring(labelStart, labelStop - labelStart);
            if (!label.EndsWith(labelEnd))
            {
                continue;
            }

            int end = text.IndexOf(End + label + Dashes, position);
            if (end < 0)
            {
                throw Bad($"{what}: \"{End}{label}{Dashes}\" is missing, so the text has been cut off.");
            }

            if (!IsWholeSequence(Decode(text, position, end, what)))
            {
                throw Bad($"{what}: what is between the lines \"{label}\" is not whole.");
            }

            position = end + End.Length;
            return label;
        }
    }

    private static byte[] Decode(string text, int start, int end, string what)
    {
        // An array, because the device's strings cannot be indexed without counting from their start.
        char[] body = text.ToCharArray(start, end - start);
        int count = 0;
        for (int i = 0; i < body.Length; i++)
        {
            if (body[i] > ' ')
            {
                body[count++] = body[i];
            }
        }

        try
        {
            return Convert.FromBase64CharArray(body, 0, count);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The device and the PC throw different ones.
            throw new TlsException(TlsError.BadCertificate, $"{what}: the text is not Base64 between its lines.", 0, e);
        }
    }

    /// <summary>The length in the first bytes must be that of the whole, which no cut or pasted text gets right.</summary>
    private static bool IsWholeSequence(byte[] der)
    {
        if (der.Length < 2 || der[0] != Sequence)
        {
            return false;
        }

        int lengthBytes = der[1] - 0x80;
        if (lengthBytes <= 0)
        {
            return lengthBytes < 0 && der.Length == 2 + der[1];
        }

        if (lengthBytes > 3 || der.Length < 2 + lengthBytes)
        {
            return false;
        }

        int length = 0;
        for (int i = 0; i < lengthBytes; i++)
        {
            length = (length << 8) | der[2 + i];
        }

        return der.Length == 2 + lengthBytes + length;
    }

    private static TlsException Bad(string message) => new TlsException(TlsError.BadCertificate, message);
}
