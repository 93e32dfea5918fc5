using System;

namespace EspNet.Time.Zone;

/// <summary>When the clock changes, each year anew (POSIX.1-2024, section 8.3, TZ). Arithmetic only, so that no year is out of range.</summary>
internal sealed class TransitionRule
{
    private readonly TransitionDay _kind;
    private readonly int _month;
    private readonly int _week;
    private readonly int _day;
    private readonly int _seconds;

    /// <param name="kind">How the day is given.</param>
    /// <param name="month">1 to 12, for <see cref="TransitionDay.WeekdayOfMonth"/>.</param>
    /// <param name="week">1 to 5, for <see cref="TransitionDay.WeekdayOfMonth"/>.</param>
    /// <param name="day">The day, in the range of its kind.</param>
    /// <param name="seconds">The time of that day, by the clock before the change: -167 to 167 hours.</param>
    internal TransitionRule(TransitionDay kind, int month, int week, int day, int seconds)
    {
        _kind = kind;
        _month = month;
        _week = week;
        _day = day;
        _seconds = seconds;
    }

    /// <summary>The time of the change by the clock before it, in the unit of <see cref="DateTime.Ticks"/>.</summary>
    internal long GetLocalTicks(int year)
    {
        // 1 January as days since 1 January of year 1, a Monday.
        int years = year - 1;
        int days = (years * 365) + (years / 4) - (years / 100) + (years / 400);
        bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        switch (_kind)
        {
            case TransitionDay.WithoutLeapDay:
                days += isLeap && _day > 59 ? _day : _day - 1;
                break;
            case TransitionDay.WithLeapDay:
                days += _day;
                break;
            default:
                days += GetDaysBefore(_month, isLeap);
                int first = (_day + 7 - ((days + 1) % 7)) % 7;
                int day = first + ((_week - 1) * 7);
                int length = GetDaysBefore(_month + 1, isLeap) - GetDaysBefore(_month, isLeap);
                days += day < length ? day : day - 7;
                break;
        }

        return (days * TimeSpan.TicksPerDay) + (_seconds * TimeSpan.TicksPerSecond);
    }

    /// <summary>The days of the year before a month; 13 is the month after December.</summary>
    private static int GetDaysBefore(int month, bool isLeap)
    {
        int days = ((367 * month) - 362) / 12;
        return month < 3 ? days : isLeap ? days - 1 : days - 2;
    }
}
