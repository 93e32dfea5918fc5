using System.Net;
using System.Net.Sockets;
using System.Text;
using EspNet.Http;

namespace EspNet.Interop.Tests.Http;

/// <summary>
/// What 10 MB cost in memory: everything that the process allocates meanwhile is counted, on all threads. The peers are bare
/// sockets that allocate nothing for what passes through them.
/// </summary>
[TestClass]
public sealed class MemoryTests
{
    private const int Size = 10 * 1024 * 1024;
    private const int BufferSize = 2048;
    private const int Most = 64 * 1024;

    private static readonly byte[] Piece = new byte[BufferSize];

    [TestMethod]
    public void A_client_uploads_10_MB_in_chunks_with_less_than_64_KB()
    {
        using var peer = new BarePeer(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), Encoding.ASCII.GetBytes("\r\n0\r\n\r\n"));
        using var client = new EspHttpClient();

        int status = 0;
        Measure(() =>
        {
            using HttpUpload upload = client.Open(new HttpRequest("POST", peer.Url));
            for (int sent = 0; sent < Size; sent += BufferSize)
            {
                upload.Write(Piece, 0, BufferSize);
            }

            using HttpResponse response = upload.Finish();
            status = response.StatusCode;
        });

        Assert.AreEqual(200, status);
        Assert.IsGreaterThan(Size, peer.Received);
    }

    [TestMethod]
    public void A_client_downloads_10_MB_by_length_with_less_than_64_KB() => Download(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n"), Piece, []);

    [TestMethod]
    public void A_client_downloads_10_MB_in_chunks_with_less_than_64_KB()
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes("400\r\n"), .. new byte[0x400], .. Encoding.ASCII.GetBytes("\r\n400\r\n"), .. new byte[0x400], .. Encoding.ASCII.GetBytes("\r\n")];

        Download(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), chunk, Encoding.ASCII.GetBytes("0\r\n\r\n"));
    }

    [TestMethod]
    public void A_server_takes_and_gives_10_MB_in_chunks_with_less_than_64_KB()
    {
        using var server = new EspHttpServer(new HttpServerOptions(0));
        byte[] buffer = new byte[BufferSize];
        long taken = 0;
        server.Route("POST", "/up", (request, response) =>
        {
            for (int read = request.Read(buffer, 0, BufferSize); read > 0; read = request.Read(buffer, 0, BufferSize))
            {
                taken += read;
            }

            for (int sent = 0; sent < Size; sent += BufferSize)
            {
                response.Write(Piece, 0, BufferSize);
            }
        });
        server.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, server.Port);
        byte[] header = Encoding.ASCII.GetBytes("POST /up HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        byte[] chunk = [.. Encoding.ASCII.GetBytes("800\r\n"), .. Piece, .. Encoding.ASCII.GetBytes("\r\n")];
        byte[] end = Encoding.ASCII.GetBytes("0\r\n\r\n");
        byte[] response = new byte[BufferSize];
        long received = 0;

        Measure(() =>
        {
            socket.Send(header);
            for (int sent = 0; sent < Size; sent += BufferSize)
            {
                socket.Send(chunk);
            }

            socket.Send(end);
            for (int read = socket.Receive(response); read > 0; read = socket.Receive(response))
            {
                received += read;
            }
        });

        Assert.AreEqual(Size, taken);
        Assert.IsGreaterThan(Size, received);
    }

    private static void Download(byte[] header, byte[] piece, byte[] end)
    {
        using var peer = new BarePeer(header, Encoding.ASCII.GetBytes("\r\n\r\n"), piece, Size / BufferSize, end);
        using var client = new EspHttpClient();
        byte[] buffer = new byte[BufferSize];
        long total = 0;

        Measure(() =>
        {
            using HttpResponse response = client.Get(peer.Url);
            for (int read = response.Read(buffer, 0, BufferSize); read > 0; read = response.Read(buffer, 0, BufferSize))
            {
                total += read;
            }
        });

        Assert.AreEqual(Size, total);
    }

    private static void Measure(Action exchange)
    {
        GC.Collect();
        long before = GC.GetTotalAllocatedBytes(true);
        exchange();
        long allocated = GC.GetTotalAllocatedBytes(true) - before;

        Console.WriteLine($"{allocated} bytes were allocated.");
        Assert.IsLessThan(Most, allocated);
    }

    /// <summary>Takes one request up to a mark, and answers with bytes that were made before.</summary>
    private sealed class BarePeer : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Thread _thread;
        private long _received;

        public BarePeer(byte[] header, byte[] mark)
            : this(header, mark, [], 0, [])
        {
        }

        public BarePeer(byte[] header, byte[] mark, byte[] piece, int pieces, byte[] end)
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/";
            _thread = new Thread(() => Serve(header, mark, piece, pieces, end)) { IsBackground = true };
            _thread.Start();
        }

        public string Url { get; }

        public long Received => Interlocked.Read(ref _received);

        public void Dispose()
        {
            _listener.Dispose();
            _thread.Join();
        }

        private void Serve(byte[] header, byte[] mark, byte[] piece, int pieces, byte[] end)
        {
            byte[] buffer = new byte[8192];
            try
            {
                using Socket client = _listener.Accept();
                int kept = 0;
                while (true)
                {
                    int read = client.Receive(buffer, kept, buffer.Length - kept, SocketFlags.None);
                    Interlocked.Add(ref _received, read);
                    int count = kept + read;
                    if (read == 0 || buffer.AsSpan(0, count).IndexOf(mark) >= 0)
                    {
                        break;
                    }

                    // The mark may be split.
                    kept = Math.Min(count, mark.Length - 1);
                    Array.Copy(buffer, count - kept, buffer, 0, kept);
                }

                client.Send(header);
                for (int i = 0; i < pieces; i++)
                {
                    client.Send(piece);
                }

                client.Send(end);
                client.Receive(buffer);
            }
            catch (SocketException)
            {
                // The client is gone, which ends its exchange.
            }
        }
    }
}
