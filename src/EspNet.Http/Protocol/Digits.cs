namespace EspNet.Http.Protocol;

/// <summary>Numbers as HTTP writes them: digits and nothing else.</summary>
internal static class Digits
{
    // 18 digits can always be counted in 63 bits.
    private const int Most = 18;

    internal static bool TryParse(string text, out long number)
    {
        number = 0;
        if (text.Length == 0 || text.Length > Most)
        {
            return false;
        }

        foreach (char digit in text.ToCharArray())
        {
            if (digit < '0' || digit > '9')
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
