using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A request to a time server as bytes and its answer taken apart (RFC 5905), written for the tests alone: it shows what a
/// server really sends, and shares nothing with what is tested.
/// </summary>
/// <param name="Leap">0 to 3; 3 is a server without the time.</param>
/// <param name="Mode">4 is a server.</param>
/// <param name="Stratum">0 is a kiss-o'-death, whose code is the reference id.</param>
/// <param name="Transmit">Its time when it answered, in UTC.</param>
internal sealed record NtpProbe(int Leap, int Mode, int Stratum, DateTime Transmit)
{
    /// <summary>Asks once.</summary>
    /// <returns>Null when no answer came in the time given.</returns>
    public static NtpProbe? Ask(IPAddress server, int port, int milliseconds)
    {
        byte[] request = new byte[48];
        request[0] = 0x23; // Version 4, client.
        BinaryPrimitives.WriteUInt64BigEndian(request.AsSpan(40), (ulong)Random.Shared.NextInt64(1, long.MaxValue));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] answer = new byte[100];
        socket.SendTo(request, new IPEndPoint(server, port));
        if (!socket.Poll(milliseconds * 1000, SelectMode.SelectRead))
        {
            return null;
        }

        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = socket.ReceiveFrom(answer, ref from);
        return count == 48 && answer.AsSpan(24, 8).SequenceEqual(request.AsSpan(40)) ? Read(answer) : null;
    }

    private static NtpProbe Read(byte[] answer)
    {
        uint seconds = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(40));
        uint fraction = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(44));
        DateTime transmit = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds + (fraction / Math.Pow(2, 32)));
        return new NtpProbe(answer[0] >> 6, answer[0] & 7, answer[1], transmit);
    }
}
