using System;
using System.Collections.Generic;
using System.Net.Sockets;
using EspNet.Interop.Tests.Sockets;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tls.Device.Tests.Support;

/// <summary>
/// A test on one device. However it went, at its end the device has neither crashed nor hung, every context was freed once
/// and no socket is counted.
/// </summary>
public abstract class DeviceTest
{
    private readonly List<IDisposable> _used = [];
    private readonly Loopback _listener = new();

    private protected Loopback Listener => _listener;

    private protected byte[] Buffer { get; } = new byte[4096];

    [TestInitialize]
    public void Start()
    {
        Firmware.Reset();
        Assert.AreEqual(0, SocketBudget.Open, SocketBudget.DescribeHolders());
    }

    [TestCleanup]
    public void End()
    {
        _used.ForEach(used => used.Dispose());
        _listener.Dispose();
        Assert.AreEqual(string.Empty, Firmware.Accident);
        Assert.AreEqual(0, Firmware.ContextsInUse, "Contexts were not freed.");
        Assert.AreEqual(0, SocketBudget.Open, SocketBudget.DescribeHolders());
    }

    private protected T Use<T>(T used)
        where T : IDisposable
    {
        _used.Add(used);
        return used;
    }

    /// <summary>A client and the peer that has welcomed it.</summary>
    private protected (TlsTransport Transport, Peer Peer) Connect(TlsOptions? options = null, TcpOptions? tcp = null)
    {
        TlsTransport transport = Use(new TlsTransport(options, tcp));
        Peer? peer = null;
        Background welcome = new(() =>
        {
            peer = Use(new Peer(_listener.Accept()));
            peer.Welcome();
        });
        transport.Connect("127.0.0.1", _listener.Port);
        welcome.Returns();
        return (transport, peer!);
    }

    /// <summary>A connect that fails; the peer does what the action says with what it accepted.</summary>
    private protected TlsException FailToConnect(TlsOptions? options, Action<Peer> act)
    {
        Background peer = new(() => act(Use(new Peer(_listener.Accept()))));
        TlsTransport transport = Use(new TlsTransport(options));

        TlsException failure = Assert.ThrowsExactly<TlsException>(() => transport.Connect("127.0.0.1", _listener.Port));

        peer.Returns();
        return failure;
    }

    /// <summary>The accepted end of a new connection, and its client, which has greeted already.</summary>
    private protected (TcpTransport Accepted, Peer Client) Accept()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        Peer client = Use(new Peer(socket));
        socket.Connect("127.0.0.1", _listener.Port);
        client.Greet();
        return (Use(new TcpTransport(_listener.Accept(), null)), client);
    }

    private protected static void Fails(TransportError expected, Action action)
    {
        TransportException failure = Assert.Throws<TransportException>(action);
        Assert.AreEqual(expected, failure.Error, failure.ToString());
    }

    private protected static void Failed(TransportError expected, Background call)
    {
        Exception? caught = call.End();
        Assert.IsInstanceOfType<TransportException>(caught, caught is null ? "Nothing was thrown." : caught.ToString());
        Assert.AreEqual(expected, ((TransportException)caught).Error, caught.ToString());
    }

    private protected static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
