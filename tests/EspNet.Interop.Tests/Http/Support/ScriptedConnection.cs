using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>One connection of a <see cref="ScriptedHttpServer"/>, in the hands of its script.</summary>
internal sealed class ScriptedConnection(Socket socket, Collected<ScriptedRequest> requests) : IDisposable
{
    private const string EndOfHeader = "\r\n\r\n";

    private readonly List<byte> _received = [];

    /// <summary>The client has closed or reset the connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Awaits a request with its body, and records it.</summary>
    public ScriptedRequest ReadRequest()
    {
        string header = ReadHeader();
        var request = new ScriptedRequest(header, []);
        return Record(request with { Body = ReadBody(request) });
    }

    /// <summary>Awaits a request or the end of the connection, whichever comes.</summary>
    /// <returns>True for a request, which stays unread.</returns>
    public bool AwaitRequest() => _received.Count > 0 || Receive();

    /// <summary>Awaits the lines before a body, and records them without one.</summary>
    public ScriptedRequest ReadRequestHeader() => Record(new ScriptedRequest(ReadHeader(), []));

    /// <summary>Awaits the body of a request whose header was read.</summary>
    public byte[] ReadBody(ScriptedRequest request)
    {
        if (request.Field("Transfer-Encoding") is { } coding)
        {
            Assert.AreEqual("chunked", coding);
            return ReadChunks();
        }

        return request.Field("Content-Length") is { } length ? Take(int.Parse(length, CultureInfo.InvariantCulture)) : [];
    }

    /// <summary>Sends text as it is.</summary>
    public void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes as they are.</summary>
    public void Send(byte[] bytes) => socket.Send(bytes);

    /// <summary>Sends text byte by byte, until the client ends the connection.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pauseMilliseconds">The time before each byte.</param>
    public void Trickle(string text, int pauseMilliseconds)
    {
        socket.NoDelay = true;
        foreach (byte octet in Encoding.Latin1.GetBytes(text))
        {
            if (!IsSilent(pauseMilliseconds))
            {
                return;
            }

            Send([octet]);
        }
    }

    /// <summary>Whether the client neither sends anything nor ends the connection for this time.</summary>
    public bool IsSilent(int milliseconds) => _received.Count == 0 && !socket.Poll(TimeSpan.FromMilliseconds(milliseconds), SelectMode.SelectRead);

    /// <summary>Awaits a request and sends an answer to it.</summary>
    public ScriptedRequest Answer(string answer)
    {
        ScriptedRequest request = ReadRequest();
        Send(answer);
        return request;
    }

    /// <summary>Ends the connection in order.</summary>
    public void Close() => socket.Close();

    /// <summary>Says that nothing more is sent, and still reads.</summary>
    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Waits until the client ends the connection, and says what it had sent until then.</summary>
    public byte[] AwaitEnd()
    {
        while (Receive())
        {
        }

        return [.. _received];
    }

    /// <summary>Awaits so many bytes.</summary>
    public byte[] Take(int count)
    {
        while (_received.Count < count)
        {
            Assert.IsTrue(Receive(), $"The client ended the connection after {_received.Count} bytes of {count}.");
        }

        byte[] taken = [.. _received.Take(count)];
        _received.RemoveRange(0, count);
        return taken;
    }

    public void Dispose() => socket.Dispose();

    private ScriptedRequest Record(ScriptedRequest request)
    {
        requests.Add(request);
        return request;
    }

    private string ReadHeader() => ReadTo(EndOfHeader);

    private byte[] ReadChunks()
    {
        var body = new List<byte>();
        while (true)
        {
            int size = int.Parse(ReadTo("\r\n").TrimEnd(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                // Trailers, up to the empty line.
                while (ReadTo("\r\n") != "\r\n")
                {
                }

                return [.. body];
            }

            body.AddRange(Take(size));
            Assert.AreEqual("\r\n", Encoding.Latin1.GetString(Take(2)), "What stands behind a chunk.");
        }
    }

    private string ReadTo(string end)
    {
        while (true)
        {
            string text = Encoding.Latin1.GetString([.. _received]);
            int at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                _received.RemoveRange(0, at + end.Length);
                return text[..(at + end.Length)];
            }

            if (!Receive())
            {
                throw new EndOfStreamException($"The client ended the connection after \"{text}\".");
            }
        }
    }

    private bool Receive()
    {
        byte[] buffer = new byte[16_384];
        try
        {
            int count = socket.Receive(buffer);
            _received.AddRange(buffer.AsSpan(0, count));
            HasEnded = count == 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            HasEnded = true;
        }

        return !HasEnded;
    }
}
