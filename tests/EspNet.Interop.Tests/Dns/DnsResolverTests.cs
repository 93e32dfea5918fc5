using System.Net;
using System.Net.Sockets;
using EspNet.Interop.Tests.Sockets;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Dns;

/// <summary>The resolver against a real name server.</summary>
[TestClass]
public sealed class DnsResolverTests : IDisposable
{
    private const int ManyAddresses = 60;

    private readonly DnsmasqServer _server = DnsmasqServer.Start(Records());

    public void Dispose() => _server.Dispose();

    [TestMethod]
    public void A_name_is_found_with_all_its_IPv4_addresses()
    {
        DnsResolver resolver = Resolver();

        Assert.AreEqual("10.1.2.3", Text(resolver.Resolve("one.test")));
        CollectionAssert.AreEquivalent(new[] { "10.0.0.1", "10.0.0.2", "10.0.0.3" }, Texts(resolver.Resolve("three.test")));
    }

    [TestMethod]
    public void IPv6_addresses_come_after_those_of_IPv4_where_they_are_wanted()
    {
        Assert.AreEqual("10.1.2.3", Text(Resolver().Resolve("one.test")));
        Assert.AreEqual("10.1.2.3 fd00::3", Text(Resolver(useIPv6: true).Resolve("one.test")));
        Assert.AreEqual("fd00::6", Text(Resolver(useIPv6: true).Resolve("six.test")));
    }

    [TestMethod]
    public void A_name_with_an_address_of_the_other_kind_only_has_none()
    {
        DnsException failure = Fails(() => Resolver().Resolve("six.test"));

        Assert.AreEqual(DnsError.NoAddress, failure.Reason);
        Assert.AreEqual(TransportError.HostNotFound, failure.Error);
        StringAssert.Contains(failure.Message, "UseIPv6");
    }

    [TestMethod]
    public void Aliases_are_followed()
    {
        Assert.AreEqual("10.1.2.3", Text(Resolver().Resolve("alias.test")));
        Assert.AreEqual("10.1.2.3", Text(Resolver().Resolve("alias-of-alias.test")));
    }

    [TestMethod]
    public void A_name_that_does_not_exist_is_said_not_to_without_a_wait_and_asked_for_once()
    {
        DnsResolver resolver = Resolver();

        Assert.AreEqual(DnsError.NoSuchName, Fails(() => resolver.Resolve("nobody.test")).Reason);

        Assert.AreEqual(1, _server.Asked("nobody.test"));
    }

    [TestMethod]
    public void A_server_that_refuses_is_not_asked_again()
    {
        DnsResolver resolver = Resolver();

        Assert.AreEqual(DnsError.Refused, Fails(() => resolver.Resolve("somewhere.else")).Reason);

        Assert.AreEqual(1, _server.Asked("somewhere.else"));
    }

    [TestMethod]
    public void An_answer_too_long_for_a_datagram_is_fetched_over_TCP()
    {
        IPAddress[] addresses = Resolver().Resolve("many.test");

        Assert.HasCount(8, addresses);
        CollectionAssert.AllItemsAreUnique(Texts(addresses));
        Assert.AreEqual(2, _server.Asked("many.test"), "Once as a datagram and once over TCP.");
    }

    [TestMethod]
    public void A_name_is_remembered_as_long_as_its_record_allows()
    {
        DnsResolver resolver = Resolver();
        resolver.Resolve("one.test");

        Assert.AreSame(resolver.Resolve("one.test"), resolver.Resolve("one.test"));
        resolver.Resolve("ONE.test.");
        Assert.AreEqual(1, _server.Asked("one.test"));

        resolver.Forget("One.Test");
        resolver.Resolve("one.test");
        Assert.AreEqual(2, _server.Asked("one.test"));
    }

    [TestMethod]
    public void A_name_with_a_time_to_live_of_one_second_is_asked_for_again_and_found_where_it_has_moved()
    {
        _server.Restart(new DnsRecords { TimeToLive = 1 }.Host("one.test", "10.0.0.1"));
        DnsResolver resolver = Resolver();
        Assert.AreEqual("10.0.0.1", Text(resolver.Resolve("one.test")));
        _server.Restart(new DnsRecords { TimeToLive = 1 }.Host("one.test", "10.0.0.2"));

        Assert.IsTrue(SpinWait.SpinUntil(() => Text(resolver.Resolve("one.test")) == "10.0.0.2", Patience.Milliseconds));
    }

    [TestMethod]
    public void A_dead_first_server_costs_one_wait_and_is_not_the_first_to_be_asked_the_next_time()
    {
        using DeafUdp deaf = new(IPAddress.Parse("127.0.0.2"), _server.Port);
        DnsResolver resolver = Resolver(IPAddress.Parse("127.0.0.2"), IPAddress.Loopback);

        Assert.AreEqual("10.1.2.3", Text(resolver.Resolve("one.test")));
        Assert.AreEqual("10.0.0.1", Text(resolver.Resolve("alone.test")));

        Assert.IsNotEmpty(deaf.Received());
        Assert.AreEqual(0, deaf.Waiting, "It was asked for the second name as well.");
    }

    [TestMethod]
    public void A_first_server_that_is_not_there_is_passed_over()
    {
        DnsResolver resolver = Resolver(IPAddress.Parse("127.0.0.2"), IPAddress.Loopback);

        Assert.AreEqual("10.1.2.3", Text(resolver.Resolve("one.test")));
    }

    [TestMethod]
    public void A_name_server_that_never_answers_ends_in_a_timeout_while_other_threads_go_on()
    {
        using DeafUdp deaf = new();
        DnsResolver resolver = new(new DnsOptions { Servers = [IPAddress.Loopback], Port = deaf.Port, Attempts = 2 });
        Ticking ticking = new();
        long started = MonotonicClock.Milliseconds;

        DnsException failure = Fails(() => resolver.Resolve("one.test"));

        Assert.AreEqual(DnsError.TimedOut, failure.Reason);
        Assert.IsGreaterThanOrEqualTo(2_000L, MonotonicClock.Milliseconds - started, "The FAQ's waits are 1 s and 1 s.");
        Assert.IsGreaterThan(10, ticking.Stop());
    }

    [TestMethod]
    public void An_abort_of_the_transport_ends_a_look_up_that_nobody_answers()
    {
        using DeafUdp deaf = new();
        DnsResolver resolver = new(new DnsOptions { Servers = [IPAddress.Loopback], Port = deaf.Port, Attempts = 20 });
        int open = SocketBudget.Open;
        using TcpTransport transport = new(new TcpOptions { Resolver = resolver });
        Background connect = new(() => transport.Connect("one.test", 80));
        deaf.Received();

        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)connect.End()!).Error);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void A_transport_connects_by_name_and_asks_anew_after_it_failed()
    {
        using Loopback peer = new();
        _server.Restart(Records().Host("server.test", "127.0.0.1").Host("closed.test", "127.0.0.1"));
        TcpOptions options = new() { Resolver = Resolver() };
        using TcpTransport transport = new(options);

        transport.Connect("server.test", peer.Port);
        using Socket accepted = peer.Accept();

        int port = Loopback.FreePort();
        Assert.AreEqual(TransportError.Refused, Loopback.Fails(() => new TcpTransport(options).Connect("closed.test", port)).Error);
        Assert.AreEqual(TransportError.Refused, Loopback.Fails(() => new TcpTransport(options).Connect("closed.test", port)).Error);
        Assert.AreEqual(2, _server.Asked("closed.test"), "The address that did not work was remembered.");
    }

    [TestMethod]
    public void Addresses_localhost_and_names_that_never_exist_need_no_name_server()
    {
        DnsResolver resolver = new(new DnsOptions { Servers = [] });

        Assert.AreEqual("10.9.8.7", Text(resolver.Resolve("10.9.8.7")));
        Assert.AreEqual("fd00::1", Text(resolver.Resolve("fd00::1")));
        Assert.AreEqual("127.0.0.1", Text(resolver.Resolve("localhost")));
        Assert.AreEqual("127.0.0.1", Text(resolver.Resolve("broker.LOCALHOST")));
        Assert.AreEqual(DnsError.NoSuchName, Fails(() => resolver.Resolve("a.invalid")).Reason);
        Assert.AreEqual(DnsError.NoServer, Fails(() => resolver.Resolve("one.test")).Reason);
        Assert.AreEqual(DnsError.BadName, Fails(() => resolver.Resolve("two..dots")).Reason);
        Assert.AreEqual(DnsError.BadName, Fails(() => resolver.Resolve("[::1]:80")).Reason);
        Assert.AreEqual(DnsError.BadName, Fails(() => resolver.Resolve("10.0.0.1:80")).Reason);
    }

    [TestMethod]
    public void The_platform_is_asked_only_by_those_who_chose_it()
    {
        DnsResolver resolver = new(new DnsOptions { Servers = [], FallBackToPlatform = true });

        // The one name besides localhost that this machine knows without the network.
        Assert.IsNotEmpty(resolver.Resolve(System.Net.Dns.GetHostName()));
    }

    [TestMethod]
    public void A_hundred_look_ups_at_the_same_time_get_each_their_own_answer()
    {
        DnsRecords records = new();
        for (int i = 0; i < 100; i++)
        {
            records.Host($"host{i}.test", $"10.2.0.{i}");
        }

        _server.Restart(records);
        DnsResolver resolver = Resolver();
        string[] found = new string[100];
        Background[] threads = new Background[100];
        for (int i = 0; i < 100; i++)
        {
            int number = i;
            threads[i] = new Background(() => found[number] = Text(resolver.Resolve($"host{number}.test")));
        }

        Array.ForEach(threads, thread => thread.Returns());
        for (int i = 0; i < 100; i++)
        {
            Assert.AreEqual($"10.2.0.{i}", found[i]);
        }
    }

    private static DnsRecords Records() => new DnsRecords()
        .Host("one.test", "10.1.2.3", "fd00::3")
        .Host("alone.test", "10.0.0.1")
        .Host("three.test", "10.0.0.1", "10.0.0.2", "10.0.0.3")
        .Host("six.test", "fd00::6")
        .Alias("alias.test", "one.test")
        .Alias("alias-of-alias.test", "alias.test")
        .ManyAddresses("many.test", ManyAddresses);

    private static string[] Texts(IPAddress[] addresses) => Array.ConvertAll(addresses, address => address.ToString());

    private static string Text(IPAddress[] addresses) => string.Join(' ', Texts(addresses));

    private static DnsException Fails(Action action) => Assert.ThrowsExactly<DnsException>(action);

    private DnsResolver Resolver(bool useIPv6 = false) =>
        new(new DnsOptions { Servers = [IPAddress.Loopback], Port = _server.Port, UseIPv6 = useIPv6 });

    private DnsResolver Resolver(params IPAddress[] servers) => new(new DnsOptions { Servers = servers, Port = _server.Port });
}
