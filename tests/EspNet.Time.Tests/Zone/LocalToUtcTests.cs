using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

[TestClass]
public class LocalToUtcTests
{
    private const string Berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    private const string Dublin = "IST-1GMT0,M10.5.0,M3.5.0/1";
    private const string Sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
    private const string LordHowe = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    private const string Nuuk = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";

    [TestMethod]
    [DataRow(Berlin, "2026-01-01 00:00:00", "2025-12-31 23:00:00")]
    [DataRow(Berlin, "2026-07-01 00:00:00", "2026-06-30 22:00:00")]
    [DataRow(Berlin, "2026-03-29 01:59:59", "2026-03-29 00:59:59")]
    [DataRow(Berlin, "2026-03-29 03:00:00", "2026-03-29 01:00:00")]
    [DataRow(Berlin, "2026-10-25 01:59:59", "2026-10-24 23:59:59")]
    [DataRow(Berlin, "2026-10-25 03:00:00", "2026-10-25 02:00:00")]
    [DataRow(Sydney, "2026-01-01 00:00:00", "2025-12-31 13:00:00")]
    [DataRow("CST-8", "2026-01-01 00:00:00", "2025-12-31 16:00:00")]
    [DataRow(Dublin, "2026-03-29 00:59:59", "2026-03-29 00:59:59")]
    [DataRow(Dublin, "2026-03-29 02:00:00", "2026-03-29 01:00:00")]
    [DataRow(Dublin, "2026-10-25 00:59:59", "2026-10-24 23:59:59")]
    [DataRow(Dublin, "2026-10-25 02:00:00", "2026-10-25 02:00:00")]
    [DataRow(Sydney, "2026-04-05 01:59:59", "2026-04-04 14:59:59")]
    [DataRow(Sydney, "2026-04-05 03:00:00", "2026-04-04 17:00:00")]
    [DataRow(Sydney, "2026-10-04 01:59:59", "2026-10-03 15:59:59")]
    [DataRow(Sydney, "2026-10-04 03:00:00", "2026-10-03 16:00:00")]
    [DataRow(LordHowe, "2026-04-05 01:29:59", "2026-04-04 14:29:59")]
    [DataRow(LordHowe, "2026-04-05 02:00:00", "2026-04-04 15:30:00")]
    [DataRow(LordHowe, "2026-10-04 01:59:59", "2026-10-03 15:29:59")]
    [DataRow(LordHowe, "2026-10-04 02:30:00", "2026-10-03 15:30:00")]
    [DataRow(Nuuk, "2026-03-28 22:59:59", "2026-03-29 00:59:59")]
    [DataRow(Nuuk, "2026-03-29 00:00:00", "2026-03-29 01:00:00")]
    [DataRow(Nuuk, "2026-10-24 22:59:59", "2026-10-24 23:59:59")]
    [DataRow(Nuuk, "2026-10-25 00:00:00", "2026-10-25 02:00:00")]
    public void A_local_time_that_exists_once_needs_no_choice(string zone, string local, string utc)
    {
        for (int i = (int)Disambiguation.Reject; i <= (int)Disambiguation.Compatible; i++)
        {
            Is(zone, local, (Disambiguation)i, utc);
        }

        Assert.IsFalse(PosixTimeZone.Parse(zone).IsInvalidTime(Moment.Parse(local)));
        Assert.IsFalse(PosixTimeZone.Parse(zone).IsAmbiguousTime(Moment.Parse(local)));
    }

    [TestMethod]
    [DataRow(Berlin, "2026-10-25 02:00:00", "2026-10-25 00:00:00", "2026-10-25 01:00:00")]
    [DataRow(Berlin, "2026-10-25 02:59:59", "2026-10-25 00:59:59", "2026-10-25 01:59:59")]
    [DataRow(Dublin, "2026-10-25 01:30:00", "2026-10-25 00:30:00", "2026-10-25 01:30:00")]
    [DataRow(Sydney, "2026-04-05 02:30:00", "2026-04-04 15:30:00", "2026-04-04 16:30:00")]
    [DataRow(Dublin, "2026-10-25 01:00:00", "2026-10-25 00:00:00", "2026-10-25 01:00:00")]
    [DataRow(Dublin, "2026-10-25 01:59:59", "2026-10-25 00:59:59", "2026-10-25 01:59:59")]
    [DataRow(Sydney, "2026-04-05 02:00:00", "2026-04-04 15:00:00", "2026-04-04 16:00:00")]
    [DataRow(Sydney, "2026-04-05 02:59:59", "2026-04-04 15:59:59", "2026-04-04 16:59:59")]
    [DataRow(LordHowe, "2026-04-05 01:30:00", "2026-04-04 14:30:00", "2026-04-04 15:00:00")]
    [DataRow(LordHowe, "2026-04-05 01:59:59", "2026-04-04 14:59:59", "2026-04-04 15:29:59")]
    [DataRow(Nuuk, "2026-10-24 23:30:00", "2026-10-25 00:30:00", "2026-10-25 01:30:00")]
    public void In_an_overlap_the_choice_decides(string zone, string local, string earlier, string later)
    {
        Assert.IsTrue(PosixTimeZone.Parse(zone).IsAmbiguousTime(Moment.Parse(local)));
        Assert.IsFalse(PosixTimeZone.Parse(zone).IsInvalidTime(Moment.Parse(local)));
        Is(zone, local, Disambiguation.Earlier, earlier);
        Is(zone, local, Disambiguation.Later, later);
        Is(zone, local, Disambiguation.Compatible, earlier);
        IsRejected(zone, local, TimeZoneError.Overlap);
    }

    [TestMethod]
    [DataRow(Berlin, "2026-03-29 02:00:00", "2026-03-29 00:00:00", "2026-03-29 01:00:00")]
    [DataRow(Berlin, "2026-03-29 02:59:59", "2026-03-29 00:59:59", "2026-03-29 01:59:59")]
    [DataRow(Dublin, "2026-03-29 01:30:00", "2026-03-29 00:30:00", "2026-03-29 01:30:00")]
    [DataRow(Sydney, "2026-10-04 02:30:00", "2026-10-03 15:30:00", "2026-10-03 16:30:00")]
    [DataRow(Dublin, "2026-03-29 01:00:00", "2026-03-29 00:00:00", "2026-03-29 01:00:00")]
    [DataRow(Dublin, "2026-03-29 01:59:59", "2026-03-29 00:59:59", "2026-03-29 01:59:59")]
    [DataRow(Sydney, "2026-10-04 02:00:00", "2026-10-03 15:00:00", "2026-10-03 16:00:00")]
    [DataRow(Sydney, "2026-10-04 02:59:59", "2026-10-03 15:59:59", "2026-10-03 16:59:59")]
    [DataRow(LordHowe, "2026-10-04 02:00:00", "2026-10-03 15:00:00", "2026-10-03 15:30:00")]
    [DataRow(LordHowe, "2026-10-04 02:29:59", "2026-10-03 15:29:59", "2026-10-03 15:59:59")]
    [DataRow(Nuuk, "2026-03-28 23:30:00", "2026-03-29 00:30:00", "2026-03-29 01:30:00")]
    public void In_a_gap_the_choice_decides(string zone, string local, string earlier, string later)
    {
        Assert.IsTrue(PosixTimeZone.Parse(zone).IsInvalidTime(Moment.Parse(local)));
        Assert.IsFalse(PosixTimeZone.Parse(zone).IsAmbiguousTime(Moment.Parse(local)));
        Is(zone, local, Disambiguation.Earlier, earlier);
        Is(zone, local, Disambiguation.Later, later);
        Is(zone, local, Disambiguation.Compatible, later);
        IsRejected(zone, local, TimeZoneError.Gap);
    }

    [TestMethod]
    [DataRow(Berlin)]
    [DataRow(Dublin)]
    [DataRow(Sydney)]
    [DataRow(LordHowe)]
    [DataRow(Nuuk)]
    public void Each_instant_of_a_year_comes_back(string text)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        DateTime utc = Moment.Parse("2026-01-01 00:00:00");
        int ambiguous = 0;
        for (int i = 0; i < 365 * 48; i++)
        {
            DateTime local = zone.ToLocal(utc);
            long earlier = zone.ToUtc(local, Disambiguation.Earlier).Ticks;
            long later = zone.ToUtc(local, Disambiguation.Later).Ticks;
            Assert.IsFalse(zone.IsInvalidTime(local), Moment.Format(utc));
            Assert.IsTrue(earlier == utc.Ticks || later == utc.Ticks, Moment.Format(utc));
            Assert.AreEqual(zone.IsAmbiguousTime(local), earlier != later, Moment.Format(utc));
            ambiguous += earlier != later ? 1 : 0;
            utc = utc.AddMinutes(30);
        }

        // Twice the two half hours of the overlap, or the one of Lord Howe.
        Assert.AreEqual(zone.Standard.UtcOffset.Minutes == 30 ? 2 : 4, ambiguous);
    }

    [TestMethod]
    public void A_choice_that_is_none_is_refused() => Expect.OutOfRange(
        () => PosixTimeZone.Parse(Berlin).ToUtc(Moment.Parse("2026-10-25 02:30:00"), (Disambiguation)9));

    private static void Is(string zone, string local, Disambiguation choice, string utc)
    {
        DateTime converted = PosixTimeZone.Parse(zone).ToUtc(Moment.Parse(local), choice);

        Assert.AreEqual(utc, Moment.Format(converted));
        Assert.AreEqual((int)DateTimeKind.Utc, (int)converted.Kind);
    }

    private static void IsRejected(string zone, string local, TimeZoneError error)
    {
        TimeZoneException? failure = null;
        try
        {
            PosixTimeZone.Parse(zone).ToUtc(Moment.Parse(local), Disambiguation.Reject);
        }
        catch (TimeZoneException e)
        {
            failure = e;
        }

        Assert.IsNotNull(failure, "It was taken.");
        Assert.AreEqual((int)error, (int)failure!.Error);
        Assert.Contains(local, failure.Message);
        Assert.AreEqual(-1, failure.Position);
    }
}
