using System.Net;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Dns;

/// <summary>Names that end in ".local", asked for by multicast on a network of their own.</summary>
[TestClass]
public sealed class MulticastDnsTests : IDisposable
{
    private readonly NetworkPair _pair = new();
    private readonly MdnsResponder _responder;

    public MulticastDnsTests() => _responder = new MdnsResponder(_pair.Network, ("lamp.local", "10.77.0.9"));

    public void Dispose()
    {
        _responder.Dispose();
        _pair.Dispose();
    }

    [TestMethod]
    public void A_device_of_the_local_network_is_found_without_a_name_server()
    {
        DnsResolver resolver = new(new DnsOptions { Servers = [] });

        IPAddress[] found = _pair.Device.Run(() => resolver.Resolve("Lamp.local"));

        Assert.AreEqual("10.77.0.9", found.Single().ToString());
        CollectionAssert.AreEqual(new[] { "lamp.local" }, _responder.Asked.All.ToArray());
    }

    [TestMethod]
    public void A_device_that_is_not_there_ends_in_a_timeout_that_says_what_to_look_at()
    {
        DnsResolver resolver = new(new DnsOptions { MulticastAttempts = 1 });

        DnsException failure = _pair.Device.Run(
            () => Assert.ThrowsExactly<DnsException>(() => resolver.Resolve("ghost.local")));

        Assert.AreEqual(DnsError.TimedOut, failure.Reason);
        StringAssert.Contains(failure.Message, "multicast");
    }

    [TestMethod]
    public void Without_a_cable_the_look_up_fails_and_with_it_again_it_succeeds()
    {
        DnsResolver resolver = new(new DnsOptions { MulticastAttempts = 1 });
        _pair.LinkDown();
        _pair.Device.Run(() => Assert.ThrowsExactly<DnsException>(() => resolver.Resolve("lamp.local")));

        _pair.LinkUp();

        Assert.AreEqual("10.77.0.9", _pair.Device.Run(() => resolver.Resolve("lamp.local")).Single().ToString());
    }
}
