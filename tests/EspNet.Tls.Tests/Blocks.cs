namespace EspNet.Tls.Tests;

/// <summary>The smallest blocks that pass the early checks: a SEQUENCE with the number 0 in it. Nothing here is a secret.</summary>
internal static class Blocks
{
    internal const string Body = "MAMCAQA=";

    internal const string Certificate = "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n";

    internal const string Key = "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n";

    internal static byte[] Der => new byte[] { 0x30, 3, 2, 1, 0 };

    internal static string Of(string label, string body) => $"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n";

    /// <summary>A SEQUENCE of this many bytes, with the length in the form that it needs.</summary>
    internal static byte[] Sequence(int contentLength)
    {
        int header = contentLength < 0x80 ? 2 : contentLength < 0x100 ? 3 : 4;
        byte[] der = new byte[header + contentLength];
        der[0] = 0x30;
        der[1] = header == 2 ? (byte)contentLength : (byte)(0x80 + header - 2);
        if (header == 3)
        {
            der[2] = (byte)contentLength;
        }
        else if (header == 4)
        {
            der[2] = (byte)(contentLength >> 8);
            der[3] = (byte)contentLength;
        }

        return der;
    }
}
