using System.Text;

namespace EspNet.Sockets;

/// <summary>Percent-encoding (RFC 3986, section 2.1).</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes bytes in their place.</summary>
    /// <param name="bytes">The text in UTF-8.</param>
    /// <param name="isPlusBlank">A plus sign is a blank, as in forms.</param>
    /// <param name="isStrict">A percent sign without two hex digits is refused; otherwise it stands for itself.</param>
    /// <returns>How many bytes are left; -1 when it is refused.</returns>
    internal static int Decode(byte[] bytes, bool isPlusBlank, bool isStrict)
    {
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (value == '%')
            {
                int high = i + 2 < bytes.Length ? HexDigit(bytes[i + 1]) : -1;
                int low = i + 2 < bytes.Length ? HexDigit(bytes[i + 2]) : -1;
                if (high >= 0 && low >= 0)
                {
                    value = (byte)((high << 4) | low);
                    i += 2;
                }
                else if (isStrict)
                {
                    return -1;
                }
            }
            else if (isPlusBlank && value == '+')
            {
                value = (byte)' ';
            }

            bytes[length++] = value;
        }

        return length;
    }

    /// <summary>Encodes everything that is not unreserved (RFC 3986, section 2.3), or not among the characters given.</summary>
    /// <param name="text">The text, encoded as UTF-8.</param>
    /// <param name="kept">ASCII characters besides letters, digits and <c>-._~</c> that stay as they are.</param>
    internal static string Encode(string text, string kept)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        StringBuilder encoded = new StringBuilder(bytes.Length + 16);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (IsUnreserved(value) || (value < 0x80 && kept.IndexOf((char)value) >= 0))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%');
                encoded.Append(ToHex(value >> 4));
                encoded.Append(ToHex(value & 0xF));
            }
        }

        return encoded.ToString();
    }

    /// <summary>The value of a hex digit; -1 when it is none.</summary>
    internal static int HexDigit(int character)
    {
        if (character >= '0' && character <= '9')
        {
            return character - '0';
        }

        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static char ToHex(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);

    private static bool IsUnreserved(int value)
    {
        int letter = value | 0x20;
        return (letter >= 'a' && letter <= 'z') || (value >= '0' && value <= '9') || value == '-' || value == '.' || value == '_' || value == '~';
    }
}
