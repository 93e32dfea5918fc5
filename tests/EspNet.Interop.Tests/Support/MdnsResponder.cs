using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A multicast DNS responder on the network of one namespace. It answers questions for the IPv4 addresses of the names it
/// was given, when they come from another port than 5353, by legacy unicast (RFC 6762 section 6.7): from port 5353 to the
/// one who asked, with the identifier and the question repeated, a time to live of 10 s and no cache-flush bit. It is
/// silent to every other question.
/// </summary>
internal sealed class MdnsResponder : IDisposable
{
    /// <summary>The group of multicast DNS.</summary>
    public static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");

    /// <summary>The port of multicast DNS.</summary>
    public const int Port = 5353;

    private const int TimeToLive = 10;

    private readonly Dictionary<string, IPAddress> _names;
    private readonly Socket _socket;
    private readonly Thread _thread;
    private volatile bool _disposed;

    /// <param name="place">Where it answers.</param>
    /// <param name="names">Names that end in ".local", with the address of each.</param>
    public MdnsResponder(NetworkNamespace place, params (string Name, string Address)[] names)
    {
        _names = names.ToDictionary(entry => entry.Name, entry => IPAddress.Parse(entry.Address), StringComparer.OrdinalIgnoreCase);
        _socket = place.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, place.Address));
            return socket;
        });
        _thread = new Thread(Answer) { IsBackground = true, Name = "mDNS responder" };
        _thread.Start();
    }

    /// <summary>The names it was asked for, also those that it does not know.</summary>
    public Collected<string> Asked { get; } = new("questions at the mDNS responder");

    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
        _thread.Join();
    }

    private void Answer()
    {
        byte[] buffer = new byte[9000]; // The largest message, by RFC 6762 section 17.
        while (!_disposed)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            try
            {
                int count = _socket.ReceiveFrom(buffer, ref from);
                if (((IPEndPoint)from).Port != Port && AnswerTo(buffer[..count]) is { } answer)
                {
                    _socket.SendTo(answer, from);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Disposed of, or the link is down: nobody to answer.
            }
        }
    }

    /// <summary>The answer to one question for an IPv4 address; null where silence is the answer.</summary>
    private byte[]? AnswerTo(byte[] query)
    {
        bool isQuestion = query.Length > 12 && (query[2] & 0x80) == 0 && query[4] == 0 && query[5] == 1;
        if (!isQuestion)
        {
            return null;
        }

        int position = 12;
        string name = DnsProbe.ReadName(query, ref position);
        Asked.Add(name);
        bool asksForAddress = query[position + 1] == DnsProbe.A;
        if (!asksForAddress || !_names.TryGetValue(name, out IPAddress? address))
        {
            return null;
        }

        byte[] question = query[12..(position + 4)];
        byte[] timeToLive = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(timeToLive, TimeToLive);
        return
        [
            query[0], query[1], 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0,
            .. question,
            0xC0, 12, 0, DnsProbe.A, 0, 1, .. timeToLive, 0, 4, .. address.GetAddressBytes(),
        ];
    }
}
