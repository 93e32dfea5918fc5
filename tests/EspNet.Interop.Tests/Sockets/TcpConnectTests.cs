using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public class TcpConnectTests
{
    [TestMethod]
    public void A_port_where_nobody_listens_refuses()
    {
        int port = Loopback.FreePort();
        using TcpTransport transport = new();

        TransportException e = Loopback.Fails(() => transport.Connect("127.0.0.1", port));

        Assert.AreEqual(TransportError.Refused, e.Error);
        Assert.AreEqual((int)SocketError.ConnectionRefused, e.NativeErrorCode);
        StringAssert.Contains(e.Message, "127.0.0.1:" + port);
    }

    [TestMethod]
    public void A_black_hole_times_out_while_other_threads_go_on()
    {
        using BlackHole hole = new();
        using TcpTransport transport = new(new TcpOptions { ConnectTimeout = 500 });
        using ManualResetEvent done = new(false);
        int ticks = 0;
        Thread ticker = new(() =>
        {
            while (!done.WaitOne(5))
            {
                ticks++;
            }
        });
        ticker.Start();

        TransportException e = Loopback.Fails(() => transport.Connect("127.0.0.1", hole.Port));
        done.Set();
        ticker.Join();

        Assert.AreEqual(TransportError.TimedOut, e.Error);
        StringAssert.Contains(e.Message, "500 ms", "The operating system gave up first.");
        Assert.IsGreaterThan(10, ticks);
    }

    [TestMethod]
    public void An_abort_wakes_a_connect()
    {
        using BlackHole hole = new();
        using TcpTransport transport = new();
        Background connect = new Background(() => transport.Connect("127.0.0.1", hole.Port)).LetItWait();

        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)connect.End()!).Error);
    }

    [TestMethod]
    public void A_close_wakes_a_connect()
    {
        using BlackHole hole = new();
        using TcpTransport transport = new();
        Background connect = new Background(() => transport.Connect("127.0.0.1", hole.Port)).LetItWait();

        transport.Close();

        Assert.AreEqual(TransportError.Closed, ((TransportException)connect.End()!).Error);
    }

    [TestMethod]
    public void An_abort_at_any_moment_of_a_connect_leaves_nothing_open()
    {
        using Loopback server = new(backlog: 512);
        Descriptors.Settle();
        int before = Descriptors.Count();

        for (int i = 0; i < 300; i++)
        {
            using TcpTransport transport = new();
            Background connect = new(() => transport.Connect("127.0.0.1", server.Port));
            Thread.SpinWait(i * 50);
            transport.Abort();

            Exception? e = connect.End();
            Assert.IsTrue(e is null || ((TransportException)e).Error == TransportError.Closed, e?.ToString());
        }

        Assert.AreEqual(before, Descriptors.Count());
    }

    [TestMethod]
    public void A_name_is_looked_up_and_connects()
    {
        using Loopback server = new();
        using TcpTransport transport = new();

        transport.Connect("localhost", server.Port);

        using Socket peer = server.Accept();
        transport.Write(Encoding.ASCII.GetBytes("hello"), 0, 5);
        byte[] received = new byte[5];
        Assert.AreEqual(5, peer.Receive(received));
    }

    [TestMethod]
    public void A_name_that_does_not_exist_is_not_found()
    {
        using TcpTransport transport = new();

        Assert.AreEqual(TransportError.HostNotFound, Loopback.Fails(() => transport.Connect("no-such-host.invalid", 1883)).Error);
    }

    [TestMethod]
    public void What_is_neither_name_nor_address_is_not_found_without_asking_anyone()
    {
        using TcpTransport transport = new();

        TransportException e = Loopback.Fails(() => transport.Connect("10.0.0.1:1883", 1883));

        Assert.AreEqual(TransportError.HostNotFound, e.Error);
        StringAssert.Contains(e.Message, "port");
    }

    [TestMethod]
    public void An_IPv6_literal_connects()
    {
        using Socket listener = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException)
        {
            Assert.Inconclusive("This machine has no IPv6.");
        }

        listener.Listen();
        using TcpTransport transport = new();

        transport.Connect("::1", ((IPEndPoint)listener.LocalEndPoint!).Port);

        Assert.IsTrue(transport.Poll(TransportPoll.Write, Loopback.Patience));
    }

    [TestMethod]
    public void A_transport_connects_only_once()
    {
        using Loopback server = new();
        (TcpTransport transport, Socket peer) = server.Connect();
        using (transport)
        using (peer)
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => transport.Connect("127.0.0.1", server.Port));
        }
    }

    [TestMethod]
    public void An_unconnected_transport_says_so_and_a_closed_one_too()
    {
        using TcpTransport transport = new();
        byte[] buffer = new byte[1];

        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.Read(buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.Write(buffer, 0, 1)).Error);
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));

        transport.Close();
        transport.Close();
        transport.Abort();
        transport.Dispose();

        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Read(buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Connect("127.0.0.1", 1)).Error);
    }

    [TestMethod]
    public void The_options_reach_the_socket()
    {
        using Loopback server = new();
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, server.Port);
        Socket accepted = server.Accept();

        using TcpTransport transport = new(accepted, new TcpOptions { KeepAlive = true, SendTimeout = 1_234 });

        Assert.IsTrue(accepted.NoDelay);
        Assert.AreEqual(1_234, accepted.SendTimeout);
        Assert.AreEqual(1, accepted.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.AreEqual(5, accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.AreEqual(5, accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.AreEqual(3, accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
    }
}
