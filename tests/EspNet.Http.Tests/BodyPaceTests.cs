using EspNet.Http.Internal;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

[TestClass]
public class BodyPaceTests
{
    [TestMethod]
    public void A_body_may_be_waited_for_as_long_as_one_read()
    {
        BodyPace pace = new BodyPace(5000, 64);

        pace.Add(0, 5000);

        Assert.IsFalse(pace.IsTooSlow);
    }

    [TestMethod]
    [DataRow(64, 6000, false)]
    [DataRow(63, 6000, true)]
    [DataRow(640, 15000, false)]
    [DataRow(639, 15000, true)]
    public void After_that_as_much_must_have_come_as_the_rate_says(int bytes, int waited, bool isTooSlow)
    {
        BodyPace pace = new BodyPace(5000, 64);

        pace.Add(bytes, waited);

        Assert.AreEqual(isTooSlow, pace.IsTooSlow);
    }

    [TestMethod]
    public void A_byte_now_and_then_is_too_slow()
    {
        BodyPace pace = new BodyPace(5000, 64);
        int reads = 0;
        while (!pace.IsTooSlow)
        {
            pace.Add(1, 1000);
            reads++;
        }

        Assert.AreEqual(6, reads);
    }

    [TestMethod]
    public void Without_a_rate_nothing_is_too_slow()
    {
        BodyPace pace = new BodyPace(5000, 0);

        pace.Add(1, 86_400_000);

        Assert.IsFalse(pace.IsTooSlow);
    }

    [TestMethod]
    public void Gigabytes_and_days_do_not_overflow()
    {
        BodyPace pace = new BodyPace(5000, 1_000_000);
        for (int i = 0; i < 10; i++)
        {
            pace.Add(int.MaxValue, 86_400_000);
        }

        Assert.IsTrue(pace.IsTooSlow);
    }
}
