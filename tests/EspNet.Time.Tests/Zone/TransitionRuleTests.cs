using System;
using EspNet.Time.Zone;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

/// <summary>Every day that a rule can name, against the calendar of DateTime.</summary>
[TestClass]
public class TransitionRuleTests
{
    /// <summary>Leap years and others, those of the centuries among them.</summary>
    private static int[] Years => [1970, 2000, 2023, 2024, 2026, 2032, 2100];

    [TestMethod]
    public void Each_weekday_of_each_week_of_each_month_is_the_calendars()
    {
        foreach (int year in Years)
        {
            for (int month = 1; month <= 12; month++)
            {
                CheckMonth(year, month);
            }
        }
    }

    [TestMethod]
    public void Each_day_of_a_year_is_the_calendars_with_29_February_or_without()
    {
        foreach (int year in Years)
        {
            DateTime first = new DateTime(year, 1, 1);
            bool isLeap = DateTime.DaysInMonth(year, 2) == 29;
            for (int i = 0; i < 365; i++)
            {
                Is(first.AddDays(i), new TransitionRule(TransitionDay.WithLeapDay, 0, 0, i, 0), year);
                Is(first.AddDays(isLeap && i >= 59 ? i + 1 : i), new TransitionRule(TransitionDay.WithoutLeapDay, 0, 0, i + 1, 0), year);
            }

            // Day 365 of a year that has none is the first one of the next year.
            Is(first.AddDays(365), new TransitionRule(TransitionDay.WithLeapDay, 0, 0, 365, 0), year);
        }
    }

    private static void CheckMonth(int year, int month)
    {
        DateTime first = new DateTime(year, month, 1);
        int length = DateTime.DaysInMonth(year, month);
        for (int i = 0; i < 7; i++)
        {
            for (int week = 1; week <= 5; week++)
            {
                // Week 5 is week 4 where the month has no fifth such day.
                int day = i + (7 * (week - 1));
                day = day < length ? day : day - 7;
                int weekday = ((int)first.DayOfWeek + i) % 7;
                Is(first.AddDays(day), new TransitionRule(TransitionDay.WeekdayOfMonth, month, week, weekday, 0), year);
            }
        }
    }

    private static void Is(DateTime expected, TransitionRule rule, int year)
    {
        if (rule.GetLocalTicks(year) != expected.Ticks)
        {
            Assert.AreEqual(Moment.Format(expected), Moment.Format(new DateTime(rule.GetLocalTicks(year))));
        }
    }
}
