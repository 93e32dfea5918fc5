using System;
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
        Assert.AreEqual(10_000, options.ReceiveTimeout);
        Assert.AreEqual(1_000, options.CloseTimeout);
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
    public void A_send_buffer_size_is_refused_with_the_reason_and_the_setting_of_the_firmware()
    {
        TcpOptions options = new TcpOptions { SendBufferSize = 0 };
        string message = "";
        try
        {
            options.SendBufferSize = 8192;
        }
        catch (TransportException e)
        {
            Assert.AreEqual((int)TransportError.NotSupported, (int)e.Error);
            message = e.Message;
        }

        Assert.Contains("SO_SNDBUF", message);
        Assert.Contains("Default send buffer size", message);
        Assert.AreEqual(0, options.SendBufferSize);
    }

    [TestMethod]
    public void The_defaults_of_a_server_are_those_of_the_FAQ_and_ESP_IDF()
    {
        TcpServerOptions options = new TcpServerOptions();

        Assert.AreEqual(0, options.Port);
        Assert.AreEqual(7, options.MaximumClients);
        Assert.AreEqual(5, options.Backlog);
        Assert.IsTrue(options.ReuseAddress);
        Assert.AreEqual((int)TcpServerWhenFull.Refuse, (int)options.WhenFull);
        Expect.OutOfRange(() => options.Port = 65_536);
        Expect.OutOfRange(() => options.Port = -1);
        Expect.OutOfRange(() => options.MaximumClients = 0);
        Expect.OutOfRange(() => options.MaximumClients = 65);
        Expect.OutOfRange(() => options.Backlog = 0);
        Expect.OutOfRange(() => options.Backlog = 256);
    }

    [TestMethod]
    public void The_defaults_of_UDP_are_the_documented_ones()
    {
        UdpOptions options = new UdpOptions();

        Assert.AreEqual(0, options.LocalPort);
        Assert.AreEqual(10_000, options.SendTimeout);
        Assert.AreEqual(0, options.MulticastTimeToLive);
        Assert.AreEqual(0, options.ReceiveBufferSize);
        Assert.IsFalse(options.ReuseAddress);
        Assert.IsFalse(options.Broadcast);
        Expect.OutOfRange(() => options.LocalPort = 65_536);
        Expect.OutOfRange(() => options.SendTimeout = 0);
        Expect.OutOfRange(() => options.MulticastTimeToLive = 256);
        Expect.OutOfRange(() => options.ReceiveBufferSize = -1);
    }

    [TestMethod]
    public void An_address_to_bind_to_is_never_null()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => new UdpOptions().LocalAddress = null!);
        Assert.ThrowsException(typeof(ArgumentNullException), () => new TcpServerOptions().Address = null!);
    }

    [TestMethod]
    public void Options_refuse_what_is_out_of_range()
    {
        TcpOptions options = new TcpOptions();

        Expect.OutOfRange(() => options.ConnectTimeout = 0);
        Expect.OutOfRange(() => options.SendTimeout = 0);
        Expect.OutOfRange(() => options.SendTimeout = -2);
        Expect.OutOfRange(() => options.ReceiveTimeout = -2);
        Expect.OutOfRange(() => options.CloseTimeout = -1);
        Expect.OutOfRange(() => options.KeepAliveIdleSeconds = 0);
        Expect.OutOfRange(() => options.KeepAliveIdleSeconds = 32_768);
        Expect.OutOfRange(() => options.KeepAliveIntervalSeconds = 0);
        Expect.OutOfRange(() => options.KeepAliveCount = 128);
        Expect.OutOfRange(() => options.ReceiveBufferSize = -1);
    }
}
