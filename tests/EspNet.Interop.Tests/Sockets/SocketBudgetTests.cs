using System;
using System.Net.Sockets;
using EspNet.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public sealed class SocketBudgetTests : IDisposable
{
    private readonly Loopback _server = new();
    private readonly int _limit = SocketBudget.Limit;

    public required TestContext TestContext { get; set; }

    public void Dispose()
    {
        SocketBudget.Limit = _limit;
        _server.Dispose();
    }

    [TestMethod]
    public void The_connection_too_many_is_refused_by_name_and_opens_no_socket()
    {
        int before = SocketBudget.Open;
        SocketBudget.Limit = before + 1;
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (peer)
        {
            int descriptors = Descriptors.Count();

            TransportException failure = Loopback.Fails(() => new TcpTransport().Connect("127.0.0.1", _server.Port));

            Assert.AreEqual(TransportError.OutOfResources, failure.Error);
            Assert.AreEqual(SocketFault.TooManySockets, failure.NativeErrorCode);
            StringAssert.Contains(failure.Message, $"a TcpTransport to 127.0.0.1:{_server.Port}");
            Assert.AreEqual(descriptors, Descriptors.Count());

            transport.Close();
            Assert.AreEqual(before, SocketBudget.Open);
            (TcpTransport next, Socket nextPeer) = _server.Connect();
            next.Dispose();
            nextPeer.Dispose();
        }
    }

    [TestMethod]
    public void However_a_connection_ends_its_place_comes_back_once()
    {
        int before = SocketBudget.Open;
        using BlackHole blackHole = new();

        (TcpTransport closed, Socket closedPeer) = _server.Connect();
        (TcpTransport aborted, Socket abortedPeer) = _server.Connect();
        (TcpTransport both, Socket bothPeer) = _server.Connect();
        Assert.AreEqual(before + 3, SocketBudget.Open);
        closed.Close();
        aborted.Abort();
        both.Close();
        both.Abort();
        both.Dispose();
        Loopback.Fails(() => new TcpTransport().Connect("127.0.0.1", Loopback.FreePort()));
        Loopback.Fails(() => new TcpTransport(new TcpOptions { ConnectTimeout = 50 }).Connect("127.0.0.1", blackHole.Port));
        Loopback.Fails(() => new TcpTransport().Connect("no-such-host.invalid", 80));

        Assert.AreEqual(before, SocketBudget.Open, SocketBudget.DescribeHolders());
        closedPeer.Dispose();
        abortedPeer.Dispose();
        bothPeer.Dispose();
    }

    [TestMethod]
    public void A_transport_of_a_socket_that_is_closed_already_says_so_and_takes_no_place()
    {
        int before = SocketBudget.Open;
        Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Dispose();

        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => _ = new TcpTransport(closed, null)).Error);

        Assert.AreEqual(before, SocketBudget.Open);
    }

    [TestMethod]
    public void A_transport_that_was_forgotten_gives_its_place_back_when_it_is_collected()
    {
        int before = SocketBudget.Open;

        Forget();
        Descriptors.Settle();

        Assert.AreEqual(before, SocketBudget.Open);
    }

    [TestMethod]
    [TestCategory("Soak")]
    public void Ten_thousand_connections_leave_the_count_the_descriptors_and_the_memory_where_they_were()
    {
        ConnectAndClose(200);
        Descriptors.Settle();
        int open = SocketBudget.Open;
        int descriptors = Descriptors.Count();
        long memory = GC.GetTotalMemory(true);

        ConnectAndClose(10_000);

        Descriptors.Settle();
        long growth = GC.GetTotalMemory(true) - memory;
        TestContext.WriteLine($"{growth} bytes more after 10,000 connections");
        Assert.AreEqual(open, SocketBudget.Open);
        Assert.AreEqual(descriptors, Descriptors.Count());

        // A leak of one object a connection would be 240,000 bytes at the least.
        Assert.IsLessThan(120_000, growth);
    }

    /// <summary>Both ends, so that every connection counts twice, ended in every way by turns.</summary>
    private static void ConnectAndClose(int count)
    {
        using TcpServer server = new(new TcpServerOptions { Address = System.Net.IPAddress.Loopback });
        server.Start();
        byte[] buffer = new byte[8];
        for (int i = 0; i < count; i++)
        {
            using TcpTransport client = new();
            client.Connect("127.0.0.1", server.Port);
            using TcpTransport served = server.Accept(Loopback.Patience)!;
            client.WriteAll([1, 2]);
            served.ReadExactly(buffer, 0, 2, Loopback.Patience);
            switch (i % 3)
            {
                case 0:
                    client.Abort();
                    break;
                case 1:
                    client.Dispose();
                    served.Close();
                    break;
                default:
                    served.Abort();
                    client.Close();
                    break;
            }
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Forget()
    {
        (TcpTransport forgotten, Socket peer) = _server.Connect();
        peer.Dispose();
        Assert.IsTrue(forgotten.Poll(TransportPoll.Read, Loopback.Patience));
    }
}
