using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EspNet.Interop.Tests.Sockets;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Dns;

[TestClass]
public sealed class ScriptedServerTests
{
    private const string Host = "www.example.com";

    [TestMethod]
    public void A_name_is_looked_up_once_and_then_remembered_until_it_is_forgotten()
    {
        using ScriptedNameServer server = new((query, _) => ScriptedNameServer.Address(query, 1));
        DnsResolver resolver = Make(server);

        Assert.AreEqual("192.0.2.1", resolver.Resolve(Host)[0].ToString());
        Assert.AreEqual("192.0.2.1", resolver.Resolve(Host)[0].ToString());
        Assert.HasCount(1, server.Askers);

        resolver.Forget("WWW.example.com");
        resolver.Resolve(Host);
        Assert.HasCount(2, server.Askers);
    }

    [TestMethod]
    public void Each_look_up_asks_from_a_random_port_of_the_dynamic_range()
    {
        using ScriptedNameServer server = new((query, _) => ScriptedNameServer.Address(query, 1));
        DnsResolver resolver = Make(server);

        for (int i = 0; i < 10; i++)
        {
            resolver.Resolve(Host);
            resolver.Forget(Host);
        }

        int[] ports = server.Askers.Select(asker => asker.Port).ToArray();
        Assert.IsTrue(ports.All(port => port >= 49152), string.Join(' ', ports));
        int following = ports.Zip(ports.Skip(1)).Count(pair => pair.Second == pair.First + 1);
        Assert.IsTrue(ports.Distinct().Count() >= 9 && following <= 1, string.Join(' ', ports));
    }

    [TestMethod]
    public void What_does_not_fit_into_a_datagram_is_fetched_over_TCP()
    {
        using ScriptedNameServer server = new((query, overTcp) =>
            overTcp ? ScriptedNameServer.Address(query, 9) : ScriptedNameServer.Reply(query, 0x8380));

        Assert.AreEqual("192.0.2.9", Make(server).Resolve(Host)[0].ToString());
        Assert.HasCount(1, server.Askers);
    }

    [TestMethod]
    public void A_server_that_is_silent_over_TCP_costs_its_wait_and_no_more()
    {
        using ScriptedNameServer server = new((query, overTcp) => overTcp ? null : ScriptedNameServer.Reply(query, 0x8380));

        Assert.AreEqual(DnsError.Truncated, Fails(Make(server), Host).Reason);
    }

    [TestMethod]
    public void A_forged_answer_from_another_socket_is_not_believed()
    {
        using Socket forger = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        ScriptedNameServer? self = null;
        using ScriptedNameServer server = new((query, _) =>
        {
            forger.SendTo(ScriptedNameServer.Address(query, 66), self!.Askers.Last());
            return ScriptedNameServer.Address(query, 1);
        });
        self = server;

        Assert.AreEqual("192.0.2.1", Make(server).Resolve(Host)[0].ToString());
    }

    [TestMethod]
    public void A_datagram_longer_than_any_answer_does_not_end_the_look_up()
    {
        int queries = 0;
        using ScriptedNameServer server = new((query, _) => ++queries == 1 ? new byte[5_000] : ScriptedNameServer.Address(query, 1));

        Assert.AreEqual("192.0.2.1", Make(server, 2).Resolve(Host)[0].ToString());
        Assert.AreEqual(2, queries);
    }

    [TestMethod]
    public void A_failure_is_told_with_its_reason_and_only_that_of_the_name_is_remembered()
    {
        using ScriptedNameServer missing = new((query, _) => ScriptedNameServer.Reply(query, 0x8183));
        using ScriptedNameServer refusing = new((query, _) => ScriptedNameServer.Reply(query, 0x8185));
        using ScriptedNameServer silent = new((_, _) => null);
        DnsResolver resolver = Make(refusing);

        Assert.AreEqual(DnsError.NoSuchName, Fails(Make(missing), Host).Reason);
        Assert.AreEqual(DnsError.TimedOut, Fails(Make(silent), Host).Reason);
        Assert.AreEqual(DnsError.Refused, Fails(resolver, Host).Reason);
        Assert.AreEqual(DnsError.Refused, Fails(resolver, Host).Reason);
        Assert.HasCount(2, refusing.Askers);
    }

    [TestMethod]
    public void A_look_up_that_waits_stops_nobody_else_who_asks_the_same_resolver()
    {
        bool silent = true;
        using ScriptedNameServer server = new((query, _) =>
            query[13] == (byte)'s' && Volatile.Read(ref silent) ? null : ScriptedNameServer.Address(query, 1));
        DnsResolver resolver = Make(server, 4);
        Background slow = new(() => resolver.Resolve("slow.example.com"));
        Assert.IsTrue(server.Asked.Wait(Loopback.Patience));

        Assert.AreEqual("192.0.2.1", resolver.Resolve("quick.example.com")[0].ToString());

        Assert.IsFalse(slow.HasEnded);
        Volatile.Write(ref silent, false);
        slow.Returns();
    }

    [TestMethod]
    public void Look_ups_leave_no_socket_behind_however_they_end()
    {
        int queries = 0;
        using ScriptedNameServer server = new((query, overTcp) => (++queries % 3) switch
        {
            0 => ScriptedNameServer.Address(query, 1),
            1 => ScriptedNameServer.Reply(query, 0x8183),
            _ => ScriptedNameServer.Reply(query, overTcp ? 0x8182 : 0x8380),
        });
        DnsResolver resolver = Make(server);
        Ask(resolver, 10);

        int before = Descriptors.Count();
        Ask(resolver, 300);

        Assert.IsLessThan(before + 10, Descriptors.Count());
    }

    private static void Ask(DnsResolver resolver, int times)
    {
        for (int i = 0; i < times; i++)
        {
            try
            {
                resolver.Resolve(Host);
            }
            catch (DnsException)
            {
                // As the server says.
            }

            resolver.Forget(Host);
        }
    }

    private static DnsException Fails(DnsResolver resolver, string host) =>
        Assert.ThrowsExactly<DnsException>(() => resolver.Resolve(host));

    private static DnsResolver Make(ScriptedNameServer server, int attempts = 1) => new(new DnsOptions
    {
        Servers = [IPAddress.Loopback],
        Port = server.Port,
        Attempts = attempts,
    });
}
