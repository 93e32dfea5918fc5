using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EspNet.Interop.Tests.Sockets;

namespace EspNet.Tls.Device.Tests.Support;

/// <summary>The other end of a connection, which speaks the records of the stand-in byte by byte.</summary>
internal sealed class Peer : IDisposable
{
    private const int LongestRecord = 16_384;

    internal Peer(Socket socket)
    {
        Socket = socket;
        socket.ReceiveTimeout = Loopback.Patience;
        socket.SendTimeout = Loopback.Patience;
    }

    internal Socket Socket { get; }

    internal static byte[] Record(byte[] content, int flags = 0)
    {
        int header = flags | content.Length;
        return [(byte)(header >> 8), (byte)header, .. content];
    }

    /// <summary>A message of TLS itself after the handshake, as a session ticket is.</summary>
    internal static byte[] Ticket() => Record([1, 2, 3], SslStream.OfTls);

    /// <summary>Answers the greeting of a client.</summary>
    /// <returns>The greeting.</returns>
    internal string Welcome(string answer = SslStream.Welcome)
    {
        byte[] greeting = ReadContent()!;
        Send(Record(Encoding.UTF8.GetBytes(answer), SslStream.OfTls));
        return Encoding.UTF8.GetString(greeting);
    }

    /// <summary>Greets a server, as a client does.</summary>
    internal void Greet() => Send(Record(Encoding.UTF8.GetBytes("hello"), SslStream.OfTls));

    internal void Send(byte[] bytes) => Socket.Send(bytes);

    internal void SendData(params byte[] content) => Send(Record(content));

    internal void SendClose() => Send([0, 0]);

    /// <summary>Whether the connection is at its end, by a close and not by a reset.</summary>
    internal bool IsAtEnd() => Socket.Receive(new byte[1]) == 0;

    /// <summary>The content of the next record; empty for a close notification, null at the end of the connection.</summary>
    internal byte[]? ReadContent()
    {
        byte[] header = new byte[2];
        if (!ReadExactly(header))
        {
            return null;
        }

        byte[] content = new byte[((header[0] << 8) | header[1]) & ~SslStream.OfTls];
        Assert(content.Length <= LongestRecord && ReadExactly(content), "The record is not whole.");
        return content;
    }

    /// <summary>Reads records until there are this many bytes.</summary>
    /// <returns>The records.</returns>
    internal List<byte[]> ReadRecords(int bytes)
    {
        List<byte[]> records = [];
        while (records.Sum(record => record.Length) < bytes)
        {
            records.Add(ReadContent() ?? throw new InvalidOperationException("The connection ended too early."));
        }

        return records;
    }

    internal void Reset() => Loopback.Reset(Socket);

    public void Dispose() => Socket.Dispose();

    private static void Assert(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }

    private bool ReadExactly(byte[] buffer)
    {
        for (int read = 0; read < buffer.Length;)
        {
            int received = Socket.Receive(buffer, read, buffer.Length - read, SocketFlags.None);
            if (received == 0)
            {
                Assert(read == 0, "The connection ended in the middle.");
                return false;
            }

            read += received;
        }

        return true;
    }
}
