using System;
using System.Threading;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class MemoryNetworkTests
{
    [TestMethod]
    public void A_client_connects_to_a_listener_and_they_talk()
    {
        MemoryNetwork network = new MemoryNetwork();
        MemoryListener listener = network.Listen(1883);
        IClientTransport client = network.Factory();

        client.Connect("any name", 1883);
        MemoryTransport server = listener.Accept(0)!;
        client.Write(new byte[] { 1, 2 }, 0, 2);
        server.Write(new byte[] { 3 }, 0, 1);

        Assert.AreEqual(2, server.Read(new byte[4], 0, 4, 0));
        Assert.AreEqual(1, client.Read(new byte[4], 0, 4, 0));
    }

    [TestMethod]
    public void A_waiting_accept_is_woken_by_a_client_and_by_a_close()
    {
        MemoryNetwork network = new MemoryNetwork();
        MemoryListener listener = network.Listen(1883);
        Background accept = new Background(() => Assert.IsNotNull(listener.Accept(Timeout.Infinite))).LetItWait();

        network.Factory().Connect("host", 1883);
        accept.Returns();

        accept = new Background(() => Assert.IsNull(listener.Accept(Timeout.Infinite))).LetItWait();
        listener.Close();
        accept.Returns();
    }

    [TestMethod]
    public void A_port_where_nobody_listens_refuses()
    {
        MemoryNetwork network = new MemoryNetwork();
        MemoryListener listener = network.Listen(1883);

        Expect.Failure(TransportError.Refused, () => network.Factory().Connect("host", 1884));
        listener.Close();
        listener.Dispose();

        Expect.Failure(TransportError.Refused, () => network.Factory().Connect("host", 1883));
        Assert.IsNotNull(network.Listen(1883));
    }

    [TestMethod]
    public void A_full_queue_refuses_and_a_close_resets_those_who_wait_in_it()
    {
        MemoryNetwork network = new MemoryNetwork();
        MemoryListener listener = network.Listen(1883);
        IClientTransport waiting = network.Factory();
        waiting.Connect("host", 1883);
        for (int i = 1; i < MemoryListener.DefaultBacklog; i++)
        {
            network.Factory().Connect("host", 1883);
        }

        Expect.Failure(TransportError.Refused, () => network.Factory().Connect("host", 1883));
        listener.Close();

        Expect.Failure(TransportError.Reset, () => waiting.Read(new byte[1], 0, 1, 0));
    }

    [TestMethod]
    public void Two_listeners_cannot_share_a_port()
    {
        MemoryNetwork network = new MemoryNetwork();
        network.Listen(1883);

        Expect.Failure(TransportError.AddressInUse, () => network.Listen(1883));
    }

    [TestMethod]
    public void A_client_connects_only_once_and_says_when_it_has_not()
    {
        MemoryNetwork network = new MemoryNetwork();
        network.Listen(1883);
        IClientTransport client = network.Factory();

        Expect.Failure(TransportError.NotConnected, () => client.Read(new byte[1], 0, 1, 0));
        client.Connect("host", 1883);
        Assert.ThrowsException(typeof(InvalidOperationException), () => client.Connect("host", 1883));

        client.Close();
        client.Dispose();
        Expect.Failure(TransportError.Closed, () => client.Read(new byte[1], 0, 1, 0));

        IClientTransport unused = network.Factory();
        unused.Abort();
        Expect.Failure(TransportError.Closed, () => unused.Connect("host", 1883));
    }
}
