using System.Text;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>Damages a stream of messages.</summary>
internal sealed class MessageMutator(FuzzRandom random)
{
    private const int LargestInsertion = 64;
    private const int LongestRun = 600;

    /// <summary>Bytes that mean something to a parser.</summary>
    private static readonly byte[] Telling = Encoding.Latin1.GetBytes("\0\x01\t\n\r \"#,/:;09aAfF@\x7F\x80\xFF");

    private static readonly byte[][] HostileLines =
    [
        .. new[]
        {
            "Content-Length: 5\r\n", "Content-Length: 6, 5\r\n", "Content-Length: +5\r\n", "content-length: 99999999999999999999\r\n", "Content-Length:\r\n",
            "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "transfer-encoding : chunked\r\n", "Transfer-Encoding: identity\r\n",
            "Host: b\r\n", "Host: a/b\r\n", "Connection: close\r\n", " folded: x\r\n", "\tx\r\n", "\r\n", "\n", "\r", "X: \0\r\n", "X: \x01\r\n", "X\r\n", ": x\r\n", "X y: z\r\n",
            "X: y\n", "X: y\rZ: a\r\n", "A:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 \r\n\r\nHTTP/1.1 103 \r\n\r\nHTTP/1.1 102 \r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/2.0 200 OK\r\n", "GET / HTTP/1.1\r\n", "GET / HTTP/2.0\r\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] ChunkSizes =
        [.. new[] { "0", "f", "1", "00000000", "ffffffff", "7fffffff\r\n", "100000000\r\n", "-", "0x", " ", ";", ";\x01", "; a=\"\r", "5\r\n", "0\r\n\r\n", "z\r\n" }.Select(Encoding.UTF8.GetBytes)];

    internal void Mutate(FuzzBytes bytes)
    {
        if (bytes.Count == 0 || bytes.Free < 2 * LongestRun)
        {
            return;
        }

        int position = random.Next(bytes.Count);
        int rest = bytes.Count - position;
        switch (random.Next(16))
        {
            case 0:
            case 1:
                bytes.Data[position] ^= (byte)(1 << random.Next(8));
                break;

            case 2:
                bytes.Data[position] = Telling[random.Next(Telling.Length)];
                break;

            case 3:
                bytes.Data[position] = (byte)random.Next(256);
                break;

            case 4:
                bytes.Count = position;
                break;

            case 5:
                bytes.Remove(position, 1 + random.Next(Math.Min(rest, 8)));
                break;

            case 6:
                bytes.Insert(position, 1 + random.Next(Math.Min(rest, LargestInsertion)));
                break;

            case 7:
                Insert(bytes, position, [Telling[random.Next(Telling.Length)]]);
                break;

            case 8:
            case 9:
            case 10:
                Insert(bytes, LineAfter(bytes, position), HostileLines[random.Next(HostileLines.Length)]);
                break;

            case 11:
            case 12:
                Insert(bytes, LineAfter(bytes, position), ChunkSizes[random.Next(ChunkSizes.Length)]);
                break;

            case 13:
                int start = LineAfter(bytes, position);
                bytes.Remove(start, LineAfter(bytes, start) - start);
                break;

            case 14:
                // A line twice.
                start = LineAfter(bytes, position);
                bytes.Insert(start, Math.Min(LineAfter(bytes, start) - start, bytes.Count - start));
                break;

            default:
                int run = random.Next(random.OneIn(2) ? 40 : LongestRun);
                bytes.Insert(position, run);
                Array.Fill(bytes.Data, (byte)(random.OneIn(2) ? '0' : 'a'), position, run);
                break;
        }
    }

    /// <summary>Index behind the next line feed, or the end.</summary>
    private static int LineAfter(FuzzBytes bytes, int position)
    {
        int lineFeed = Array.IndexOf(bytes.Data, (byte)'\n', position, bytes.Count - position);
        return lineFeed < 0 ? bytes.Count : lineFeed + 1;
    }

    private static void Insert(FuzzBytes bytes, int position, byte[] data)
    {
        bytes.Insert(position, data.Length);
        data.CopyTo(bytes.Data, position);
    }
}
