using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

[TestClass]
public class NextChangeTests
{
    [TestMethod]
    [DataRow(
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "CEST 2026-03-29 01:00:00, CET 2026-10-25 01:00:00, CEST 2027-03-28 01:00:00, CET 2027-10-31 01:00:00, ")]
    [DataRow(
        "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "AEST 2026-04-04 16:00:00, AEDT 2026-10-03 16:00:00, AEST 2027-04-03 16:00:00, AEDT 2027-10-02 16:00:00, ")]
    [DataRow(
        "IST-1GMT0,M10.5.0,M3.5.0/1",
        "IST 2026-03-29 01:00:00, GMT 2026-10-25 01:00:00, IST 2027-03-28 01:00:00, GMT 2027-10-31 01:00:00, ")]
    [DataRow(
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "+1030 2026-04-04 15:00:00, +11 2026-10-03 15:30:00, +1030 2027-04-03 15:00:00, +11 2027-10-02 15:30:00, ")]
    [DataRow(
        "EST5EDT",
        "EDT 2026-03-08 07:00:00, EST 2026-11-01 06:00:00, EDT 2027-03-14 07:00:00, EST 2027-11-07 06:00:00, ")]
    public void The_changes_follow_each_other(string text, string expected)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        string found = string.Empty;
        DateTime instant = Moment.Parse("2026-01-01 00:00:00");
        for (int i = 0; i < 4; i++)
        {
            Assert.IsTrue(zone.TryGetNextChange(instant, out instant, out LocalTimeType after));
            found += after.Abbreviation + " " + Moment.Format(instant) + ", ";
        }

        Assert.AreEqual(expected, found);
    }

    [TestMethod]
    [DataRow("2026-03-29 00:59:59", "2026-03-29 01:00:00")]
    [DataRow("2026-03-29 01:00:00", "2026-10-25 01:00:00")]
    [DataRow("2026-12-31 23:59:59", "2027-03-28 01:00:00")]
    [DataRow("2103-12-31 00:00:00", "2104-03-30 01:00:00")]
    public void The_next_change_is_after_the_instant_never_at_it(string utc, string expected)
    {
        Assert.IsTrue(PosixTimeZone.Parse("CET-1CEST,M3.5.0,M10.5.0/3").TryGetNextChange(Moment.Parse(utc), out DateTime change, out _));

        Assert.AreEqual(expected, Moment.Format(change));
    }

    [TestMethod]
    public void A_change_of_the_year_before_and_one_of_the_year_after_are_found()
    {
        Assert.IsTrue(PosixTimeZone.Parse("AAA0BBB,J1/-167,J100").TryGetNextChange(
            Moment.Parse("2026-12-01 00:00:00"), out DateTime early, out LocalTimeType daylight));
        Assert.IsTrue(PosixTimeZone.Parse("AAA0BBB,J200,J365/167").TryGetNextChange(
            Moment.Parse("2027-01-01 00:00:00"), out DateTime late, out LocalTimeType standard));

        Assert.AreEqual((int)DateTimeKind.Utc, (int)early.Kind);
        Assert.AreEqual("BBB 2026-12-25 01:00:00", daylight.Abbreviation + " " + Moment.Format(early));
        Assert.AreEqual("AAA 2027-01-06 22:00:00", standard.Abbreviation + " " + Moment.Format(late));
    }

    [TestMethod]
    [DataRow("2026-12-30 00:00:00", "2027-12-25 01:00:00")]
    [DataRow("2026-12-25 01:00:00", "2026-12-25 23:00:00")]
    public void The_next_change_may_be_one_of_the_year_after_next(string utc, string expected)
    {
        // Daylight time for 22 hours of 25 December: its start is a week before 1 January.
        PosixTimeZone zone = PosixTimeZone.Parse("AAA0BBB,J1/-167,J360/0");

        Assert.IsTrue(zone.TryGetNextChange(Moment.Parse(utc), out DateTime change, out _));

        Assert.AreEqual(expected, Moment.Format(change));
    }

    [TestMethod]
    public void Changes_that_change_nothing_are_passed_over()
    {
        // In 2033 daylight time ends as it begins, and in 2034 it ends a day before it begins.
        PosixTimeZone zone = PosixTimeZone.Parse("AAA0BBB,J100/0,M4.2.0/1");

        Assert.IsTrue(zone.TryGetNextChange(Moment.Parse("2032-04-11 00:00:00"), out DateTime change, out LocalTimeType after));

        Assert.AreEqual("BBB 2034-04-10 00:00:00", after.Abbreviation + " " + Moment.Format(change));
    }

    [TestMethod]
    [DataRow("UTC0", "UTC")]
    [DataRow("<+0530>-5:30", "+0530")]
    [DataRow("XXX3EDT4,0/0,J365/23", "EDT")]
    [DataRow("EST5EDT4,0/0,J365/25", "EDT")]
    [DataRow("AAA0BBB,J100/2,J100/3", "AAA")]
    public void Without_a_change_there_is_no_next_one_and_what_holds_stays(string text, string abbreviation)
    {
        DateTime utc = Moment.Parse("2026-06-01 00:00:00");

        Assert.IsFalse(PosixTimeZone.Parse(text).TryGetNextChange(utc, out DateTime change, out LocalTimeType after));

        Assert.AreEqual(utc.Ticks, change.Ticks);
        Assert.AreEqual(abbreviation, after.Abbreviation);
    }

    [TestMethod]
    public void After_the_last_date_of_the_platform_there_is_none_either()
    {
        PosixTimeZone zone = PosixTimeZone.Parse("EST5EDT");

        Assert.IsFalse(zone.TryGetNextChange(DateTime.MaxValue.AddDays(-10), out DateTime change, out LocalTimeType after));
        Assert.AreEqual(DateTime.MaxValue.AddDays(-10).Ticks, change.Ticks);
        Assert.AreEqual("EST", after.Abbreviation);
        Assert.IsFalse(zone.TryGetNextChange(DateTime.MaxValue, out _, out _));
        Assert.IsTrue(zone.TryGetNextChange(DateTime.MaxValue.AddDays(-200), out _, out _), "November's is still to come.");
    }
}
