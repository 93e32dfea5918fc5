using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A name server on a free port of 127.0.0.1 that answers as a test says: for each query, by datagram or over TCP, a
/// function makes the answer; null is silence.
/// </summary>
internal sealed class ScriptedNameServer : IDisposable
{
    private readonly Socket _datagrams = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<byte[], bool, byte[]?> _answer;

    internal ScriptedNameServer(Func<byte[], bool, byte[]?> answer)
    {
        _answer = answer;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _datagrams.Bind(_listener.LocalEndPoint!);
        _listener.Listen(4);
        new Thread(AnswerDatagrams) { IsBackground = true }.Start();
        new Thread(AnswerConnections) { IsBackground = true }.Start();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Where each datagram came from.</summary>
    internal ConcurrentQueue<IPEndPoint> Askers { get; } = new();

    /// <summary>Set with the first query.</summary>
    internal ManualResetEventSlim Asked { get; } = new();

    /// <summary>The query as its answer, without records.</summary>
    internal static byte[] Reply(byte[] query, int flags)
    {
        byte[] reply = (byte[])query.Clone();
        reply[2] = (byte)(flags >> 8);
        reply[3] = (byte)flags;
        return reply;
    }

    /// <summary>The query with one address as its answer, which may be kept for a minute.</summary>
    internal static byte[] Address(byte[] query, byte last)
    {
        byte[] reply = [.. Reply(query, 0x8180), 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, last];
        reply[7] = 1;
        return reply;
    }

    public void Dispose()
    {
        _datagrams.Dispose();
        _listener.Dispose();
        Asked.Dispose();
    }

    private void AnswerDatagrams()
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int count = _datagrams.ReceiveFrom(buffer, ref from);
                Askers.Enqueue((IPEndPoint)from);
                Asked.Set();
                byte[]? answer = _answer(buffer[..count], false);
                if (answer != null)
                {
                    _datagrams.SendTo(answer, from);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void AnswerConnections()
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (true)
            {
                using Socket client = _listener.Accept();
                int count = client.Receive(buffer);
                byte[]? answer = _answer(buffer[2..count], true);
                if (answer != null)
                {
                    client.Send([(byte)(answer.Length >> 8), (byte)answer.Length]);
                    client.Send(answer);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
