using System.Text;

namespace EspNet.Http.Protocol;

/// <summary>The characters of field names and values (RFC 9110, sections 5.1 and 5.5). Searches are native ones.</summary>
internal static class FieldText
{
    // Everything of ASCII but the characters of a token (RFC 9110, section 5.6.2).
    private static readonly char[] NotInToken =
    {
        '\0', '\x01', '\x02', '\x03', '\x04', '\x05', '\x06', '\x07', '\b', '\t', '\n', '\v', '\f', '\r', '\x0E', '\x0F',
        '\x10', '\x11', '\x12', '\x13', '\x14', '\x15', '\x16', '\x17', '\x18', '\x19', '\x1A', '\x1B', '\x1C', '\x1D', '\x1E', '\x1F',
        ' ', '"', '(', ')', ',', '/', ':', ';', '<', '=', '>', '?', '@', '[', '\\', ']', '{', '}', '\x7F',
    };

    private static readonly char[] Controls =
    {
        '\0', '\x01', '\x02', '\x03', '\x04', '\x05', '\x06', '\x07', '\b', '\v', '\f', '\x0E', '\x0F',
        '\x10', '\x11', '\x12', '\x13', '\x14', '\x15', '\x16', '\x17', '\x18', '\x19', '\x1A', '\x1B', '\x1C', '\x1D', '\x1E', '\x1F', '\x7F',
    };

    private static readonly char[] LineBreaks = { '\r', '\n' };

    private static readonly char[] Blanks = { ' ', '\t' };

    private static readonly char[] NotInTarget = { ' ', '\t', '#' };

    /// <summary>Whether a piece of ASCII text is a token.</summary>
    internal static bool IsToken(string text, int start, int count) => count > 0 && text.IndexOfAny(NotInToken, start, count) < 0;

    /// <summary>Whether any text is a token.</summary>
    internal static bool IsToken(string text) => IsToken(text, 0, text.Length) && IsAscii(text);

    /// <summary>Index of the first control character other than tab, carriage return and line feed; -1 when there is none.</summary>
    internal static int FindControl(string text) => text.IndexOfAny(Controls);

    /// <summary>Whether it may be the value of a field that is sent.</summary>
    internal static bool IsValue(string text) => text.IndexOfAny(LineBreaks) < 0 && text.IndexOfAny(Controls) < 0;

    /// <summary>Whether it may be the target of a request (RFC 9112, section 3.2), as far as that can be told without taking it apart.</summary>
    internal static bool IsTarget(string text) => text.Length > 0 && text.IndexOfAny(NotInTarget) < 0 && IsValue(text) && IsAscii(text);

    internal static string Trim(string text) => text.Trim(Blanks);

    /// <summary>Whether there are as many bytes as characters, which is asked natively.</summary>
    internal static bool IsAscii(string text) => Encoding.UTF8.GetBytes(text).Length == text.Length;

    /// <summary>Whether a list in lower case, separated by commas, holds a token in lower case.</summary>
    internal static bool HasToken(string list, string token)
    {
        for (int at = PlatformText.IndexOf(list, token, 0); at >= 0; at = PlatformText.IndexOf(list, token, at + 1))
        {
            int end = at + token.Length;
            if ((at == 0 || IsSeparator(list[at - 1])) && (end == list.Length || IsSeparator(list[end])))
            {
                return true;
            }

            if (end >= list.Length)
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsSeparator(char character) => character == ',' || character == ' ' || character == '\t' || character == ';';
}
