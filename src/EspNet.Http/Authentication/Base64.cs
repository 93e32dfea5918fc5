namespace EspNet.Http.Authentication;

/// <summary>Base64 that a peer sent (RFC 4648, section 4): what is wrong with it is no exception.</summary>
internal static class Base64
{
    /// <summary>Decodes; an empty array when it is no base64.</summary>
    internal static byte[] Decode(string text)
    {
        char[] characters = text.TrimEnd('=').ToCharArray();
        if (characters.Length % 4 == 1 || text.Length - characters.Length > 2)
        {
            return new byte[0];
        }

        byte[] bytes = new byte[characters.Length * 3 / 4];
        int bits = 0;
        int count = 0;
        int next = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            int value = ValueOf(characters[i]);
            if (value < 0)
            {
                return new byte[0];
            }

            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                bytes[next++] = (byte)(bits >> count);
                bits &= (1 << count) - 1;
            }
        }

        return bytes;
    }

    private static int ValueOf(char character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
