using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace EspNet.Bench.Web;

/// <summary>
/// A web server on .NET's own HttpListener: it gives out a firmware image, whole or in parts, cuts the connection where it is
/// told to, and takes uploads, of which it knows how they were framed and what they held.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>GET /firmware</c>: the image, with an entity tag; Range and If-Range are honoured.</item>
/// <item><c>GET /firmware.sha256</c>: its SHA-256 in hex.</item>
/// <item><c>POST /upload</c>: anything; the answer says how many bytes came, their SHA-256, and whether they were chunked.</item>
/// </list>
/// </remarks>
public sealed class BenchWebServer : IDisposable
{
    /// <summary>Bytes of the image: 1 MB, as of a firmware.</summary>
    public const int ImageSize = 1024 * 1024;

    private const int PieceSize = 4096;
    private const int Attempts = 20;

    private readonly Gate _gate = new();
    private readonly List<WebUpload> _uploads = [];
    private HttpListener? _listener;
    private int _requests;

    /// <summary>Makes a server that does not listen yet.</summary>
    public BenchWebServer()
    {
        Image = new byte[ImageSize];
        new Random(1).NextBytes(Image);
        ImageSha256 = Convert.ToHexStringLower(SHA256.HashData(Image));
        EntityTag = $"\"{ImageSha256[..16]}\"";
    }

    /// <summary>Tells what happens, a line at a time.</summary>
    public event EventHandler<string>? Logged;

    /// <summary>Where to listen. Default: IPv4 loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 before the start.</summary>
    public int Port { get; private set; }

    /// <summary>What goes wrong.</summary>
    public WebServerFaults Faults { get; } = new();

    /// <summary>The image.</summary>
    public byte[] Image { get; }

    /// <summary>Its SHA-256, in lower-case hex.</summary>
    public string ImageSha256 { get; }

    /// <summary>Its entity tag.</summary>
    public string EntityTag { get; }

    /// <summary>Requests that came.</summary>
    public int Requests => _gate.Read(() => _requests);

    /// <summary>Uploads that came to their end.</summary>
    public IReadOnlyList<WebUpload> Uploads => _gate.Read(() => _uploads.ToArray());

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <exception cref="SocketException">It cannot listen there.</exception>
    public void Start(int port = 0)
    {
        for (int attempt = 1; ; attempt++)
        {
            Port = port == 0 ? FindFreePort() : port;
            var listener = new HttpListener();
            string host = Address.Equals(IPAddress.Any) ? "*" : Address.ToString();
            listener.Prefixes.Add($"http://{host}:{Port}/");
            try
            {
                listener.Start();
                _listener = listener;
                break;
            }
            catch (HttpListenerException e)
            {
                listener.Close();

                // Somebody else may have taken a free port meanwhile.
                if (port != 0 || attempt == Attempts)
                {
                    throw new SocketException(e.ErrorCode);
                }
            }
        }

        new Thread(Listen) { IsBackground = true, Name = "Web server" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener?.Close();

    private static int FindFreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Listen()
    {
        HttpListener listener = _listener!;
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = listener.GetContext();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Disposed.
            }

            ThreadPool.QueueUserWorkItem(_ => Serve(context));
        }
    }

    private void Serve(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        _gate.Change(() => _requests++);
        Log($"{request.HttpMethod} {request.RawUrl} {request.Headers["Range"]}".TrimEnd());
        try
        {
            switch (request.Url!.AbsolutePath)
            {
                case "/firmware":
                    SendImage(context);
                    break;
                case "/firmware.sha256":
                    SendText(context.Response, ImageSha256);
                    break;
                case "/upload" when request.HttpMethod == "POST":
                    TakeUpload(context);
                    break;
                default:
                    context.Response.StatusCode = 404;
                    context.Response.Close();
                    break;
            }
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            Log($"ended early: {e.Message}");
            context.Response.Abort();
        }
    }

    private void SendImage(HttpListenerContext context)
    {
        HttpListenerResponse response = context.Response;
        ImageRange range = ImageRange.Choose(context.Request.Headers, EntityTag, Image.Length);
        response.StatusCode = range.StatusCode;
        response.Headers["ETag"] = EntityTag;
        response.Headers["Accept-Ranges"] = "bytes";
        if (range.ContentRange is not null)
        {
            response.Headers["Content-Range"] = range.ContentRange;
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength64 = range.Count;
        int left = Faults.TakeCut();
        for (int at = range.First, end = range.First + range.Count; at < end && context.Request.HttpMethod != "HEAD";)
        {
            int count = Math.Min(Math.Min(PieceSize, end - at), left);
            if (count == 0)
            {
                Log($"cut after {at - range.First} bytes");
                response.OutputStream.Flush();
                response.Abort();
                return;
            }

            response.OutputStream.Write(Image, at, count);
            at += count;
            left -= count;
        }

        response.Close();
    }

    private void TakeUpload(HttpListenerContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[PieceSize];
        long bytes = 0;
        for (int read = context.Request.InputStream.Read(piece); read > 0; read = context.Request.InputStream.Read(piece))
        {
            hash.AppendData(piece, 0, read);
            bytes += read;
        }

        bool isChunked = context.Request.Headers["Transfer-Encoding"] == "chunked";
        var upload = new WebUpload(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), isChunked);
        _gate.Change(() => _uploads.Add(upload));
        Log($"upload of {bytes} bytes{(isChunked ? ", chunked" : string.Empty)}");
        SendText(context.Response, $"{bytes} bytes, SHA-256 {upload.Sha256}, {(isChunked ? "chunked" : "with a length")}");
    }

    private static void SendText(HttpListenerResponse response, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        response.ContentType = "text/plain";
        response.ContentLength64 = bytes.Length;
        response.OutputStream.Write(bytes);
        response.Close();
    }

    private void Log(string line) => Logged?.Invoke(this, line);
}
