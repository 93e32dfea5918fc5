using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

[TestClass]
public class PosixTimeZoneParserTests
{
    [TestMethod]
    [DataRow("UTC0", "UTC", 0)]
    [DataRow("EST5", "EST", -18_000)]
    [DataRow("CST-8", "CST", 28_800)]
    [DataRow("ABC+05", "ABC", -18_000)]
    [DataRow("abcdefgh1", "abcdefgh", -3_600)]
    [DataRow("<+0330>-3:30", "+0330", 12_600)]
    [DataRow("<-02>2", "-02", -7_200)]
    [DataRow("<A1+>1", "A1+", -3_600)]
    [DataRow("LMT-0:53:28", "LMT", 3_208)]
    [DataRow("LMT24:59:59", "LMT", -89_999)]
    [DataRow("LMT-24", "LMT", 86_400)]
    [DataRow("LMT1:2:3", "LMT", -3_723)]
    [DataRow("LMT-24:59:59", "LMT", 89_999)]
    [DataRow("LMT+0:0:1", "LMT", -1)]
    [DataRow("<abc>0", "abc", 0)]
    [DataRow("<123>-0", "123", 0)]
    [DataRow("<azAZ09>0", "azAZ09", 0)]
    [DataRow("azAZ0", "azAZ", 0)]
    public void A_name_and_an_offset_are_a_zone(string text, string abbreviation, int seconds)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);

        Assert.AreEqual(text, zone.PosixString);
        Assert.AreEqual(abbreviation, zone.Standard.Abbreviation);
        Assert.AreEqual(seconds * TimeSpan.TicksPerSecond, zone.Standard.UtcOffset.Ticks);
        Assert.IsFalse(zone.Standard.IsDaylight);
        Assert.IsNull(zone.Daylight);
    }

    [TestMethod]
    [DataRow("EST5EDT,M3.2.0,M11.1.0", "EDT", -14_400)]
    [DataRow("EST5EDT4,M3.2.0,M11.1.0", "EDT", -14_400)]
    [DataRow("EST5EDT", "EDT", -14_400)]
    [DataRow("EST5EDT+3:30", "EDT", -12_600)]
    [DataRow("AAA3:30BBB", "BBB", -9_000)]
    [DataRow("AAA-3:30<BBB>,J1,J2", "BBB", 16_200)]
    [DataRow("AAA0BBB-24:59:59,J1,J2", "BBB", 89_999)]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1", "GMT", 0)]
    [DataRow("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "+11", 39_600)]
    [DataRow("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "-01", -3_600)]
    public void Daylight_time_is_one_hour_ahead_unless_its_offset_is_given(string text, string abbreviation, int seconds)
    {
        LocalTimeType daylight = PosixTimeZone.Parse(text).Daylight!;

        Assert.AreEqual(abbreviation, daylight.Abbreviation);
        Assert.AreEqual(seconds * TimeSpan.TicksPerSecond, daylight.UtcOffset.Ticks);
        Assert.IsTrue(daylight.IsDaylight);
    }

    [TestMethod]
    [DataRow("AAA0BBB,J100,J200", "2026-04-10 02:00:00")]
    [DataRow("AAA0BBB,J100/2,J200", "2026-04-10 02:00:00")]
    [DataRow("AAA0BBB,J100/+2:00:00,J200", "2026-04-10 02:00:00")]
    [DataRow("AAA0BBB,J100/0,J200", "2026-04-10 00:00:00")]
    [DataRow("AAA0BBB,J100/-1:30:15,J200", "2026-04-09 22:29:45")]
    [DataRow("AAA0BBB,J100/167:59:59,J200", "2026-04-16 23:59:59")]
    [DataRow("AAA0BBB,J100/-167,J200", "2026-04-03 01:00:00")]
    [DataRow("AAA0BBB,99,J200", "2026-04-10 02:00:00")]
    [DataRow("AAA0BBB,M4.2.5,J200", "2026-04-10 02:00:00")]
    [DataRow("AAA0BBB,J100/-167:59:59,J200", "2026-04-03 00:00:01")]
    [DataRow("AAA0BBB,J100/0:0:1,J200", "2026-04-10 00:00:01")]
    [DataRow("AAA0BBB,J100/24,J200", "2026-04-11 00:00:00")]
    [DataRow("AAA0BBB,0/3,J200", "2026-01-01 03:00:00")]
    [DataRow("AAA0BBB,J1/3,J200", "2026-01-01 03:00:00")]
    [DataRow("AAA0BBB,J365/3,J200", "2026-12-31 03:00:00")]
    [DataRow("AAA0BBB,M12.5.6/3,M6.1.0", "2026-12-26 03:00:00")]
    [DataRow("AAA0BBB,M1.1.0/3,M6.1.0", "2026-01-04 03:00:00")]
    [DataRow("EST5EDT", "2026-03-08 07:00:00")]
    [DataRow("EST5EDT4", "2026-03-08 07:00:00")]
    [DataRow("<-05>5<-04>", "2026-03-08 07:00:00")]
    public void The_change_is_when_the_rule_says(string text, string utc)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        DateTime change = Moment.Parse(utc);

        Assert.IsTrue(zone.GetLocalTimeType(change).IsDaylight);
        Assert.IsFalse(zone.GetLocalTimeType(change.AddSeconds(-1)).IsDaylight);
    }

    [TestMethod]
    [DataRow("AAA0BBB,J10,J100", "2026-04-10 01:00:00")]
    [DataRow("AAA0BBB,J10,J100/2:30:15", "2026-04-10 01:30:15")]
    [DataRow("AAA0BBB,J10,J100/-3", "2026-04-09 20:00:00")]
    [DataRow("AAA0BBB,J10,99/0", "2026-04-09 23:00:00")]
    [DataRow("AAA0BBB,J10,M4.2.5/167", "2026-04-16 22:00:00")]
    [DataRow("EST5EDT", "2026-11-01 06:00:00")]
    public void The_change_back_is_by_the_clock_of_daylight_time(string text, string utc)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        DateTime change = Moment.Parse(utc);

        Assert.IsFalse(zone.GetLocalTimeType(change).IsDaylight);
        Assert.IsTrue(zone.GetLocalTimeType(change.AddSeconds(-1)).IsDaylight);
    }

    [TestMethod]
    [DataRow("", 0)]
    [DataRow("-5", 0)]
    [DataRow(" ABC5", 0)]
    [DataRow("<", 1)]
    [DataRow("<ABC", 4)]
    [DataRow("<<ABC>5", 1)]
    [DataRow("<ABC>", 5)]
    [DataRow("<ABC D>5", 4)]
    [DataRow("ABC>5", 3)]
    [DataRow("ABC--5", 4)]
    [DataRow("ABC+:30", 4)]
    [DataRow("ABC5:-1", 5)]
    [DataRow("ABC5:00:00:00", 10)]
    [DataRow("ABC5<DE>", 7)]
    [DataRow("ABC5DEF4 ", 8)]
    [DataRow("ABC5DEF,,J2", 8)]
    [DataRow("ABC5DEF,-1,J2", 8)]
    [DataRow("ABC5DEF,m3.2.0,J2", 8)]
    [DataRow("ABC5DEF,j1,J2", 8)]
    [DataRow("ABC5DEF,J,J2", 9)]
    [DataRow("ABC5DEF,J1", 10)]
    [DataRow("ABC5DEF,J1,", 11)]
    [DataRow("ABC5DEF,J1,M3.2.7", 16)]
    [DataRow("ABC5DEF,J1,J2/168", 14)]
    [DataRow("ABC5DEF,J1/2:00:60,J2", 16)]
    [DataRow("ABC5DEF,J1/+-2,J2", 12)]
    [DataRow("ABC5DEF,M.2.0,J2", 9)]
    [DataRow("ABC5DEF,M3..0,J2", 11)]
    [DataRow("ABC5DEF,M3.2.,J2", 13)]
    [DataRow("ABC5DEF,J1,J2,J3", 13)]
    [DataRow(":Europe/Berlin", 0)]
    [DataRow("5", 0)]
    [DataRow("AB5", 2)]
    [DataRow("AB", 2)]
    [DataRow("<>5", 1)]
    [DataRow("<A>5", 2)]
    [DataRow("<ABC5", 5)]
    [DataRow("<AB C>5", 3)]
    [DataRow("ABC", 3)]
    [DataRow("ABC ", 3)]
    [DataRow("ABCX-", 5)]
    [DataRow("ABC-", 4)]
    [DataRow("ABC25", 3)]
    [DataRow("ABC-25", 4)]
    [DataRow("ABC99999999999", 3)]
    [DataRow("ABC4294967301", 3)] // 2 to the power of 32, and 5.
    [DataRow("ABC5:", 5)]
    [DataRow("ABC5:60", 5)]
    [DataRow("ABC5:00:60", 8)]
    [DataRow("ABC5:00:", 8)]
    [DataRow("ABC5 ", 4)]
    [DataRow("ABC5DE", 6)]
    [DataRow("ABC5,M3.2.0,M11.1.0", 4)]
    [DataRow("ABC5DEF25", 7)]
    [DataRow("ABC5DEF,", 8)]
    [DataRow("ABC5DEF;M3.2.0,M11.1.0", 7)]
    [DataRow("ABC5DEF,M3.2.0", 14)]
    [DataRow("ABC5DEF,M0.2.0,M11.1.0", 9)]
    [DataRow("ABC5DEF,M13.2.0,M11.1.0", 9)]
    [DataRow("ABC5DEF,M3", 10)]
    [DataRow("ABC5DEF,M3,2", 10)]
    [DataRow("ABC5DEF,M3.0.0,M11.1.0", 11)]
    [DataRow("ABC5DEF,M3.6.0,M11.1.0", 11)]
    [DataRow("ABC5DEF,M3.2", 12)]
    [DataRow("ABC5DEF,M3.2.7,M11.1.0", 13)]
    [DataRow("ABC5DEF,J0,J2", 9)]
    [DataRow("ABC5DEF,J366,J2", 9)]
    [DataRow("ABC5DEF,366,2", 8)]
    [DataRow("ABC5DEF,X,2", 8)]
    [DataRow("ABC5DEF,J1/,J2", 11)]
    [DataRow("ABC5DEF,J1/168,J2", 11)]
    [DataRow("ABC5DEF,J1/-168,J2", 12)]
    [DataRow("ABC5DEF,J1/2:60,J2", 13)]
    [DataRow("ABC5DEF,J1,J2,", 13)]
    [DataRow("ABC5DEF,J1,J2 ", 13)]
    [DataRow("ÄBC5", 0)]
    public void What_is_no_zone_fails_with_the_place(string text, int position)
    {
        TimeZoneException failure = Fails(text);

        Assert.AreEqual(position, failure.Position, failure.Message);
        Assert.Contains("At character " + (position + 1) + ":", failure.Message);
        Assert.Contains("'" + text + "'", failure.Message);
    }

    [TestMethod]
    [DataRow("", "a name is expected")]
    [DataRow("<>5", "three characters or more")]
    [DataRow("<ABC", "'>' is missing")]
    [DataRow("<AB C>5", "letters, digits, + and - only")]
    [DataRow("ABC", "the offset of the standard time is missing")]
    [DataRow(":Europe/Berlin", "a name of a file")]
    [DataRow("ABC25", "hours must be a number from 0 to 24")]
    [DataRow("ABC5:60", "minutes must be a number from 0 to 59")]
    [DataRow("ABC5:00:60", "seconds must be a number from 0 to 59")]
    [DataRow("ABC5DEF;M3.2.0,M11.1.0", "',' and a rule are expected")]
    [DataRow("ABC5DEF,M13.2.0,M11.1.0", "the month must be a number from 1 to 12")]
    [DataRow("ABC5DEF,M3,2", "'.' is expected")]
    [DataRow("ABC5DEF,M3.6.0,M11.1.0", "the week must be a number from 1 to 5")]
    [DataRow("ABC5DEF,M3.2.7,M11.1.0", "the weekday must be a number from 0 to 6")]
    [DataRow("ABC5DEF,J0,J2", "the day must be a number from 1 to 365")]
    [DataRow("ABC5DEF,366,2", "the day must be a number from 0 to 365")]
    [DataRow("ABC5DEF,J1/168,J2", "hours must be a number from 0 to 167")]
    [DataRow("ABC5DEF,J1,J2,", "nothing may follow the second rule")]
    public void The_message_says_what_is_expected_there(string text, string why) => Assert.Contains(why, Fails(text).Message);

    [TestMethod]
    public void No_string_is_no_zone() => Assert.ThrowsException(typeof(ArgumentNullException), () => PosixTimeZone.Parse(null!));

    private static TimeZoneException Fails(string text)
    {
        TimeZoneException? failure = null;
        try
        {
            PosixTimeZone.Parse(text);
        }
        catch (TimeZoneException e)
        {
            failure = e;
        }

        Assert.IsNotNull(failure, "It was taken.");
        Assert.AreEqual((int)TimeZoneError.BadString, (int)failure!.Error);
        return failure;
    }
}
