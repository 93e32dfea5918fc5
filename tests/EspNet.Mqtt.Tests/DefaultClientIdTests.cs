using EspNet.Mqtt.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

[TestClass]
public class DefaultClientIdTests
{
    [TestMethod]
    [DataRow("AB CD EF", "ESP32_ABCDEF")]
    [DataRow("00 00 00", "ESP32_000000")]
    [DataRow("01 02 0A", "ESP32_01020A")]
    [DataRow("FF 9F F9", "ESP32_FF9FF9")]
    public void It_is_ESP32_and_three_bytes_in_six_upper_case_hex_digits(string lastBytes, string expected)
    {
        Assert.AreEqual(expected, DefaultClientId.Format(Hex.Parse(lastBytes)));
    }

    [TestMethod]
    public void One_is_always_made()
    {
        string id = DefaultClientId.Create();

        Assert.AreEqual(12, id.Length, id);
        Assert.StartsWith("ESP32_", id);
    }

    [TestMethod]
    public void Packet_identifiers_start_where_the_whole_outbox_fits_below_those_of_subscriptions()
    {
        for (int i = 0; i < 200; i++)
        {
            int first = DefaultClientId.RandomPacketId(1024);

            Assert.IsTrue(first >= 1 && first + 1024 <= 0x8000, "It starts at " + first);
        }
    }
}
