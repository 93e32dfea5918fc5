using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Download;

[TestClass]
public class ContentRangeTests
{
    [TestMethod]
    [DataRow("bytes 0-0/1", 0, 0, 1)]
    [DataRow("bytes 0-499/1234", 0, 499, 1234)]
    [DataRow("bytes 734-1233/1234", 734, 1233, 1234)]
    [DataRow("Bytes 500-999/*", 500, 999, -1)]
    [DataRow("bytes */1234", -1, -1, 1234)]
    [DataRow("bytes */0", -1, -1, 0)]
    public void A_range_is_read(string value, int first, int last, int total)
    {
        long actualFirst;
        long actualLast;
        long actualTotal;

        Assert.IsTrue(ContentRange.TryParse(value, out actualFirst, out actualLast, out actualTotal));

        Assert.AreEqual(first, (int)actualFirst);
        Assert.AreEqual(last, (int)actualLast);
        Assert.AreEqual(total, (int)actualTotal);
    }

    [TestMethod]
    public void Ranges_beyond_32_bits_are_read()
    {
        long first;
        long last;
        long total;

        Assert.IsTrue(ContentRange.TryParse("bytes 5000000000-5999999999/6000000000", out first, out last, out total));

        Assert.IsTrue(first == 5_000_000_000 && last == 5_999_999_999 && total == 6_000_000_000);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("bytes")]
    [DataRow("bytes ")]
    [DataRow("bytes /5")]
    [DataRow("bytes 0-4")]
    [DataRow("bytes 0-4/")]
    [DataRow("bytes -4/5")]
    [DataRow("bytes 0-/5")]
    [DataRow("bytes 4-0/5")]
    [DataRow("bytes 0-5/5")]
    [DataRow("bytes */*")]
    [DataRow("bytes 0-4/5x")]
    [DataRow("bytes +0-4/5")]
    [DataRow("bytes 0 -4/5")]
    [DataRow("items 0-4/5")]
    [DataRow("bytes=0-4/5")]
    [DataRow("bytes 0-4/9999999999999999999")]
    public void What_is_no_range_is_refused(string value)
    {
        long first;
        long last;
        long total;

        Assert.IsFalse(ContentRange.TryParse(value, out first, out last, out total));
    }

    [TestMethod]
    public void No_field_is_no_range()
    {
        long first;
        long last;
        long total;

        Assert.IsFalse(ContentRange.TryParse(null, out first, out last, out total));
    }
}
