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
}
