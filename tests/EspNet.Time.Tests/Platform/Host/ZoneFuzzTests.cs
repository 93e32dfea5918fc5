using System;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Zone;

/// <summary>Strings that are almost zones. The seed is fixed, so a failure comes again.</summary>
[TestClass]
public class ZoneFuzzTests
{
    private const int Strings = 200_000;
    private const string Characters = "0123456789<>+-,./:;MJABCabc \u00e4\0";

    private static readonly string[] Seeds =
    [
        "CET-1CEST,M3.5.0,M10.5.0/3", "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "EST5EDT", "UTC0", "AAA0BBB,J60/-167,300/167",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "XXX3EDT4,0/0,J365/23", "LMT-0:53:28",
    ];

    [TestMethod]
    public void A_damaged_string_is_a_zone_that_converts_or_an_error_with_a_place_in_it()
    {
        Random random = new Random(4711);
        int zones = 0;
        for (int i = 0; i < Strings; i++)
        {
            string text = Damage(Seeds[random.Next(Seeds.Length)], random);
            try
            {
                PosixTimeZone zone = PosixTimeZone.Parse(text);
                zones++;
                Check(zone, random);
            }
            catch (TimeZoneException e)
            {
                Assert.IsTrue(e.Error == TimeZoneError.BadString && e.Position >= 0 && e.Position <= text.Length, text);
            }
        }

        // Neither of the two is rare.
        Assert.IsTrue(zones > Strings / 10 && zones < Strings * 9 / 10, "Zones: " + zones);
    }

    private static void Check(PosixTimeZone zone, Random random)
    {
        DateTime utc = new DateTime(1602 + random.Next(1300), 1, 1).AddSeconds(random.Next());
        DateTime local = zone.ToLocal(utc, out LocalTimeType type);
        bool comesBack = zone.ToUtc(local, Disambiguation.Earlier).Ticks == utc.Ticks
            || zone.ToUtc(local, Disambiguation.Later).Ticks == utc.Ticks;
        Assert.IsTrue(comesBack, zone.PosixString + " at " + Moment.Format(utc));
        Assert.IsFalse(zone.IsInvalidTime(local), zone.PosixString + " at " + Moment.Format(utc));
        if (zone.TryGetNextChange(utc, out DateTime change, out LocalTimeType after))
        {
            Assert.IsTrue(change.Ticks > utc.Ticks && after != type, zone.PosixString + " at " + Moment.Format(utc));
            Assert.AreSame(type, zone.GetLocalTimeType(change.AddTicks(-1)), zone.PosixString + " before " + Moment.Format(change));
        }
    }

    private static string Damage(string text, Random random)
    {
        for (int i = random.Next(4); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            string c = Characters.Substring(random.Next(Characters.Length), 1);
            int rest = at < text.Length ? at + 1 : at;
            text = random.Next(3) switch
            {
                0 => text.Substring(0, at) + c + text.Substring(at),
                1 => text.Substring(0, at) + text.Substring(rest),
                _ => text.Substring(0, at) + c + text.Substring(rest),
            };
        }

        return text;
    }
}
