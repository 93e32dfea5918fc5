using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The multicast DNS responder of the tests, asked from the other end of a cable.</summary>
[TestClass]
public sealed class MdnsResponderTests : IDisposable
{
    private readonly NetworkPair _pair = new();

    [TestMethod]
    public void It_answers_by_legacy_unicast()
    {
        using var responder = new MdnsResponder(_pair.Network, ("broker.local", "10.77.0.2"));

        DnsProbe answer = _pair.Device.Run(() => DnsProbe.Ask(MdnsResponder.Group, MdnsResponder.Port, "Broker.local", id: 0x4711));

        Assert.AreEqual(0x4711, answer.Id);
        Assert.AreEqual(0x8400, answer.Flags);
        Assert.AreEqual("Broker.local", answer.Question);
        Assert.AreEqual(new DnsProbeRecord("Broker.local", DnsProbe.A, 1, 10, "10.77.0.2"), answer.Records.Single());
        Assert.AreEqual(new IPEndPoint(_pair.Network.Address, MdnsResponder.Port), answer.From);
    }

    [TestMethod]
    public void It_is_silent_about_what_it_does_not_know()
    {
        using var responder = new MdnsResponder(_pair.Network, ("broker.local", "10.77.0.2"));
        using Socket socket = _pair.Device.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var group = new IPEndPoint(MdnsResponder.Group, MdnsResponder.Port);

        socket.SendTo(DnsProbe.Query("other.local", DnsProbe.A, 1), group);
        socket.SendTo(DnsProbe.Query("broker.local", DnsProbe.Aaaa, 2), group);
        socket.SendTo(DnsProbe.Query("broker.local", DnsProbe.A, 3), group);
        byte[] answer = new byte[512];
        socket.ReceiveTimeout = Patience.Milliseconds;
        socket.Receive(answer);

        Assert.AreEqual(3, answer[1], "The first answer is the one to the third question.");
        CollectionAssert.AreEqual((string[])["other.local", "broker.local", "broker.local"], responder.Asked.All);
    }

    public void Dispose() => _pair.Dispose();
}
