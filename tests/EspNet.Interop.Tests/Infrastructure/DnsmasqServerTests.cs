using System.Net;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The DNS server of the tests, asked with raw questions.</summary>
[TestClass]
public sealed class DnsmasqServerTests : IDisposable
{
    private readonly DnsmasqServer _server = DnsmasqServer.Start(new DnsRecords { TimeToLive = 1 }
        .Host("both.test", "10.0.0.1", "fd00::1")
        .Host("six.test", "fd00::2")
        .Alias("alias.test", "both.test")
        .Alias("alias-of-alias.test", "alias.test")
        .ManyAddresses("fits.test", 29)
        .ManyAddresses("many.test", 60));

    [TestMethod]
    public void A_name_has_its_addresses_and_its_time_to_live()
    {
        DnsProbe four = Ask("both.test");
        DnsProbe six = Ask("both.test", DnsProbe.Aaaa);

        Assert.AreEqual(new DnsProbeRecord("both.test", DnsProbe.A, 1, 1, "10.0.0.1"), four.Records.Single());
        Assert.AreEqual(new DnsProbeRecord("both.test", DnsProbe.Aaaa, 1, 1, "fd00::1"), six.Records.Single());
        Assert.AreEqual(0x1234, four.Id);
        Assert.AreEqual("both.test", four.Question);
    }

    [TestMethod]
    public void An_alias_comes_with_all_that_it_leads_to()
    {
        DnsProbe answer = Ask("alias-of-alias.test");

        CollectionAssert.AreEqual((string[])["alias.test", "both.test"], answer.Values(DnsProbe.Cname));
        CollectionAssert.AreEqual((string[])["10.0.0.1"], answer.Values(DnsProbe.A));
    }

    [TestMethod]
    public void A_name_that_is_not_there_a_record_that_is_not_there_and_a_name_of_others_differ()
    {
        Assert.AreEqual(3, Ask("none.test").Code);
        Assert.AreEqual(5, Ask("example.com").Code);
        DnsProbe empty = Ask("six.test");
        Assert.AreEqual(0, empty.Code);
        Assert.IsEmpty(empty.Records);
    }

    [TestMethod]
    public void More_than_512_bytes_are_truncated_over_UDP_and_complete_over_TCP()
    {
        DnsProbe fits = Ask("fits.test");
        DnsProbe truncated = Ask("many.test");
        DnsProbe complete = DnsProbe.AskOverTcp(_server.Address, _server.Port, "many.test");

        Assert.IsFalse(fits.IsTruncated);
        Assert.HasCount(29, fits.Records);
        Assert.IsTrue(truncated.IsTruncated);
        Assert.IsLessThanOrEqualTo(512, truncated.Size);
        Assert.IsFalse(complete.IsTruncated);
        Assert.HasCount(60, complete.Records);
    }

    [TestMethod]
    public void It_counts_the_questions_for_a_name()
    {
        Ask("both.test");
        Ask("both.test", DnsProbe.Aaaa);
        Ask("six.test");

        _server.Log.AwaitFirst(line => line.Contains("] six.test ", StringComparison.Ordinal));
        Assert.AreEqual(2, _server.Asked("both.test"));
    }

    [TestMethod]
    public void Other_records_hold_after_a_restart_on_the_same_port()
    {
        int port = _server.Port;

        _server.Restart(new DnsRecords().Host("both.test", "10.0.0.9"));

        Assert.AreEqual(port, _server.Port);
        Assert.AreEqual(new DnsProbeRecord("both.test", DnsProbe.A, 1, 60, "10.0.0.9"), Ask("both.test").Records.Single());
        Assert.AreEqual(3, Ask("six.test", DnsProbe.Aaaa).Code);
    }

    public void Dispose() => _server.Dispose();

    private DnsProbe Ask(string name, int type = DnsProbe.A) => DnsProbe.Ask(IPAddress.Loopback, _server.Port, name, type);
}
