using System.Text;
using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>Writes streams of valid messages, without the library, whose mistakes it would repeat.</summary>
internal sealed class MessageWriter(FuzzRandom random, FuzzBytes bytes)
{
    private static readonly byte[][] RequestLines = Encode(
        "GET / HTTP/1.1", "POST /a/b?c=d HTTP/1.1", "OPTIONS * HTTP/1.1", "DELETE http://a.example/x HTTP/1.1", "M-SEARCH /0123456789 HTTP/1.1", "PUT /%C3%A9 HTTP/1.0");

    private static readonly byte[][] StatusLines = Encode("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.0 500 ", "HTTP/1.1 201 Très bien", "HTTP/1.1 999");
    private static readonly byte[][] BodilessLines = Encode("HTTP/1.1 204 No Content", "HTTP/1.1 304 ");
    private static readonly byte[][] InterimLines = Encode("HTTP/1.1 100 Continue", "HTTP/1.1 103");
    private static readonly byte[][] UpgradeLines = Encode("HTTP/1.1 101 Switching Protocols");
    private static readonly byte[][] HostLines = Encode("Host: a", "host:a.example:8080", "HOST: [::1]");

    private static readonly byte[][] Fields = Encode(
        "Accept: */*", "X: ", "Date: Sun, 06 Nov 1994 08:49:37 GMT", "ETag:\t\"1:2\"\t", "X-Name: Zürich €", "Connection: TE, Keep-Alive", "Connection: upgrade", "X-Long: 01234567890123456789");

    private static readonly byte[][] ChunkExtensions = Encode("", "", "", ";a", " ;a=\"b;c\"", ";a=b;c=d");
    private static readonly byte[] Noise = MakeNoise();
    private static readonly byte[] LineBreak = [(byte)'\r', (byte)'\n'];
    private static readonly byte[] KeepAlive = Encoding.UTF8.GetBytes("Connection: keep-alive\r\n");
    private static readonly byte[] ContentLength = Encoding.UTF8.GetBytes("Content-Length: ");
    private static readonly byte[] Chunked = Encoding.UTF8.GetBytes("Transfer-Encoding: chunked\r\n\r\n");
    private static readonly byte[] LastChunk = Encoding.UTF8.GetBytes("0\r\n");
    private static readonly byte[] Trailer = Encoding.UTF8.GetBytes("X-Digest: 1\r\n");

    // Where the last request line or status line begins.
    private int _start;

    /// <summary>Writes a stream.</summary>
    /// <param name="role">Who reads it.</param>
    /// <param name="headMask">A bit for each final response that answers HEAD.</param>
    /// <returns>How many messages it has, without interim ones.</returns>
    internal int Write(HttpRole role, int headMask)
    {
        bytes.Clear();
        int count = 1 + random.Next(3);
        for (int i = 0; i < count; i++)
        {
            bool isLast = i == count - 1;
            if (role == HttpRole.Server)
            {
                Request();
            }
            else if (Response(isLast, ((headMask >> i) & 1) != 0))
            {
                return i + 1;
            }
        }

        return count;
    }

    private static byte[][] Encode(params string[] lines) => [.. lines.Select(Encoding.UTF8.GetBytes)];

    private static byte[] MakeNoise()
    {
        FuzzRandom random = new();
        byte[] noise = new byte[4096];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = (byte)random.Next(256);
        }

        return noise;
    }

    private void Request()
    {
        if (random.OneIn(8))
        {
            Add(LineBreak);
        }

        Line(RequestLines);
        Line(HostLines);
        Add(KeepAlive);
        AddFields();
        if (random.OneIn(3))
        {
            Add(LineBreak);
            return;
        }

        Body(true);
    }

    /// <summary>True when nothing can follow.</summary>
    private bool Response(bool isLast, bool answersHead)
    {
        if (random.OneIn(6))
        {
            Line(InterimLines);
            AddFields();
            Add(LineBreak);
        }

        if (isLast && random.OneIn(24))
        {
            Line(UpgradeLines);
            AddFields();
            Add(LineBreak);
            return true;
        }

        if (random.OneIn(8))
        {
            Line(BodilessLines);
            AddFields();
            Add(LineBreak);
            return false;
        }

        Line(StatusLines);
        Add(KeepAlive);
        AddFields();
        if (isLast && random.OneIn(6))
        {
            Add(LineBreak);
            if (!answersHead)
            {
                Data(random.Next(100));
            }

            return true;
        }

        Body(!answersHead);
        return false;
    }

    private void AddFields()
    {
        for (int i = random.Next(4); i > 0; i--)
        {
            Line(Fields);
        }
    }

    private void Body(bool isSent)
    {
        int length = random.Next(60);
        // HTTP/1.0 has no chunks.
        if (random.OneIn(2) || IsVersion10())
        {
            Add(ContentLength);
            Decimal(length);
            Add(LineBreak);
            Add(LineBreak);
            Data(isSent ? length : 0);
            return;
        }

        Add(Chunked);
        if (!isSent)
        {
            return;
        }

        for (int chunks = random.Next(4); chunks > 0; chunks--)
        {
            int size = 1 + random.Next(50);
            Hex(size);
            Line(ChunkExtensions);
            Data(size);
            Add(LineBreak);
        }

        Add(LastChunk);
        if (random.OneIn(3))
        {
            Add(Trailer);
        }

        Add(LineBreak);
    }

    private bool IsVersion10() => bytes.Data.AsSpan(_start, bytes.Count - _start).IndexOf("HTTP/1.0"u8) >= 0;

    private void Line(byte[][] lines)
    {
        if (ReferenceEquals(lines, RequestLines) || ReferenceEquals(lines, StatusLines))
        {
            _start = bytes.Count;
        }

        Add(lines[random.Next(lines.Length)]);
        Add(LineBreak);
    }

    private void Data(int count) => bytes.Add(Noise, random.Next(Noise.Length - count), count);

    private void Decimal(int value)
    {
        if (value > 9)
        {
            bytes.Add('0' + (value / 10));
        }

        bytes.Add('0' + (value % 10));
    }

    private void Hex(int value)
    {
        if (value > 15)
        {
            bytes.Add('0' + (value >> 4));
        }

        int digit = value & 15;
        bytes.Add(digit < 10 ? '0' + digit : (random.OneIn(2) ? 'a' : 'A') + digit - 10);
    }

    private void Add(byte[] data) => bytes.Add(data, 0, data.Length);
}
