namespace EspNet.Http.Digest;

/// <summary>Bytes as lower-case hex digits.</summary>
internal static class HexText
{
    internal static string Format(byte[] bytes)
    {
        char[] text = new char[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = ToDigit(bytes[i] >> 4);
            text[(2 * i) + 1] = ToDigit(bytes[i] & 0xF);
        }

        return new string(text);
    }

    private static char ToDigit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
