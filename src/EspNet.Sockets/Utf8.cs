using System;
using System.Text;

namespace EspNet.Sockets;

/// <summary>Text in UTF-8 that the device's strings can carry: well-formed (RFC 3629) and without U+0000, as MQTT wants it too (MQTT 3.1.1, section 1.5.3).</summary>
internal static class Utf8
{
    internal static byte[] Encode(string text, string parameter = "text")
    {
        if (text == null)
        {
            throw new ArgumentNullException(parameter);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>True when the bytes are well-formed UTF-8 without U+0000, surrogates and overlong forms.</summary>
    internal static bool IsValid(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        while (offset < end)
        {
            int first = buffer[offset++];
            if (first < 0x80)
            {
                if (first == 0)
                {
                    return false;
                }

                continue;
            }

            // The second byte's range excludes overlong forms, surrogates and what lies above U+10FFFF (RFC 3629, section 4).
            int more;
            int low = 0x80;
            int high = 0xBF;
            if (first >= 0xC2 && first <= 0xDF)
            {
                more = 1;
            }
            else if (first >= 0xE0 && first <= 0xEF)
            {
                more = 2;
                low = first == 0xE0 ? 0xA0 : 0x80;
                high = first == 0xED ? 0x9F : 0xBF;
            }
            else if (first >= 0xF0 && first <= 0xF4)
            {
                more = 3;
                low = first == 0xF0 ? 0x90 : 0x80;
                high = first == 0xF4 ? 0x8F : 0xBF;
            }
            else
            {
                return false;
            }

            if (end - offset < more || buffer[offset] < low || buffer[offset] > high)
            {
                return false;
            }

            offset++;
            for (int i = 1; i < more; i++)
            {
                if ((buffer[offset++] & 0xC0) != 0x80)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>True when every surrogate of the string has its partner; the PC's encoder would silently replace one that has not.</summary>
    internal static bool HasPairedSurrogates(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            int kind = characters[i] & 0xFC00;
            if (kind == 0xDC00)
            {
                return false;
            }

            if (kind == 0xD800)
            {
                i++;
                if (i == characters.Length || (characters[i] & 0xFC00) != 0xDC00)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
