using System.Threading;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class TcpOptionsTests
{
    [TestMethod]
    public void The_defaults_are_the_documented_ones()
    {
        TcpOptions options = new TcpOptions();

        Assert.AreEqual(10_000, options.ConnectTimeout);
        Assert.AreEqual(10_000, options.SendTimeout);
        Assert.IsTrue(options.NoDelay);
        Assert.IsFalse(options.KeepAlive);
        Assert.AreEqual(5, options.KeepAliveIdleSeconds);
        Assert.AreEqual(5, options.KeepAliveIntervalSeconds);
        Assert.AreEqual(3, options.KeepAliveCount);
        Assert.AreEqual(0, options.ReceiveBufferSize);
    }

    [TestMethod]
    public void A_send_may_wait_for_ever_but_a_connect_may_not()
    {
        TcpOptions options = new TcpOptions { SendTimeout = Timeout.Infinite };

        Assert.AreEqual(Timeout.Infinite, options.SendTimeout);
        Expect.OutOfRange(() => options.ConnectTimeout = Timeout.Infinite);
    }

    [TestMethod]
    public void Options_refuse_what_is_out_of_range()
    {
        TcpOptions options = new TcpOptions();

        Expect.OutOfRange(() => options.ConnectTimeout = 0);
        Expect.OutOfRange(() => options.SendTimeout = 0);
        Expect.OutOfRange(() => options.SendTimeout = -2);
        Expect.OutOfRange(() => options.CloseTimeout = -1);
        Expect.OutOfRange(() => options.KeepAliveIdleSeconds = 0);
        Expect.OutOfRange(() => options.KeepAliveIdleSeconds = 32_768);
        Expect.OutOfRange(() => options.KeepAliveIntervalSeconds = 0);
        Expect.OutOfRange(() => options.KeepAliveCount = 128);
        Expect.OutOfRange(() => options.ReceiveBufferSize = -1);
    }
}
