using System;
using EspNet.Time.Session;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Service;

[TestClass]
public class NtpServerTests
{
    [TestMethod]
    [DataRow("pool.ntp.org", "pool.ntp.org", 123)]
    [DataRow("pool.ntp.org:1123", "pool.ntp.org", 1123)]
    [DataRow("192.0.2.1", "192.0.2.1", 123)]
    [DataRow("192.0.2.1:65535", "192.0.2.1", 65_535)]
    [DataRow("2001:db8::1", "2001:db8::1", 123)]
    [DataRow("[2001:db8::1]", "2001:db8::1", 123)]
    [DataRow("[2001:db8::1]:1123", "2001:db8::1", 1123)]
    public void A_server_is_a_name_or_an_address_and_may_have_a_port(string text, string host, int port)
    {
        NtpServer server = NtpServer.Parse(text, 123);

        Assert.AreEqual(text, server.Name);
        Assert.AreEqual(host, server.Host);
        Assert.AreEqual(port, server.Port);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("pool.ntp.org:")]
    [DataRow("pool.ntp.org:0")]
    [DataRow("pool.ntp.org:65536")]
    [DataRow("pool.ntp.org:ntp")]
    [DataRow("[2001:db8::1]:x")]
    public void What_is_no_server_is_an_argument_that_is_wrong(string text) =>
        Assert.ThrowsException(typeof(ArgumentException), () => NtpServer.Parse(text, 123));
}
