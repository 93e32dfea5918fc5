using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspNet.Interop.Tests.Support;

/// <summary>One record of an answer, as it arrived.</summary>
/// <param name="Name">The name it belongs to, without the last dot.</param>
/// <param name="Type">1 is A, 5 CNAME, 28 AAAA.</param>
/// <param name="Class">1 is the Internet; mDNS sets the highest bit to flush caches.</param>
/// <param name="TimeToLive">In seconds.</param>
/// <param name="Value">An address, or the name that a CNAME leads to.</param>
internal sealed record DnsProbeRecord(string Name, int Type, int Class, long TimeToLive, string Value);

/// <summary>
/// A DNS question as bytes and its answer taken apart (RFC 1035), written for the tests alone: it shows what a server
/// really sends, and shares nothing with what is tested.
/// </summary>
/// <param name="Id">The identifier of the answer.</param>
/// <param name="Flags">The second 16 bits of its header.</param>
/// <param name="Question">The name in its question section, null without one.</param>
/// <param name="Records">Its answer section.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="From">Who sent it.</param>
internal sealed record DnsProbe(int Id, int Flags, string? Question, DnsProbeRecord[] Records, int Size, EndPoint From)
{
    public const int A = 1;
    public const int Cname = 5;
    public const int Aaaa = 28;

    /// <summary>0 is no error, 3 no such name, 5 refused.</summary>
    public int Code => Flags & 0xF;

    /// <summary>Whether records were left out because they did not fit.</summary>
    public bool IsTruncated => (Flags & 0x200) != 0;

    /// <summary>The values of its records of one type.</summary>
    public string[] Values(int type) => [.. Records.Where(record => record.Type == type).Select(record => record.Value)];

    /// <summary>Asks over UDP.</summary>
    public static DnsProbe Ask(IPAddress server, int port, string name, int type = A, int id = 0x1234)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = Patience.Milliseconds;
        socket.SendTo(Query(name, type, id), new IPEndPoint(server, port));
        byte[] buffer = new byte[65_535];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = socket.ReceiveFrom(buffer, ref from);
        return Read(buffer[..count], from);
    }

    /// <summary>Asks over TCP.</summary>
    public static DnsProbe AskOverTcp(IPAddress server, int port, string name, int type = A, int id = 0x1234)
    {
        using var client = new TcpClient();
        client.ReceiveTimeout = Patience.Milliseconds;
        client.Connect(server, port);
        NetworkStream stream = client.GetStream();
        byte[] query = Query(name, type, id);
        stream.Write([(byte)(query.Length >> 8), (byte)query.Length, .. query]);
        byte[] length = new byte[2];
        stream.ReadExactly(length);
        byte[] answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        stream.ReadExactly(answer);
        return Read(answer, client.Client.RemoteEndPoint!);
    }

    /// <summary>A standard query with recursion desired, as a resolver on a device sends it: without EDNS.</summary>
    internal static byte[] Query(string name, int type, int id)
    {
        List<byte> query = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        WriteName(query, name);
        query.AddRange([0, (byte)type, 0, 1]);
        return [.. query];
    }

    /// <summary>A name as labels, not compressed.</summary>
    internal static void WriteName(List<byte> message, string name)
    {
        foreach (string label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.UTF8.GetBytes(label));
        }

        message.Add(0);
    }

    /// <summary>Reads a name, compressed or not, and moves on behind it.</summary>
    internal static string ReadName(byte[] message, ref int position)
    {
        var labels = new List<string>();
        int at = position;
        bool jumped = false;
        while (message[at] != 0)
        {
            if (message[at] >= 0xC0)
            {
                int target = ((message[at] & 0x3F) << 8) | message[at + 1];
                position = jumped ? position : at + 2;
                jumped = true;
                at = target;
                continue;
            }

            labels.Add(Encoding.UTF8.GetString(message, at + 1, message[at]));
            at += 1 + message[at];
        }

        position = jumped ? position : at + 1;
        return string.Join('.', labels);
    }

    private static DnsProbe Read(byte[] message, EndPoint from)
    {
        int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
        int position = 12;
        string? question = null;
        for (int i = 0; i < Word(4); i++)
        {
            question = ReadName(message, ref position);
            position += 4;
        }

        var records = new List<DnsProbeRecord>();
        for (int i = 0; i < Word(6); i++)
        {
            string name = ReadName(message, ref position);
            int type = Word(position);
            int length = Word(position + 8);
            int data = position + 10;
            string value = type == Cname
                ? ReadName(message, ref data)
                : new IPAddress(message.AsSpan(data, length)).ToString();
            long timeToLive = BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(position + 4));
            records.Add(new DnsProbeRecord(name, type, Word(position + 2), timeToLive, value));
            position += 10 + length;
        }

        return new DnsProbe(Word(0), Word(2), question, [.. records], message.Length, from);
    }
}
