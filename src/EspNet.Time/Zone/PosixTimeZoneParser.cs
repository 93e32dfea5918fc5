namespace EspNet.Time.Zone;

/// <summary>Reads a TZ string (POSIX.1-2024, section 8.3), once from left to right.</summary>
internal sealed class PosixTimeZoneParser
{
    /// <summary>
    /// The rules of a string with a daylight time and without rules: POSIX leaves them open, and all C libraries take those
    /// of the United States.
    /// </summary>
    private const string DefaultRules = ",M3.2.0,M11.1.0";

    private const int ShortestName = 3;
    private const int SecondsPerHour = 3600;
    private const int LongestOffsetHours = 24;
    private const int LongestRuleHours = 167;
    private const int DefaultRuleTime = 2 * SecondsPerHour;

    private readonly string _text;
    private readonly char[] _characters;
    private int _position;

    internal PosixTimeZoneParser(string text)
    {
        _text = text;
        _characters = text.ToCharArray();
    }

    internal LocalTimeType? Standard { get; private set; }

    /// <summary>Null in a zone without daylight time.</summary>
    internal LocalTimeType? Daylight { get; private set; }

    /// <summary>Null in a zone without daylight time.</summary>
    internal ZoneRules? Rules { get; private set; }

    private bool IsAtEnd => _position == _characters.Length;

    /// <summary>The character at the position, U+0000 at the end.</summary>
    private char Current => IsAtEnd ? '\0' : _characters[_position];

    /// <exception cref="TimeZoneException">The string is not a time zone (<see cref="TimeZoneError.BadString"/>).</exception>
    internal void Run()
    {
        if (Current == ':')
        {
            throw Fail("a name of a file follows, which a device does not have; give the rule itself");
        }

        string name = ReadName();
        if (!StartsTime(Current))
        {
            throw Fail("the offset of the standard time is missing: the hours that UTC is ahead of it, as in 'UTC0'");
        }

        int west = ReadTime(LongestOffsetHours);
        Standard = new LocalTimeType(name, -west, false);
        if (IsAtEnd)
        {
            return;
        }

        string daylightName = ReadName();
        int daylightWest = StartsTime(Current) ? ReadTime(LongestOffsetHours) : west - SecondsPerHour;
        Daylight = new LocalTimeType(daylightName, -daylightWest, true);
        PosixTimeZoneParser rules = IsAtEnd ? new PosixTimeZoneParser(DefaultRules) : this;
        TransitionRule start = rules.ReadRule();
        TransitionRule end = rules.ReadRule();
        if (!IsAtEnd)
        {
            throw Fail("nothing may follow the second rule");
        }

        Rules = new ZoneRules(Standard, Daylight, start, end);
    }

    private static bool IsDigit(char c) => c >= '0' && c <= '9';

    private static bool IsLetter(char c) => (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

    private static bool IsSign(char c) => c == '+' || c == '-';

    private static bool StartsTime(char c) => IsSign(c) || IsDigit(c);

    private string ReadName()
    {
        bool isQuoted = TrySkip('<');
        int start = _position;
        while (IsLetter(Current) || (isQuoted && StartsTime(Current)))
        {
            _position++;
        }

        int length = _position - start;
        if (isQuoted && Current != '>')
        {
            throw Fail(IsAtEnd ? "'>' is missing" : "between < and > there may be letters, digits, + and - only");
        }

        if (length < ShortestName)
        {
            throw Fail(length == 0 && !isQuoted
                ? "a name is expected: three or more letters, or any of letters, digits, + and - between < and >"
                : "a name has three characters or more");
        }

        _position += isQuoted ? 1 : 0;
        return new string(_characters, start, length);
    }

    /// <summary>[+-]hh[:mm[:ss]], in seconds.</summary>
    private int ReadTime(int mostHours)
    {
        bool isNegative = Current == '-';
        _position += IsSign(Current) ? 1 : 0;
        int seconds = ReadNumber(0, mostHours, "hours") * SecondsPerHour;
        if (TrySkip(':'))
        {
            seconds += ReadNumber(0, 59, "minutes") * 60;
            if (TrySkip(':'))
            {
                seconds += ReadNumber(0, 59, "seconds");
            }
        }

        return isNegative ? -seconds : seconds;
    }

    private TransitionRule ReadRule()
    {
        if (!TrySkip(','))
        {
            throw Fail("',' and a rule are expected, as in ',M3.5.0,M10.5.0/3'");
        }

        TransitionDay kind = TransitionDay.WithLeapDay;
        int month = 0;
        int week = 0;
        int day;
        if (TrySkip('M'))
        {
            kind = TransitionDay.WeekdayOfMonth;
            month = ReadNumber(1, 12, "the month");
            Demand('.');
            week = ReadNumber(1, 5, "the week");
            Demand('.');
            day = ReadNumber(0, 6, "the weekday");
        }
        else if (TrySkip('J'))
        {
            kind = TransitionDay.WithoutLeapDay;
            day = ReadNumber(1, 365, "the day");
        }
        else
        {
            day = ReadNumber(0, 365, "the day");
        }

        return new TransitionRule(kind, month, week, day, TrySkip('/') ? ReadTime(LongestRuleHours) : DefaultRuleTime);
    }

    private int ReadNumber(int smallest, int largest, string what)
    {
        int start = _position;
        int value = 0;
        while (IsDigit(Current) && value <= largest)
        {
            value = (value * 10) + (Current - '0');
            _position++;
        }

        if (_position == start || value < smallest || value > largest)
        {
            _position = start;
            throw Fail($"{what} must be a number from {smallest} to {largest}");
        }

        return value;
    }

    private void Demand(char expected)
    {
        if (!TrySkip(expected))
        {
            throw Fail($"'{expected}' is expected");
        }
    }

    private bool TrySkip(char expected)
    {
        bool isThere = Current == expected;
        _position += isThere ? 1 : 0;
        return isThere;
    }

    private TimeZoneException Fail(string why) => new TimeZoneException(
        TimeZoneError.BadString,
        $"'{_text}' is not a POSIX time zone. At character {_position + 1}: {why}.",
        _position);
}
