using EspNet.Mqtt.Tests;
using EspNet.Time.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Sntp;

[TestClass]
public class NtpTimestampTests
{
    // The dates of RFC 5905, figure 4, and what lies around the change of the era.
    [TestMethod]
    [DataRow("83aa7e80 00000000", "1970-01-01 00:00:00.000")]
    [DataRow("80000000 00000000", "1968-01-20 03:14:08.000")]
    [DataRow("bc17c200 00000000", "2000-01-01 00:00:00.000")]
    [DataRow("ffffffff ffffffff", "2036-02-07 06:28:15.999")]
    [DataRow("00000000 00000000", "2036-02-07 06:28:16.000")]
    [DataRow("00000001 80000000", "2036-02-07 06:28:17.500")]
    [DataRow("7fffffff 00000000", "2104-02-26 09:42:23.000")]
    public void A_date_of_either_era_is_read(string bytes, string expected) =>
        Expect.Time(expected, NtpTimestamp.ReadTicks(Hex.Parse(bytes), 0));

    [TestMethod]
    [DataRow("0000 0000", 0L)]
    [DataRow("0001 0000", 10_000_000L)]
    [DataRow("0000 8000", 5_000_000L)]
    [DataRow("ffff 0000", 655_350_000_000L)]
    public void A_short_time_is_seconds_and_a_fraction(string bytes, long ticks) =>
        Assert.AreEqual(ticks, NtpTimestamp.ReadShortTicks(Hex.Parse(bytes), 0));

    [TestMethod]
    public void The_fraction_is_exact_to_a_tick() =>
        Assert.AreEqual(9_999_999L, NtpTimestamp.ReadTicks(Hex.Parse("83aa7e80 ffffffff"), 0) % 10_000_000);
}
