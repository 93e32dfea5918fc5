using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>A client that sends what it is told, however wrong, and shares nothing with what is tested.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = Patience.Milliseconds,
        SendTimeout = Patience.Milliseconds,
    };

    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[4096];

    internal RawClient(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>Sends text in Latin-1, so that every byte can be written.</summary>
    internal void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    internal void Send(byte[] bytes) => _socket.Send(bytes);

    /// <summary>Sends as a client that does not care whether the server still listens.</summary>
    /// <returns>False when the connection is gone.</returns>
    internal bool TrySend(byte[] bytes)
    {
        try
        {
            _socket.Send(bytes);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Sends a request and receives its response.</summary>
    internal RawResponse Ask(string request, bool hasBody = true)
    {
        Send(request);
        return Receive(hasBody);
    }

    /// <summary>Receives one response; what belongs to the next one is kept.</summary>
    /// <param name="hasBody">False for the answer to HEAD.</param>
    internal RawResponse Receive(bool hasBody = true)
    {
        string header = TakeUntil("\r\n\r\n");
        int status = int.Parse(header.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var response = new RawResponse(status, header, string.Empty);
        if (!hasBody || status is < 200 or 204 or 304)
        {
            return response;
        }

        if (response.Field("Transfer-Encoding") == "chunked")
        {
            var body = new StringBuilder();
            for (string chunk = ReceiveChunk(); chunk.Length > 0; chunk = ReceiveChunk())
            {
                body.Append(chunk);
            }

            return response with { Body = body.ToString() };
        }

        string? length = response.Field("Content-Length");
        return response with { Body = length == null ? TakeRest() : Take(int.Parse(length, CultureInfo.InvariantCulture)) };
    }

    /// <summary>Receives the header of a response, and leaves its body.</summary>
    internal RawResponse ReceiveHeader() => Receive(false);

    /// <summary>Receives one chunk; an empty one is the last, without trailers.</summary>
    internal string ReceiveChunk()
    {
        string chunk = Take(int.Parse(TakeUntil("\r\n"), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.AreEqual("\r\n", Take(2));
        return chunk;
    }

    /// <summary>Receives so many bytes.</summary>
    internal string Take(int count)
    {
        while (_received.Count < count)
        {
            Assert.IsTrue(ReceiveMore(), $"The connection ended {count - _received.Count} bytes too early.");
        }

        return Remove(count);
    }

    /// <summary>The server closes its side in order, and sends nothing before.</summary>
    internal void AwaitEnd() => Assert.AreEqual(string.Empty, TakeRest());

    /// <summary>The server resets the connection, whatever it sent before.</summary>
    internal void AwaitReset()
    {
        SocketException failure = Assert.ThrowsExactly<SocketException>(() => TakeRest());
        Assert.AreEqual(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    /// <summary>Everything until the server closes.</summary>
    internal string TakeRest()
    {
        while (ReceiveMore())
        {
        }

        return Remove(_received.Count);
    }

    /// <summary>Waits for something to receive.</summary>
    /// <returns>How many bytes there are; 0 when the server has closed.</returns>
    internal int Peek()
    {
        while (_received.Count == 0 && ReceiveMore())
        {
        }

        return _received.Count;
    }

    /// <summary>Ends the connection with a reset.</summary>
    internal void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private string TakeUntil(string end)
    {
        byte[] mark = Encoding.ASCII.GetBytes(end);
        int at;
        while ((at = _received.ToArray().AsSpan().IndexOf(mark)) < 0)
        {
            Assert.IsTrue(ReceiveMore(), $"The connection ended after {Encoding.Latin1.GetString([.. _received])}");
        }

        string text = Remove(at);
        Remove(mark.Length);
        return text;
    }

    private string Remove(int count)
    {
        string text = Encoding.Latin1.GetString([.. _received[..count]]);
        _received.RemoveRange(0, count);
        return text;
    }

    private bool ReceiveMore()
    {
        int count = _socket.Receive(_buffer);
        _received.AddRange(_buffer.AsSpan(0, count));
        return count > 0;
    }
}
