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
    [DataRow("UTC0")]
    [DataRow("XXX3EDT4,0/0,J365/23")]
    [DataRow("EST5EDT4,0/0,J365/25")]
    public void Without_a_change_there_is_no_next_one(string text) =>
        Assert.IsFalse(PosixTimeZone.Parse(text).TryGetNextChange(Moment.Parse("2026-06-01 00:00:00"), out _, out _));

    [TestMethod]
    public void After_the_last_date_of_the_platform_there_is_none_either() =>
        Assert.IsFalse(PosixTimeZone.Parse("EST5EDT").TryGetNextChange(DateTime.MaxValue.AddDays(-10), out _, out _));
}
