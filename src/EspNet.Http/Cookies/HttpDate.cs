using System;

namespace EspNet.Http.Cookies;

/// <summary>Dates of HTTP (RFC 9110, section 5.6.7), always UTC.</summary>
internal static class HttpDate
{
    private const string Days = "SunMonTueWedThuFriSat";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private const int NameLength = 3;

    /// <summary>The preferred format: <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    internal static string Format(DateTime utc) =>
        Days.Substring((int)utc.DayOfWeek * NameLength, NameLength) + ", " + Two(utc.Day) + " "
        + Months.Substring((utc.Month - 1) * NameLength, NameLength) + " " + utc.Year.ToString("D4") + " "
        + Two(utc.Hour) + ":" + Two(utc.Minute) + ":" + Two(utc.Second) + " GMT";

    /// <summary>
    /// Reads a date as browsers read that of a cookie (RFC 6265, section 5.1.1): the three formats of HTTP, and what resembles
    /// them.
    /// </summary>
    internal static bool TryParse(string text, out DateTime utc)
    {
        DateParts parts = new DateParts();
        int start = -1;
        char[] characters = (text + " ").ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (IsDelimiter(characters[i]))
            {
                if (start >= 0)
                {
                    parts.Add(new string(characters, start, i - start));
                    start = -1;
                }
            }
            else if (start < 0)
            {
                start = i;
            }
        }

        return parts.TryMake(out utc);
    }

    internal static int FindMonth(string name)
    {
        if (name.Length < NameLength)
        {
            return 0;
        }

        int at = PlatformText.IndexOf(PlatformText.ToLower(Months), PlatformText.ToLower(name.Substring(0, NameLength)), 0);
        return at >= 0 && at % NameLength == 0 ? (at / NameLength) + 1 : 0;
    }

    private static string Two(int value) => value.ToString("D2");

    private static bool IsDelimiter(char character) =>
        character == ' ' || character == ',' || character == '-' || character == '\t' || character == '/' || character == ';';
}
