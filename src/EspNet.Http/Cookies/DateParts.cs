using System;

namespace EspNet.Http.Cookies;

/// <summary>The parts of a date in the order in which they come, each taken for the first thing that it can be (RFC 6265, section 5.1.1).</summary>
internal sealed class DateParts
{
    private const int Missing = -1;

    // The device's dates begin here.
    private const int FirstYear = 1601;

    private int _hour = Missing;
    private int _minute;
    private int _second;
    private int _day = Missing;
    private int _month;
    private int _year = Missing;

    internal void Add(string part)
    {
        int number;
        if (_hour == Missing && TryAddTime(part))
        {
            return;
        }

        if (_day == Missing && part.Length <= 2 && TryParse(part, out number))
        {
            _day = number;
        }
        else if (_month == 0 && HttpDate.FindMonth(part) > 0)
        {
            _month = HttpDate.FindMonth(part);
        }
        else if (_year == Missing && (part.Length == 2 || part.Length == 4) && TryParse(part, out number))
        {
            _year = number >= 100 ? number : number >= 70 ? number + 1900 : number + 2000;
        }
    }

    internal bool TryMake(out DateTime utc)
    {
        utc = DateTime.MinValue;
        bool isDate = _hour >= 0 && _hour < 24 && _minute < 60 && _second < 60 && _month > 0
            && _year >= FirstYear && _year <= 9999 && _day > 0 && _day <= DateTime.DaysInMonth(_year, _month);
        if (isDate)
        {
            utc = new DateTime(_year, _month, _day, _hour, _minute, _second);
        }

        return isDate;
    }

    private bool TryAddTime(string part)
    {
        string[] numbers = part.Split(':');
        int hour;
        int minute;
        int second;
        if (numbers.Length != 3 || !TryParse(numbers[0], out hour) || !TryParse(numbers[1], out minute) || !TryParse(numbers[2], out second))
        {
            return false;
        }

        _hour = hour;
        _minute = minute;
        _second = second;
        return true;
    }

    private static bool TryParse(string text, out int number)
    {
        number = 0;
        foreach (char digit in text.ToCharArray())
        {
            if (digit < '0' || digit > '9' || number > 9999)
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return text.Length > 0;
    }
}
