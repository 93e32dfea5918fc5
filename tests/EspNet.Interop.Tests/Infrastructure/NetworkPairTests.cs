using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The two network namespaces of a test and the cable between them.</summary>
[TestClass]
public sealed class NetworkPairTests : IDisposable
{
    private const int Port = 4000;

    // How long nothing arrives over a link that is down. Many retransmissions on a link that is up.
    private const int Quiet = 300;

    private readonly NetworkPair _pair = new();

    [TestMethod]
    public void Each_thread_is_in_the_namespace_it_was_sent_to()
    {
        string outside = NetworkNamespace.Current();
        string device = _pair.Device.Run(NetworkNamespace.Current);
        string network = _pair.Network.Run(NetworkNamespace.Current);

        Assert.AreEqual(3, new HashSet<string> { outside, device, network }.Count, $"{outside} {device} {network}");
        Assert.AreEqual(outside, NetworkNamespace.Current());
        Assert.AreEqual(device, _pair.Device.Run(NetworkNamespace.Current));
        Assert.AreEqual(device, _pair.Device.RunProcess("readlink", "/proc/self/ns/net").Output.Trim());
    }

    [TestMethod]
    public void A_thread_started_inside_is_inside_too()
    {
        string? seen = null;

        string inside = _pair.Device.Run(() =>
        {
            var thread = new Thread(() => seen = NetworkNamespace.Current());
            thread.Start();
            thread.Join();
            return NetworkNamespace.Current();
        });

        Assert.AreEqual(inside, seen);
    }

    [TestMethod]
    public void What_the_code_throws_comes_out()
    {
        Assert.ThrowsExactly<FormatException>(() => _pair.Device.Run(() => throw new FormatException()));
    }

    [TestMethod]
    public void Its_loopback_is_its_own()
    {
        using Socket listener = _pair.Device.Run(() => Listen(IPAddress.Loopback));

        _pair.Device.Run(() => Connect(IPAddress.Loopback).Dispose());
        SocketException refused = Assert.ThrowsExactly<SocketException>(() => _pair.Network.Run(() => Connect(IPAddress.Loopback)));

        Assert.AreEqual(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [TestMethod]
    public void Data_waits_while_the_link_is_down_and_flows_again_when_it_is_up()
    {
        using Socket listener = _pair.Network.Run(() => Listen(_pair.Network.Address));
        using Socket client = _pair.Device.Run(() => Connect(_pair.Network.Address));
        using Socket server = listener.Accept();
        server.ReceiveTimeout = Patience.Milliseconds;
        client.Send([1]);
        Assert.AreEqual(1, Receive(server));

        _pair.LinkDown();
        client.Send([2]);
        Assert.IsFalse(server.Poll(TimeSpan.FromMilliseconds(Quiet), SelectMode.SelectRead), "Data came over a link that is down.");
        _pair.LinkUp();

        Assert.AreEqual(2, Receive(server));
        server.Send([3]);
        client.ReceiveTimeout = Patience.Milliseconds;
        Assert.AreEqual(3, Receive(client));
    }

    [TestMethod]
    public void Multicast_reaches_the_other_end_also_after_the_link_was_down()
    {
        IPAddress group = IPAddress.Parse("224.0.0.251");
        using Socket listener = _pair.Network.Run(() =>
        {
            Socket socket = Datagrams(IPAddress.Any);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, _pair.Network.Address));
            return socket;
        });
        using Socket sender = _pair.Device.Run(() => Datagrams(IPAddress.Any));
        listener.ReceiveTimeout = Patience.Milliseconds;
        sender.SendTo([1], new IPEndPoint(group, Port));
        Assert.AreEqual(1, Receive(listener));

        _pair.LinkDown();
        _pair.LinkUp();

        sender.SendTo([2], new IPEndPoint(group, Port));
        Assert.AreEqual(2, Receive(listener));
    }

    [TestMethod]
    public void A_server_runs_inside_and_answers_the_other_end()
    {
        using NginxServer server = NginxServer.Start(place: _pair.Network);

        byte[] answer = new byte[64];
        int count = _pair.Device.Run(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(server.Address, server.Port);
            socket.Send("GET /text HTTP/1.0\r\n\r\n"u8);
            socket.ReceiveTimeout = Patience.Milliseconds;
            return socket.Receive(answer);
        });

        Assert.AreEqual(IPAddress.Parse("10.77.0.2"), server.Address);
        StringAssert.StartsWith(System.Text.Encoding.ASCII.GetString(answer, 0, count), "HTTP/1.1 200", StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_process_inside_has_the_id_of_its_program()
    {
        using Process process = _pair.Device.StartProcess("sh", "-c", "echo $$");

        Assert.AreEqual($"{process.Id}", process.StandardOutput.ReadToEnd().Trim());
        Assert.IsTrue(process.WaitForExit(Patience.Milliseconds));
    }

    [TestMethod]
    public void Nothing_is_left_of_it()
    {
        _pair.Dispose();

        Assert.DoesNotContain(_pair.Device.Name, Tool.Run("ip", "iproute2", ["netns", "list"]).Output);
        Assert.DoesNotContain(_pair.Network.Name, Tool.Run("ip", "iproute2", ["netns", "list"]).Output);
    }

    [TestMethod]
    public void A_thread_that_stays_inside_is_reported()
    {
        using var pair = new NetworkPair();
        using var end = new ManualResetEventSlim();
        pair.Device.Run(() => new Thread(end.Wait) { Name = "straggler" }.Start());

        AssertFailedException reported = Assert.ThrowsExactly<AssertFailedException>(pair.Dispose);
        end.Set();

        StringAssert.Contains(reported.Message, "straggler", StringComparison.Ordinal);
    }

    public void Dispose() => _pair.Dispose();

    private static Socket Listen(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, Port));
        socket.Listen();
        return socket;
    }

    private static Socket Connect(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(address, Port);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return socket;
    }

    private static Socket Datagrams(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, Port));
        return socket;
    }

    private static int Receive(Socket socket)
    {
        byte[] one = new byte[1];
        Assert.AreEqual(1, socket.Receive(one));
        return one[0];
    }
}
