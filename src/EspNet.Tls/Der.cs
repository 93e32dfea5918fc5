namespace EspNet.Tls;

/// <summary>The binary form of certificates and keys, as far as it has to be checked before the platform gets it.</summary>
internal static class Der
{
    private const int Sequence = 0x30;
    private const int LongLength = 0x80;

    /// <summary>Checks that the bytes are one sequence of ASN.1 and nothing after it: cut off or padded files fail here.</summary>
    /// <exception cref="TlsException">They are not (<see cref="TlsError.BadCertificate"/>).</exception>
    internal static void Check(byte[] der, string what)
    {
        if (der.Length < 4 || der[0] != Sequence)
        {
            throw Pem.Bad(what, "it is not DER.");
        }

        int length = der[1];
        int header = 2;
        if (length > LongLength)
        {
            int bytes = length - LongLength;
            length = 0;
            for (int i = 0; i < bytes && i < 3 && header < der.Length; i++)
            {
                length = (length << 8) | der[header++];
            }
        }

        if (header + length != der.Length)
        {
            throw Pem.Bad(what, $"it should be {header + length} bytes long and is {der.Length}.");
        }
    }
}
