using System;
using EspNet.Time.Zones;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

[TestClass]
public class TimeZonesTests
{
    [TestMethod]
    [DataRow("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")]
    [DataRow("America/New_York", "EST5EDT,M3.2.0,M11.1.0")]
    [DataRow("US/Eastern", "EST5EDT,M3.2.0,M11.1.0")]
    [DataRow("Asia/Kathmandu", "<+0545>-5:45")]
    [DataRow("Asia/Kolkata", "IST-5:30")]
    [DataRow("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3")]
    [DataRow("America/Argentina/Ushuaia", "<-03>3")]
    [DataRow("America/Indiana/Indianapolis", "EST5EDT,M3.2.0,M11.1.0")]
    [DataRow("Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1")]
    [DataRow("Asia/Shanghai", "CST-8")]
    [DataRow("Etc/GMT+8", "<-08>8")]
    [DataRow("UTC", "UTC0")]
    [DataRow("GMT+0", "GMT0")]
    [DataRow("Japan", "JST-9")]
    [DataRow("Zulu", "UTC0")]
    [DataRow("Arctic/Longyearbyen", "CET-1CEST,M3.5.0,M10.5.0/3")]
    [DataRow("America/North_Dakota/New_Salem", "CST6CDT,M3.2.0,M11.1.0")]
    public void A_name_leads_to_its_zone(string name, string expected)
    {
        Assert.AreEqual(expected, TimeZones.GetPosixString(name));
        Assert.AreEqual(expected, TimeZones.Find(name).PosixString);
        Assert.IsTrue(TimeZones.TryFind(name, out PosixTimeZone? zone));
        Assert.AreEqual(expected, zone!.PosixString);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Berlin")]
    [DataRow("europe/berlin")]
    [DataRow("Europe/berlin")]
    [DataRow("Europe/")]
    [DataRow("/")]
    [DataRow("Europe/Berli")]
    [DataRow("Europe/erlin")]
    [DataRow("Europe/Berlin/")]
    [DataRow("Europe/Berlin;")]
    [DataRow("Europe/;Berlin")]
    [DataRow("Europe/=CET-1CEST,M3.5.0,M10.5.0/3")]
    [DataRow("Europe/CET-1CEST,M3.5.0,M10.5.0/3")]
    [DataRow("Mars/Olympus")]
    [DataRow("CET-1")]
    [DataRow(";")]
    [DataRow("=")]
    [DataRow(";UTC;")]
    [DataRow("Zulu;=UTC0")]
    [DataRow("Africa/Abidjan;Accra")]
    [DataRow("Europe/Ber\u00ADlin")]
    [DataRow("Europe/Berlin\u200B")]
    [DataRow("/UTC")]
    [DataRow("Factory")]
    [DataRow("localtime")]
    [DataRow("posixrules")]
    [DataRow("posix/UTC")]
    [DataRow("right/Europe/Berlin")]
    [DataRow("US/eastern")]
    [DataRow("US/Eastern ")]
    [DataRow("America/Argentina")]
    [DataRow("America/Argentina/")]
    [DataRow("Argentina/Ushuaia")]
    [DataRow("America/Ushuaia")]
    public void What_is_no_name_leads_nowhere(string name)
    {
        Assert.IsNull(TimeZones.GetPosixString(name));
        Assert.IsFalse(TimeZones.TryFind(name, out PosixTimeZone? zone));
        Assert.IsNull(zone);
        TimeZoneException? failure = null;
        try
        {
            TimeZones.Find(name);
        }
        catch (TimeZoneException e)
        {
            failure = e;
        }

        Assert.AreEqual((int)TimeZoneError.UnknownZone, (int)failure!.Error);
        Assert.Contains("'" + name + "'", failure.Message);
    }

    [TestMethod]
    public void No_name_at_all_is_an_argument_that_is_missing() =>
        Assert.ThrowsException(typeof(ArgumentNullException), () => TimeZones.GetPosixString(null!));

    [TestMethod]
    public void Every_name_of_the_table_is_found_and_every_rule_is_a_zone()
    {
        int names = 0;
        int start = 0;
        while (start < ZoneTable.Regions.Length)
        {
            int end = ZoneTable.Regions.IndexOf(';', start);
            end = end < 0 ? ZoneTable.Regions.Length : end;
            names += CheckRegion(ZoneTable.Regions.Substring(start, end - start));
            start = end + 1;
        }

        Assert.IsTrue(names > 500, "Names: " + names);
    }

    /// <summary>";name;name;=rule;name;=rule;", each rule behind its names.</summary>
    private static int CheckRegion(string region)
    {
        string? zones = ZoneTable.GetZones(region);
        Assert.IsNotNull(zones, region);
        int names = 0;
        int start = 1;
        while (start < zones!.Length)
        {
            int rule = zones.IndexOf('=', start) + 1;
            string expected = zones.Substring(rule, zones.IndexOf(';', rule) - rule);
            Assert.AreEqual(expected, PosixTimeZone.Parse(expected).PosixString);
            Assert.IsTrue(start < rule - 1, "No name has " + expected + " in " + region);
            while (start < rule - 1)
            {
                int end = zones.IndexOf(';', start);
                string name = region + zones.Substring(start, end - start);
                Assert.AreEqual(expected, TimeZones.GetPosixString(name), name);
                names++;
                start = end + 1;
            }

            start = rule + expected.Length + 1;
        }

        return names;
    }
}
