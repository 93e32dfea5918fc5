using System.Text;

namespace EspNet.Http.Tests.Protocol;

/// <summary>
/// The bytes of a vector: UTF-8, and <c>{7F}</c> for the byte 0x7F, because a string of the device ends at U+0000 and holds
/// nothing but valid UTF-8.
/// </summary>
internal static class RigText
{
    private const string Digits = "0123456789ABCDEF";

    internal static byte[] Bytes(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int count = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '{')
            {
                bytes[count++] = (byte)((Digits.IndexOf((char)bytes[i + 1]) * 16) + Digits.IndexOf((char)bytes[i + 2]));
                i += 3;
            }
            else
            {
                bytes[count++] = bytes[i];
            }
        }

        byte[] result = new byte[count];
        System.Array.Copy(bytes, result, count);
        return result;
    }

    internal static string Repeat(char character, int count) => new string(character, count);
}
