using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Interop.Tests.Support;
using EspNet.Mqtt;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>A cable between two network namespaces that is pulled and plugged in again.</summary>
[TestClass]
public sealed class LinkTests : IDisposable
{
    private readonly NetworkPair _pair = new();
    private readonly byte[] _buffer = new byte[100];

    public void Dispose() => _pair.Dispose();

    [TestMethod]
    public void A_connection_outlives_a_pulled_cable_and_what_was_written_meanwhile_arrives()
    {
        using TcpServer server = Serve();
        using TcpTransport client = Connect(server, new TcpOptions());
        using TcpTransport served = server.Accept(Loopback.Patience)!;
        _pair.LinkDown();

        client.WriteAll([1, 2, 3]);
        Assert.AreEqual(Transport.TimedOut, served.Read(_buffer, 0, 3, 50));
        Assert.IsFalse(client.Poll(TransportPoll.Error, 0));
        _pair.LinkUp();

        served.ReadExactly(_buffer, 0, 3, Loopback.Patience);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, _buffer[..3]);
    }

    [TestMethod]
    public void A_broadcast_reaches_every_device_of_the_network_that_listens()
    {
        using UdpTransport listener = _pair.Network.Run(() => new UdpTransport());
        using UdpTransport sender = _pair.Device.Run(() => new UdpTransport(new UdpOptions { Broadcast = true }));

        sender.Send([1, 2, 3], 0, 3, new IPEndPoint(IPAddress.Parse("10.77.0.255"), listener.LocalEndPoint.Port));

        Assert.AreEqual(3, listener.Receive(_buffer, 0, 100, Loopback.Patience, out IPEndPoint? from));
        Assert.AreEqual(_pair.Device.Address, from!.Address);
    }

    [TestMethod]
    public void Keepalive_finds_out_that_the_cable_is_pulled()
    {
        using TcpServer server = Serve();
        using TcpTransport client = Connect(server, new TcpOptions
        {
            KeepAlive = true,
            KeepAliveIdleSeconds = 1,
            KeepAliveIntervalSeconds = 1,
            KeepAliveCount = 2,
        });
        using TcpTransport served = server.Accept(Loopback.Patience)!;
        _pair.LinkDown();

        TransportException failure = Loopback.Fails(() => client.Read(_buffer, 0, 1, Loopback.Patience));

        Assert.Contains(failure.Error, new[] { TransportError.TimedOut, TransportError.Unreachable });
    }

    [TestMethod]
    public void A_connect_without_a_cable_fails_in_its_time_while_other_threads_go_on()
    {
        using TcpServer server = Serve();
        _pair.LinkDown();
        Ticking ticking = new();

        TransportException failure = Loopback.Fails(() => Connect(server, new TcpOptions { ConnectTimeout = 500 }));

        Assert.Contains(failure.Error, new[] { TransportError.TimedOut, TransportError.Unreachable });
        Assert.IsGreaterThan(10, ticking.Stop());
        _pair.LinkUp();
        using TcpTransport client = Connect(server, new TcpOptions());
        Assert.IsNotNull(server.Accept(Loopback.Patience));
    }

    [TestMethod]
    public void An_MQTT_client_finds_the_pulled_cable_by_its_pings_and_loses_nothing()
    {
        using MosquittoBroker broker = MosquittoBroker.Start(place: _pair.Network);
        MqttClientOptions options = TestClient.Options(broker.Port, clean: false);
        options.Broker.Host = _pair.Network.Address.ToString();
        options.Session.KeepAlive = 2;
        options.Network.PingTimeout = 500;
        options.Network.ConnectTimeout = 1_000;
        using var client = new TestClient(options);
        _pair.Device.Run(() => client.Client.Connect(Patience.Milliseconds));
        client.Client.Subscribe("up", MqttQos.AtLeastOnce);
        client.Client.Publish("up", "0"u8.ToArray(), MqttQos.AtLeastOnce);

        _pair.LinkDown();
        client.Client.Enqueue("up", "1"u8.ToArray(), MqttQos.AtLeastOnce);
        client.Disconnects.AwaitFirst(e => e.Reason is MqttDisconnectReason.PingTimeout or MqttDisconnectReason.TransportError);
        client.Client.Enqueue("up", "2"u8.ToArray(), MqttQos.AtLeastOnce);
        _pair.LinkUp();

        // At least once: a message whose acknowledgement was lost may come again.
        client.Messages.AwaitFirst(message => message.Text == "2");
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, client.Texts.Distinct().ToArray());
        client.Client.Disconnect();
    }

    private TcpServer Serve()
    {
        TcpServer server = new(new TcpServerOptions { Address = _pair.Network.Address });
        _pair.Network.Run(server.Start);
        return server;
    }

    private TcpTransport Connect(TcpServer server, TcpOptions options) => _pair.Device.Run(() =>
    {
        TcpTransport client = new(options);
        client.Connect(_pair.Network.Address.ToString(), server.Port);
        return client;
    });
}
