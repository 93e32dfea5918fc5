namespace EspNet.Http.Protocol;

/// <summary>The Content-Range field (RFC 9110, section 14.4).</summary>
internal static class ContentRange
{
    internal const long Unknown = -1;

    private const string Unit = "bytes ";

    /// <summary>Takes a value apart; false when it is none, or contradicts itself.</summary>
    /// <param name="value">The field's value; null for none.</param>
    /// <param name="first">Index of the first byte; <see cref="Unknown"/> for <c>bytes */n</c>.</param>
    /// <param name="last">Index of the last byte.</param>
    /// <param name="total">Bytes of the whole; <see cref="Unknown"/> for <c>*</c>.</param>
    internal static bool TryParse(string? value, out long first, out long last, out long total)
    {
        first = Unknown;
        last = Unknown;
        total = Unknown;
        int slash = value is null ? -1 : value.IndexOf('/');
        if (slash < Unit.Length || PlatformText.ToLower(value!.Substring(0, Unit.Length)) != Unit)
        {
            return false;
        }

        string range = value.Substring(Unit.Length, slash - Unit.Length);
        string whole = value.Substring(slash + 1);
        if (whole != "*" && !Digits.TryParse(whole, out total))
        {
            return false;
        }

        if (range == "*")
        {
            return total >= 0;
        }

        int hyphen = range.IndexOf('-');
        return hyphen > 0
            && Digits.TryParse(range.Substring(0, hyphen), out first)
            && Digits.TryParse(range.Substring(hyphen + 1), out last)
            && first <= last
            && (total == Unknown || last < total);
    }
}
