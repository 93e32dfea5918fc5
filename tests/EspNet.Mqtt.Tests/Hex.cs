namespace EspNet.Mqtt.Tests;

/// <summary>Bytes as text: <c>3005 0003 612f62</c>. Read with blanks anywhere and in upper case too.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    internal static byte[] Parse(string text)
    {
        char[] characters = text.ToLower().ToCharArray();
        byte[] digits = new byte[characters.Length];
        int count = 0;
        foreach (char c in characters)
        {
            if (c != ' ')
            {
                digits[count++] = (byte)Digits.IndexOf(c);
            }
        }

        byte[] bytes = new byte[count / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((digits[2 * i] << 4) | digits[(2 * i) + 1]);
        }

        return bytes;
    }

    internal static string Format(byte[] bytes, int offset, int count)
    {
        char[] digits = Digits.ToCharArray();
        char[] characters = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            characters[2 * i] = digits[bytes[offset + i] >> 4];
            characters[(2 * i) + 1] = digits[bytes[offset + i] & 15];
        }

        return new string(characters);
    }
}
