using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public sealed class UdpTransportTests : IDisposable
{
    private readonly UdpTransport _first = new(new UdpOptions { LocalAddress = IPAddress.Loopback });
    private readonly UdpTransport _second = new(new UdpOptions { LocalAddress = IPAddress.Loopback });
    private readonly byte[] _buffer = new byte[100];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [TestMethod]
    public void A_datagram_arrives_whole_with_the_address_of_its_sender()
    {
        _first.Send([1, 2, 3, 4, 5], 1, 3, _second.LocalEndPoint);

        int received = _second.Receive(_buffer, 10, 50, Loopback.Patience, out IPEndPoint? sender);

        Assert.AreEqual(3, received);
        CollectionAssert.AreEqual(new byte[] { 2, 3, 4 }, _buffer[10..13]);
        Assert.AreEqual(_first.LocalEndPoint, sender);
    }

    [TestMethod]
    public void Each_receive_takes_one_datagram()
    {
        _first.Send([1], 0, 1, _second.LocalEndPoint);
        _first.Send([2, 2], 0, 2, _second.LocalEndPoint);

        Assert.AreEqual(1, _second.Receive(_buffer, 0, 100, Loopback.Patience, out _));
        Assert.AreEqual(2, _second.Receive(_buffer, 0, 100, Loopback.Patience, out _));
    }

    [TestMethod]
    public void A_receive_times_out_when_nothing_comes()
    {
        Assert.AreEqual(Transport.TimedOut, _first.Receive(_buffer, 0, 100, 0, out IPEndPoint? sender));
        Assert.IsNull(sender);
        Assert.AreEqual(Transport.TimedOut, _first.Receive(_buffer, 0, 100, 20, out _));
        Assert.IsFalse(_first.Poll(TransportPoll.Read, 20));
    }

    [TestMethod]
    public void An_empty_datagram_is_not_silence()
    {
        using Socket plain = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        plain.SendTo([], _first.LocalEndPoint);

        Assert.AreEqual(0, _first.Receive(_buffer, 0, 100, Loopback.Patience, out IPEndPoint? sender));
        Assert.IsNotNull(sender);
    }

    [TestMethod]
    public void What_does_not_fit_is_lost_and_the_next_datagram_comes_whole()
    {
        _first.Send([1, 2, 3], 0, 3, _second.LocalEndPoint);
        _first.Send([4], 0, 1, _second.LocalEndPoint);

        Assert.AreEqual(2, _second.Receive(_buffer, 0, 2, Loopback.Patience, out _));
        Assert.AreEqual(1, _second.Receive(_buffer, 0, 2, Loopback.Patience, out _));
        Assert.AreEqual(4, _buffer[0]);
    }

    [TestMethod]
    public void A_port_that_nobody_listens_on_does_not_end_the_transport()
    {
        IPEndPoint nobody = _second.LocalEndPoint;
        _second.Close();
        _first.Send([1], 0, 1, nobody);

        Assert.AreEqual(Transport.TimedOut, _first.Receive(_buffer, 0, 100, 20, out _));
        _first.Send([2], 0, 1, _first.LocalEndPoint);
        Assert.AreEqual(1, _first.Receive(_buffer, 0, 100, Loopback.Patience, out _));
    }

    [TestMethod]
    public void Closing_wakes_a_receive_of_another_thread()
    {
        Background receive = new Background(() => _first.Receive(_buffer, 0, 100, Timeout.Infinite, out _)).LetItWait();
        int open = SocketBudget.Open;

        _first.Close();
        _first.Close();

        Assert.AreEqual(open - 1, SocketBudget.Open);

        Assert.AreEqual(TransportError.Closed, ((TransportException)receive.End()!).Error);
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => _first.Send([1], 0, 1, _second.LocalEndPoint)).Error);
        Assert.IsTrue(_first.Poll(TransportPoll.Read, 0));
    }

    [TestMethod]
    public void A_second_thread_that_receives_gets_an_exception()
    {
        Background receive = new Background(() => _first.Receive(_buffer, 0, 100, Timeout.Infinite, out _)).LetItWait();

        Assert.ThrowsExactly<InvalidOperationException>(() => _first.Receive(_buffer, 0, 100, 0, out _));

        _first.Close();
        receive.End();
    }

    [TestMethod]
    public void A_port_in_use_is_refused_and_leaves_no_socket_behind()
    {
        int open = SocketBudget.Open;

        TransportException failure = Loopback.Fails(() => _ = new UdpTransport(
            new UdpOptions { LocalAddress = IPAddress.Loopback, LocalPort = _first.LocalEndPoint.Port }));

        Assert.AreEqual(TransportError.AddressInUse, failure.Error);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void Sockets_that_reuse_an_address_share_a_port()
    {
        using UdpTransport sharing = new(new UdpOptions { ReuseAddress = true });
        using UdpTransport another = new(new UdpOptions { ReuseAddress = true, LocalPort = sharing.LocalEndPoint.Port });

        Assert.AreEqual(sharing.LocalEndPoint.Port, another.LocalEndPoint.Port);
    }

    [TestMethod]
    public void A_broadcast_needs_the_option()
    {
        IPEndPoint everyone = new(IPAddress.Broadcast, _second.LocalEndPoint.Port);

        Assert.AreEqual(TransportError.InvalidOperation, Loopback.Fails(() => _first.Send([1], 0, 1, everyone)).Error);
    }

    [TestMethod]
    public void A_datagram_that_is_too_large_is_refused()
    {
        byte[] large = new byte[70_000];

        Assert.AreEqual(
            TransportError.InvalidOperation,
            Loopback.Fails(() => _first.Send(large, 0, large.Length, _second.LocalEndPoint)).Error);
    }

    [TestMethod]
    public void A_member_of_a_multicast_group_receives_until_it_leaves()
    {
        IPAddress group = IPAddress.Parse("239.255.77.77");
        using UdpTransport member = new(new UdpOptions());
        IPEndPoint destination = new(group, member.LocalEndPoint.Port);
        member.JoinMulticastGroup(group, IPAddress.Loopback);

        _first.Send([9], 0, 1, destination);

        Assert.AreEqual(1, member.Receive(_buffer, 0, 100, Loopback.Patience, out IPEndPoint? sender));
        Assert.AreEqual(_first.LocalEndPoint, sender);

        member.LeaveMulticastGroup(group, IPAddress.Loopback);
        _first.Send([9], 0, 1, destination);
        _first.Send([8], 0, 1, new IPEndPoint(IPAddress.Loopback, destination.Port));

        Assert.AreEqual(1, member.Receive(_buffer, 0, 100, Loopback.Patience, out _));
        Assert.AreEqual(8, _buffer[0], "The group's datagram came although the group was left.");
        Assert.AreNotEqual(TransportError.Other, Loopback.Fails(() => member.LeaveMulticastGroup(group, IPAddress.Loopback)).Error);
    }

    [TestMethod]
    public void Arguments_outside_the_buffer_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _first.Send(_buffer, 0, 0, _second.LocalEndPoint));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _first.Receive(_buffer, 99, 2, 0, out _));
        Assert.ThrowsExactly<ArgumentNullException>(() => _first.Send(_buffer, 0, 1, null!));
    }
}
