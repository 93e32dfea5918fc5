using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

[TestClass]
public class PosixTimeZoneTests
{
    [TestMethod]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29 00:59:59", "2026-03-29 01:59:59", 3600, "CET", false)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29 01:00:00", "2026-03-29 03:00:00", 7200, "CEST", true)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25 00:59:59", "2026-10-25 02:59:59", 7200, "CEST", true)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25 01:00:00", "2026-10-25 02:00:00", 3600, "CET", false)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-03-29 00:59:59", "2026-03-29 00:59:59", 0, "GMT", true)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-03-29 01:00:00", "2026-03-29 02:00:00", 3600, "IST", false)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25 01:00:00", "2026-10-25 01:00:00", 0, "GMT", true)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-12-31 23:59:59", "2026-12-31 23:59:59", 0, "GMT", true)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-01-01 00:00:00", "2027-01-01 00:00:00", 0, "GMT", true)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04 15:59:59", "2026-04-05 02:59:59", 39600, "AEDT", true)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04 16:00:00", "2026-04-05 02:00:00", 36000, "AEST", false)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-10-03 16:00:00", "2026-10-04 03:00:00", 39600, "AEDT", true)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-12-31 13:00:00", "2027-01-01 00:00:00", 39600, "AEDT", true)]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29 00:59:59", "2026-03-28 22:59:59", -7200, "-02", false)]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29 01:00:00", "2026-03-29 00:00:00", -3600, "-01", true)]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-10-25 01:00:00", "2026-10-24 23:00:00", -7200, "-02", false)]
    [DataRow("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27 23:59:59", "2026-03-28 01:59:59", 7200, "EET", false)]
    [DataRow("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28 00:00:00", "2026-03-28 03:00:00", 10800, "EEST", true)]
    [DataRow("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-10-23 23:00:00", "2026-10-24 01:00:00", 7200, "EET", false)]
    [DataRow("EET-2EEST,M4.5.5/0,M10.5.4/24", "2064-10-30 20:59:59", "2064-10-30 23:59:59", 10800, "EEST", true)]
    [DataRow("EET-2EEST,M4.5.5/0,M10.5.4/24", "2064-10-30 21:00:00", "2064-10-30 23:00:00", 7200, "EET", false)]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-04 14:59:59", "2026-04-05 01:59:59", 39600, "+11", true)]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-04 15:00:00", "2026-04-05 01:30:00", 37800, "+1030", false)]
    [DataRow("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2026-09-26 13:59:59", "2026-09-27 02:44:59", 45900, "+1245", false)]
    [DataRow("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2026-09-26 14:00:00", "2026-09-27 03:45:00", 49500, "+1345", true)]
    [DataRow("EST5EDT", "2026-03-08 06:59:59", "2026-03-08 01:59:59", -18000, "EST", false)]
    [DataRow("EST5EDT", "2026-03-08 07:00:00", "2026-03-08 03:00:00", -14400, "EDT", true)]
    [DataRow("EST5EDT", "2026-11-01 06:00:00", "2026-11-01 01:00:00", -18000, "EST", false)]
    [DataRow("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26 23:59:59", "2026-03-27 01:59:59", 7200, "IST", false)]
    [DataRow("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27 00:00:00", "2026-03-27 03:00:00", 10800, "IDT", true)]
    [DataRow("AAA0BBB,J60,J300", "2028-02-29 23:59:59", "2028-02-29 23:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,J60,J300", "2028-03-01 02:00:00", "2028-03-01 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J60,J300", "2027-03-01 02:00:00", "2027-03-01 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J60,J300", "2027-03-01 01:59:59", "2027-03-01 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,J59,J300", "2028-02-28 02:00:00", "2028-02-28 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J59,J300", "2028-02-28 01:59:59", "2028-02-28 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,59,300", "2028-02-29 02:00:00", "2028-02-29 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,59,300", "2028-02-29 01:59:59", "2028-02-29 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,59,300", "2027-03-01 02:00:00", "2027-03-01 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,59,300", "2027-03-01 01:59:59", "2027-03-01 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,J60,J300", "2100-03-01 02:00:00", "2100-03-01 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,59,300", "2100-03-01 02:00:00", "2100-03-01 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,0/0,J365/24", "2026-01-01 00:00:00", "2026-01-01 01:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J300,365", "2028-12-31 00:59:59", "2028-12-31 01:59:59", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J300,365", "2028-12-31 01:00:00", "2028-12-31 01:00:00", 0, "AAA", false)]
    [DataRow("AAA0BBB,M2.5.0/0,M5.5.0/0", "2026-02-21 23:59:59", "2026-02-21 23:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,M2.5.0/0,M5.5.0/0", "2026-02-22 00:00:00", "2026-02-22 01:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M2.5.2/0,M5.5.0/0", "2028-02-28 23:59:59", "2028-02-28 23:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,M2.5.2/0,M5.5.0/0", "2028-02-29 00:00:00", "2028-02-29 01:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M5.1.0/0,M11.5.1/0", "2026-11-29 22:59:59", "2026-11-29 23:59:59", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M5.1.0/0,M11.5.1/0", "2026-11-29 23:00:00", "2026-11-29 23:00:00", 0, "AAA", false)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "1970-01-01 00:00:00", "1970-01-01 01:00:00", 3600, "CET", false)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2104-07-01 12:00:00", "2104-07-01 14:00:00", 7200, "CEST", true)]
    [DataRow("AAA1:02:03BBB-1:02:03,M3.1.0,M10.1.0", "2026-01-01 12:00:00", "2026-01-01 10:57:57", -3723, "AAA", false)]
    [DataRow("AAA1:02:03BBB-1:02:03,M3.1.0,M10.1.0", "2026-07-01 12:00:00", "2026-07-01 13:02:03", 3723, "BBB", true)]
    [DataRow("AAA0BBB,M3.1.0/-1:30:15,M10.1.0", "2026-02-28 22:29:44", "2026-02-28 22:29:44", 0, "AAA", false)]
    [DataRow("AAA0BBB,M3.1.0/-1:30:15,M10.1.0", "2026-02-28 22:29:45", "2026-02-28 23:29:45", 3600, "BBB", true)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25 00:59:59", "2026-10-25 01:59:59", 3600, "IST", false)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-10-03 15:59:59", "2026-10-04 01:59:59", 36000, "AEST", false)]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-10-25 00:59:59", "2026-10-24 23:59:59", -3600, "-01", true)]
    [DataRow("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-10-23 22:59:59", "2026-10-24 01:59:59", 10800, "EEST", true)]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03 15:29:59", "2026-10-04 01:59:59", 37800, "+1030", false)]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03 15:30:00", "2026-10-04 02:30:00", 39600, "+11", true)]
    [DataRow("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2026-04-04 13:59:59", "2026-04-05 03:44:59", 49500, "+1345", true)]
    [DataRow("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2026-04-04 14:00:00", "2026-04-05 02:45:00", 45900, "+1245", false)]
    [DataRow("EST5EDT", "2026-11-01 05:59:59", "2026-11-01 01:59:59", -14400, "EDT", true)]
    [DataRow("AAA0BBB,J59,J300", "2027-02-28 01:59:59", "2027-02-28 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,J59,J300", "2027-02-28 02:00:00", "2027-02-28 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,J60,J300", "2100-03-01 01:59:59", "2100-03-01 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,59,300", "2100-03-01 01:59:59", "2100-03-01 01:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,J60,J300", "2400-02-29 23:59:59", "2400-02-29 23:59:59", 0, "AAA", false)]
    [DataRow("AAA0BBB,59,300", "2400-02-29 02:00:00", "2400-02-29 03:00:00", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M5.1.0/0,M8.5.1/0", "2026-08-30 22:59:59", "2026-08-30 23:59:59", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M5.1.0/0,M8.5.1/0", "2026-08-30 23:00:00", "2026-08-30 23:00:00", 0, "AAA", false)]
    [DataRow("AAA0BBB,M1.5.0/0,M12.5.4/0", "2026-12-30 22:59:59", "2026-12-30 23:59:59", 3600, "BBB", true)]
    [DataRow("AAA0BBB,M1.5.0/0,M12.5.4/0", "2026-12-30 23:00:00", "2026-12-30 23:00:00", 0, "AAA", false)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2104-03-30 00:59:59", "2104-03-30 01:59:59", 3600, "CET", false)]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2104-03-30 01:00:00", "2104-03-30 03:00:00", 7200, "CEST", true)]
    [DataRow("AEST-10AEDT,M10.1.0,M4.1.0/3", "1970-01-01 00:00:00", "1970-01-01 11:00:00", 39600, "AEDT", true)]
    [DataRow("EST5EDT", "2100-03-14 06:59:59", "2100-03-14 01:59:59", -18000, "EST", false)]
    [DataRow("EST5EDT", "2100-03-14 07:00:00", "2100-03-14 03:00:00", -14400, "EDT", true)]
    public void An_instant_has_the_local_time_the_offset_the_abbreviation_and_the_flag_of_its_part_of_the_year(
        string zone, string utc, string local, int offset, string abbreviation, bool isDaylight)
    {
        DateTime converted = PosixTimeZone.Parse(zone).ToLocal(Moment.Parse(utc), out LocalTimeType type);

        Assert.AreEqual(local, Moment.Format(converted));
        Assert.AreEqual(offset * TimeSpan.TicksPerSecond, type.UtcOffset.Ticks);
        Assert.AreEqual(abbreviation, type.Abbreviation);
        Assert.AreEqual(isDaylight, type.IsDaylight);
    }

    [TestMethod]
    [DataRow("XXX3EDT4,0/0,J365/23", -4)]
    [DataRow("EST5EDT4,0/0,J365/25", -4)]
    [DataRow("EST5EDT,J1/0,J365/25", -4)]
    public void Daylight_time_that_ends_as_that_of_the_next_year_begins_never_ends(string text, int hours)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        DateTime instant = Moment.Parse("2023-12-20 00:00:00");
        for (int i = 0; i < 24 * 400; i++)
        {
            LocalTimeType type = zone.GetLocalTimeType(instant);
            Assert.IsTrue(type.IsDaylight, Moment.Format(instant));
            Assert.AreEqual(hours * TimeSpan.TicksPerHour, type.UtcOffset.Ticks);
            instant = instant.AddHours(1);
        }
    }

    [TestMethod]
    public void Daylight_time_that_ends_as_it_begins_never_begins()
    {
        PosixTimeZone zone = PosixTimeZone.Parse("AAA0BBB,J100/2,J100/3");

        Assert.IsFalse(zone.GetLocalTimeType(Moment.Parse("2026-04-10 02:00:00")).IsDaylight);
        Assert.IsFalse(zone.GetLocalTimeType(Moment.Parse("2026-04-10 01:59:59")).IsDaylight);
    }

    // A week before 1 January 2027 less one hour, and a week after 31 December 2026 less one hour.
    [TestMethod]
    [DataRow("AAA0BBB,J1/-167,J100", "2026-12-25 00:59:59", false)]
    [DataRow("AAA0BBB,J1/-167,J100", "2026-12-25 01:00:00", true)]
    [DataRow("AAA0BBB,J1/-167,J100", "2027-01-03 00:00:00", true)]
    [DataRow("AAA0BBB,J200,J365/167", "2027-01-06 21:59:59", true)]
    [DataRow("AAA0BBB,J200,J365/167", "2027-01-06 22:00:00", false)]
    [DataRow("AAA0BBB,J1/-167,J2/-160", "2026-12-26 07:00:00", false)]
    [DataRow("AAA0BBB,J1/-167,J2/-160", "2026-12-26 06:59:59", true)]
    [DataRow("AAA0BBB,J1/-167,J2/-160", "2026-12-31 23:00:00", false)]
    [DataRow("AAA0BBB,J364/166,J365/167", "2027-01-05 21:59:59", false)]
    [DataRow("AAA0BBB,J364/166,J365/167", "2027-01-05 22:00:00", true)]
    [DataRow("AAA0BBB,J364/166,J365/167", "2027-01-02 00:00:00", false)]
    [DataRow("AAA0BBB,J300,365", "2027-01-01 00:59:59", true)]
    [DataRow("AAA0BBB,J300,365", "2027-01-01 01:00:00", false)]
    [DataRow("AAA0BBB,J300,365", "2028-12-31 01:00:00", false)]
    public void A_change_may_fall_into_the_year_before_or_after(string zone, string utc, bool isDaylight) =>
        Assert.AreEqual(isDaylight, PosixTimeZone.Parse(zone).GetLocalTimeType(Moment.Parse(utc)).IsDaylight);

    [TestMethod]
    public void Conversions_in_any_order_are_the_same()
    {
        PosixTimeZone zone = PosixTimeZone.Parse("CET-1CEST,M3.5.0,M10.5.0/3");
        DateTime summer = Moment.Parse("2026-07-01 00:00:00");
        DateTime winter = Moment.Parse("2026-12-01 00:00:00");
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual("CEST", zone.GetLocalTimeType(summer).Abbreviation);
            Assert.AreEqual("CET", zone.GetLocalTimeType(winter).Abbreviation);
            Assert.AreEqual("2026-07-01 02:00:00", Moment.Format(zone.ToLocal(summer)));
        }
    }

    [TestMethod]
    public void A_zone_without_daylight_time_has_one_time()
    {
        PosixTimeZone zone = PosixTimeZone.Parse("<+0530>-5:30");

        Assert.IsNull(zone.Daylight);
        Assert.AreSame(zone.Standard, zone.GetLocalTimeType(Moment.Parse("2026-07-01 00:00:00")));
        Assert.AreEqual("2026-07-01 05:30:00", Moment.Format(zone.ToLocal(Moment.Parse("2026-07-01 00:00:00"))));
    }
}
