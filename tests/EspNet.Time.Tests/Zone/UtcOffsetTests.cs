using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

/// <summary>The sign that everybody gets backwards.</summary>
[TestClass]
public class UtcOffsetTests
{
    [TestMethod]
    public void UTC_minus_8_is_eight_hours_ahead_of_UTC_and_sixteen_ahead_of_UTC_plus_8()
    {
        DateTime noon = Moment.Parse("2026-06-01 12:00:00");

        Assert.AreEqual("2026-06-01 20:00:00", Moment.Format(PosixTimeZone.Parse("UTC-8").ToLocal(noon)));
        Assert.AreEqual("2026-06-01 04:00:00", Moment.Format(PosixTimeZone.Parse("UTC+8").ToLocal(noon)));
    }

    [TestMethod]
    [DataRow(28_800, "<+08>-8")]
    [DataRow(-12_600, "<-0330>3:30")]
    [DataRow(20_700, "<+0545>-5:45")]
    [DataRow(0, "<+00>0")]
    [DataRow(3_208, "<+005328>-0:53:28")]
    [DataRow(7, "<+000007>-0:00:07")]
    [DataRow(-7, "<-000007>0:00:07")]
    [DataRow(60, "<+0001>-0:01")]
    [DataRow(-3_601, "<-010001>1:00:01")]
    [DataRow(36_000, "<+10>-10")]
    [DataRow(86_399, "<+235959>-23:59:59")]
    [DataRow(86_400, "<+24>-24")]
    [DataRow(-86_400, "<-24>24")]
    public void A_plain_offset_makes_the_string_and_the_string_gives_the_offset_back(int seconds, string expected)
    {
        TimeSpan offset = new TimeSpan(seconds * TimeSpan.TicksPerSecond);

        Assert.AreEqual(expected, PosixTimeZone.MakePosixString(offset));
        Assert.AreEqual(offset.Ticks, PosixTimeZone.FromUtcOffset(offset).Standard.UtcOffset.Ticks);
    }

    [TestMethod]
    public void An_offset_of_more_than_a_day_or_of_a_part_of_a_second_is_refused()
    {
        Expect.OutOfRange(() => PosixTimeZone.MakePosixString(new TimeSpan(86_401 * TimeSpan.TicksPerSecond)));
        Expect.OutOfRange(() => PosixTimeZone.MakePosixString(new TimeSpan(-86_401 * TimeSpan.TicksPerSecond)));
        Expect.OutOfRange(() => PosixTimeZone.FromUtcOffset(new TimeSpan(86_400 * TimeSpan.TicksPerSecond + 1)));
        Expect.OutOfRange(() => PosixTimeZone.FromUtcOffset(TimeSpan.MinValue));
        Expect.OutOfRange(() => PosixTimeZone.FromUtcOffset(TimeSpan.MaxValue));
        Expect.OutOfRange(() => PosixTimeZone.FromUtcOffset(new TimeSpan(-1)));
        Expect.OutOfRange(() => PosixTimeZone.FromUtcOffset(new TimeSpan(TimeSpan.TicksPerSecond + 1)));
    }

    [TestMethod]
    [DataRow("CST-8", "CST-8 (CST is 8 h ahead of UTC)")]
    [DataRow("UTC0", "UTC0 (UTC is UTC)")]
    [DataRow("<-0330>3:30", "<-0330>3:30 (-0330 is 3 h 30 min behind UTC)")]
    [DataRow("LMT-0:53:28", "LMT-0:53:28 (LMT is 0 h 53 min 28 s ahead of UTC)")]
    [DataRow("AAA-0:01", "AAA-0:01 (AAA is 0 h 1 min ahead of UTC)")]
    [DataRow("AAA1:00:07", "AAA1:00:07 (AAA is 1 h 7 s behind UTC)")]
    [DataRow("UTC-8", "UTC-8 (UTC is 8 h ahead of UTC)")]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "IST-1GMT0,M10.5.0,M3.5.0/1 (IST is 1 h ahead of UTC, GMT is UTC)")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "CET-1CEST,M3.5.0,M10.5.0/3 (CET is 1 h ahead of UTC, CEST is 2 h ahead of UTC)")]
    public void The_direction_is_said_in_words(string text, string expected) =>
        Assert.AreEqual(expected, PosixTimeZone.Parse(text).ToString());
}
