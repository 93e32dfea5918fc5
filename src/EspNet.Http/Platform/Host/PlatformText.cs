using System;
using System.Text;

namespace EspNet.Http;

/// <summary>Text by characters. The PC's defaults are the culture's, in which an invisible character is none.</summary>
internal static class PlatformText
{
    internal static int IndexOf(string text, string value, int start) => text.IndexOf(value, start, StringComparison.Ordinal);

    /// <summary>The lower-case form of A to Z.</summary>
    internal static string ToLower(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        // The invariant culture has other letters too: the sign of the kelvin becomes a k.
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (char.IsAsciiLetterUpper(characters[i]))
            {
                characters[i] |= ' ';
            }
        }

        return new string(characters);
    }
}
