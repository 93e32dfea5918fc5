using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

/// <summary>What converting costs in memory; only the PC's runtime counts it.</summary>
[TestClass]
public class ZoneAllocationTests
{
    [TestMethod]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3")]
    [DataRow("IST-1GMT0,M10.5.0,M3.5.0/1")]
    [DataRow("AAA0BBB,J60/-167,300/167")]
    [DataRow("XXX3EDT4,0/0,J365/23")]
    [DataRow("CST-8")]
    public void Converting_takes_no_memory_whichever_part_of_the_year_it_is(string text)
    {
        PosixTimeZone zone = PosixTimeZone.Parse(text);
        DateTime summer = Moment.Parse("2026-07-01 00:00:00");
        DateTime winter = Moment.Parse("2026-12-01 00:00:00");
        Convert(zone, summer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Convert(zone, summer);
            Convert(zone, winter);
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Convert(PosixTimeZone zone, DateTime utc)
    {
        DateTime local = zone.ToLocal(utc, out _);
        zone.ToLocal(utc);
        zone.GetLocalTimeType(utc);
        zone.ToUtc(local, Disambiguation.Compatible);
        zone.IsAmbiguousTime(local);
        zone.IsInvalidTime(local);
        zone.TryGetNextChange(utc, out _, out _);
    }
}
