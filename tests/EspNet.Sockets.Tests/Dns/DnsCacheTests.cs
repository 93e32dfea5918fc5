using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsCacheTests
{
    private const long Now = 7_000_000_000;

    [TestMethod]
    public void What_was_put_is_found_until_it_expires()
    {
        DnsCache cache = Make(2);
        cache.Put("a.b", Address("192.0.2.1"), 10, Now);

        Has("192.0.2.1", cache, "a.b", Now);
        Has("192.0.2.1", cache, "a.b", Now + 9_999);
        HasNot(cache, "a.b", Now + 10_000);
        HasNot(cache, "a.b", Now);
    }

    [TestMethod]
    public void Case_and_a_dot_at_the_end_make_no_difference()
    {
        DnsCache cache = Make(2);
        cache.Put("Www.Example.COM", Address("192.0.2.1"), 10, Now);

        Has("192.0.2.1", cache, "www.example.com", Now);
        Has("192.0.2.1", cache, "WWW.example.com.", Now);
        Has("192.0.2.1", cache, "Www.Example.COM", Now);
        HasNot(cache, "www.example.co", Now);
        HasNot(cache, "[ww.example.com", Now);
    }

    [TestMethod]
    public void A_failure_is_remembered_with_its_reason()
    {
        DnsCache cache = Make(2);
        cache.PutFailure("a", DnsError.NoAddress, 10, Now);

        Assert.IsTrue(cache.TryGet("a", Now, out IPAddress[]? addresses, out DnsError error));

        Assert.IsNull(addresses);
        DnsExpect.Is(DnsError.NoAddress, error);
        HasNot(cache, "a", Now + 10_000);
    }

    [TestMethod]
    public void A_later_result_takes_the_place_of_the_earlier()
    {
        DnsCache cache = Make(2);
        cache.Put("b", Address("192.0.2.2"), 10, Now);
        cache.PutFailure("a", DnsError.NoSuchName, 10, Now);
        cache.Put("A", Address("192.0.2.1"), 10, Now);

        Has("192.0.2.1", cache, "a", Now);
        Has("192.0.2.2", cache, "b", Now);
    }

    [TestMethod]
    public void The_time_to_live_has_its_bounds()
    {
        DnsCache cache = Make(2);
        cache.Put("a", Address("192.0.2.1"), int.MaxValue, Now);
        cache.PutFailure("b", DnsError.NoSuchName, int.MaxValue, Now);

        Has("192.0.2.1", cache, "a", Now + 999_999);
        HasNot(cache, "a", Now + 1_000_000);
        Assert.IsTrue(cache.TryGet("b", Now + 99_999, out _, out _));
        HasNot(cache, "b", Now + 100_000);
    }

    [TestMethod]
    public void A_time_to_live_of_zero_is_never_kept_and_ends_what_was()
    {
        DnsCache cache = Make(2);
        cache.Put("a", Address("192.0.2.1"), 0, Now);
        HasNot(cache, "a", Now);

        cache.Put("a", Address("192.0.2.1"), 10, Now);
        cache.PutFailure("a", DnsError.NoSuchName, 0, Now);
        HasNot(cache, "a", Now);
    }

    [TestMethod]
    public void What_is_not_kept_takes_nobodys_place()
    {
        DnsCache cache = Make(1);
        cache.Put("a", Address("192.0.2.1"), 10, Now);

        cache.Put("b", Address("192.0.2.2"), 0, Now);

        Has("192.0.2.1", cache, "a", Now);
    }

    [TestMethod]
    public void A_full_cache_forgets_what_was_used_longest_ago()
    {
        DnsCache cache = Make(3);
        cache.Put("a", Address("192.0.2.1"), 100, Now);
        cache.Put("b", Address("192.0.2.2"), 100, Now);
        cache.Put("c", Address("192.0.2.3"), 100, Now);
        Has("192.0.2.1", cache, "a", Now);

        cache.Put("d", Address("192.0.2.4"), 100, Now);

        HasNot(cache, "b", Now);
        Has("192.0.2.1", cache, "a", Now);
        Has("192.0.2.3", cache, "c", Now);
        Has("192.0.2.4", cache, "d", Now);
    }

    [TestMethod]
    public void What_has_expired_goes_before_what_is_valid()
    {
        DnsCache cache = Make(2);
        cache.Put("a", Address("192.0.2.1"), 100, Now);
        cache.Put("b", Address("192.0.2.2"), 1, Now);

        cache.Put("c", Address("192.0.2.3"), 100, Now + 1_000);

        Has("192.0.2.1", cache, "a", Now + 1_000);
        Has("192.0.2.3", cache, "c", Now + 1_000);
    }

    [TestMethod]
    public void A_removed_name_is_gone_and_only_that()
    {
        DnsCache cache = Make(2);
        cache.Put("a", Address("192.0.2.1"), 10, Now);
        cache.Put("b", Address("192.0.2.2"), 10, Now);

        cache.Remove("A.");
        cache.Remove("never");

        HasNot(cache, "a", Now);
        Has("192.0.2.2", cache, "b", Now);
    }

    [TestMethod]
    public void A_cache_without_places_keeps_nothing()
    {
        DnsCache cache = Make(0);

        cache.Put("a", Address("192.0.2.1"), 10, Now);
        cache.Remove("a");

        HasNot(cache, "a", Now);
    }

    [TestMethod]
    public void An_empty_place_is_nobody()
    {
        HasNot(Make(2), string.Empty, Now);
        HasNot(Make(2), ".", Now);
    }

    private static DnsCache Make(int entries) => new DnsCache(entries, 1_000, 100);

    private static IPAddress[] Address(string address) => new IPAddress[] { IPAddress.Parse(address) };

    private static void Has(string expected, DnsCache cache, string host, long now)
    {
        Assert.IsTrue(cache.TryGet(host, now, out IPAddress[]? addresses, out _), host + " is not there.");
        DnsExpect.Addresses(expected, addresses!);
    }

    private static void HasNot(DnsCache cache, string host, long now) =>
        Assert.IsFalse(cache.TryGet(host, now, out _, out _), host + " is there.");
}
