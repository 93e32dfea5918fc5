using System.Net;
using System.Net.Sockets;
using System.Text;
using EspNet.Bench.Mqtt;

namespace EspNet.Bench.Tests;

/// <summary>A socket and the bytes of packets, right or wrong: nothing between a test and the wire.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 10_000,
    };

    public RawClient(BenchBroker broker) => _socket.Connect(IPAddress.Loopback, broker.Port);

    /// <summary>A client that is connected and has read its CONNACK.</summary>
    public static RawClient Connected(BenchBroker broker, string id = "raw", bool clean = true, ushort keepAlive = 0, bool present = false)
    {
        var client = new RawClient(broker);
        client.Send(Connect(id, clean, keepAlive));
        client.Expect(0x20, 2, (byte)(present ? 1 : 0), 0);
        return client;
    }

    public static byte[] Connect(string id = "raw", bool clean = true, ushort keepAlive = 0) =>
        Connect((byte)(clean ? 2 : 0), keepAlive, Text(id));

    /// <summary>CONNECT of MQTT 3.1.1 with any flags and any payload.</summary>
    public static byte[] Connect(byte flags, ushort keepAlive, params byte[][] payload) =>
        Packet(0x10, [Text("MQTT"), [4, flags, (byte)(keepAlive >> 8), (byte)keepAlive], .. payload]);

    public static byte[] Packet(byte header, params byte[][] parts)
    {
        byte[] body = parts.SelectMany(p => p).ToArray();
        byte[] length = body.Length < 128 ? [(byte)body.Length] : [(byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7)];
        return [header, .. length, .. body];
    }

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    public static byte[] Id(int id) => [(byte)(id >> 8), (byte)id];

    public static byte[] Publish(string topic, string payload, int qos = 0, int id = 0, bool dup = false, bool retain = false) =>
        Packet(
            (byte)(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0)),
            Text(topic),
            qos > 0 ? Id(id) : [],
            Encoding.UTF8.GetBytes(payload));

    public static byte[] Subscribe(int id, string filter, byte qos) => Packet(0x82, Id(id), Text(filter), [qos]);

    public static byte[] Ack(byte header, int id) => Packet(header, Id(id));

    public void Send(params byte[][] packets) => _socket.Send(packets.SelectMany(p => p).ToArray());

    /// <summary>The next packet, and none of the bytes after it.</summary>
    public byte[] Receive()
    {
        byte[] head = [.. ReadExactly(1), .. ReadExactly(1)];
        int length = head[1] & 0x7F;
        for (int shift = 7; head[^1] >= 0x80; shift += 7)
        {
            head = [.. head, .. ReadExactly(1)];
            length |= (head[^1] & 0x7F) << shift;
        }

        return [.. head, .. ReadExactly(length)];
    }

    public void Expect(params byte[] packet) => CollectionAssert.AreEqual(packet, Receive());

    public void ExpectBytes(params byte[] bytes) => CollectionAssert.AreEqual(bytes, ReadExactly(bytes.Length));

    /// <summary>The orderly end of the broker's side.</summary>
    public void ExpectEnd() => Assert.AreEqual(0, _socket.Receive(new byte[1]), "A byte came instead of the end.");

    /// <summary>The orderly end, whatever came before it.</summary>
    public void DrainToEnd()
    {
        byte[] buffer = new byte[1024];
        while (_socket.Receive(buffer) > 0)
        {
        }
    }

    public void ExpectReset() =>
        Assert.AreEqual(SocketError.ConnectionReset, Assert.ThrowsExactly<SocketException>(() => _socket.Receive(new byte[1])).SocketErrorCode);

    /// <summary>Shows that nothing is on its way: what was caused earlier would have come before the answer to this ping.</summary>
    public void ExpectNothingBeforePingresp()
    {
        Send([0xC0, 0]);
        Expect(0xD0, 0);
    }

    public bool IsSilentFor(int milliseconds) => !_socket.Poll(milliseconds * 1000, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    private byte[] ReadExactly(int count)
    {
        byte[] bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            int read = _socket.Receive(bytes, have, count - have, SocketFlags.None);
            if (read == 0)
            {
                throw new EndOfStreamException("The broker closed the connection.");
            }

            have += read;
        }

        return bytes;
    }
}
