using System;
using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>What the resolver knows without any network: there is no name server here to ask.</summary>
[TestClass]
public class DnsResolverTests
{
    [TestMethod]
    public void Addresses_need_no_name_server()
    {
        DnsExpect.Addresses("192.0.2.1", Make(false).Resolve("192.0.2.1"));
        DnsExpect.Addresses("fd00::1", Make(false).Resolve("fd00::1"));
    }

    [TestMethod]
    public void Localhost_and_the_names_below_it_are_this_device()
    {
        DnsExpect.Addresses("127.0.0.1", Make(false).Resolve("localhost"));
        DnsExpect.Addresses("127.0.0.1", Make(false).Resolve("LocalHost."));
        DnsExpect.Addresses("127.0.0.1", Make(false).Resolve("a.b.localhost"));
        DnsExpect.Addresses("127.0.0.1 ::1", Make(true).Resolve("localhost"));
    }

    [TestMethod]
    public void Invalid_names_do_not_exist()
    {
        Fails(DnsError.NoSuchName, "invalid");
        Fails(DnsError.NoSuchName, "a.INVALID");
    }

    [TestMethod]
    public void Local_names_are_for_multicast_and_what_only_looks_like_one_is_not()
    {
        Goes(DnsRoute.Multicast, "a.local");
        Goes(DnsRoute.Multicast, "a.LOCAL.");
        Goes(DnsRoute.Servers, "a.local.example");
        Goes(DnsRoute.Servers, "a.notlocal");
        Goes(DnsRoute.Servers, "localhost.example");
        Goes(DnsRoute.Servers, "mylocalhost");
        Goes(DnsRoute.Servers, "a.invalids");
    }

    [TestMethod]
    public void Without_a_name_server_a_name_cannot_be_looked_up() => Fails(DnsError.NoServer, "www.example.com");

    [TestMethod]
    public void What_is_no_name_is_told_before_anything_is_asked()
    {
        Fails(DnsError.BadName, "a..b");
        Fails(DnsError.BadName, "a:b");
        Fails(DnsError.BadName, "1.2.3.400");
        Assert.ThrowsException(typeof(ArgumentException), () => Make(false).Resolve(string.Empty));
    }

    [TestMethod]
    public void The_shared_resolver_is_always_the_same() => Assert.AreSame(DnsResolver.Default, DnsResolver.Default);

    [TestMethod]
    public void The_defaults_are_the_documented_ones()
    {
        DnsOptions options = new DnsOptions();

        Assert.IsNull(options.Servers);
        Assert.AreEqual(53, options.Port);
        Assert.AreEqual(4, options.Attempts);
        Assert.AreEqual(3, options.MulticastAttempts);
        Assert.AreEqual(8, options.CacheEntries);
        Assert.AreEqual(86_400, options.LongestTimeToLiveSeconds);
        Assert.AreEqual(60, options.LongestNegativeTimeToLiveSeconds);
        Assert.IsFalse(options.UseIPv6);
        Assert.IsFalse(options.FallBackToPlatform);
    }

    [TestMethod]
    public void Options_refuse_what_is_out_of_range()
    {
        DnsOptions options = new DnsOptions();

        Expect.OutOfRange(() => options.Port = 0);
        Expect.OutOfRange(() => options.Port = 65_536);
        Expect.OutOfRange(() => options.Attempts = 0);
        Expect.OutOfRange(() => options.Attempts = 21);
        Expect.OutOfRange(() => options.MulticastAttempts = 0);
        Expect.OutOfRange(() => options.CacheEntries = -1);
        Expect.OutOfRange(() => options.CacheEntries = 65);
        Expect.OutOfRange(() => options.LongestTimeToLiveSeconds = -1);
        Expect.OutOfRange(() => options.LongestNegativeTimeToLiveSeconds = 86_401);
    }

    [TestMethod]
    public void A_server_that_is_null_is_refused()
    {
        DnsOptions options = new DnsOptions { Servers = new IPAddress[1] };

        Assert.ThrowsException(typeof(ArgumentException), () => new DnsResolver(options).Forget("a"));
    }

    private static DnsResolver Make(bool useIPv6) => new DnsResolver(new DnsOptions { Servers = new IPAddress[0], UseIPv6 = useIPv6 });

    private static void Fails(DnsError expected, string host) => DnsExpect.Fails(expected, () => Make(false).Resolve(host));

    private static void Goes(DnsRoute expected, string host) =>
        Assert.AreEqual((int)expected, (int)SpecialNames.GetRoute(DnsName.Parse(host)), host);
}
