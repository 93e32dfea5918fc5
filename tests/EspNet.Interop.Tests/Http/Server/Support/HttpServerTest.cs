using System.Net;
using EspNet.Http;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>A server on a free port of 127.0.0.1, which no test may leave with an open socket.</summary>
public abstract class HttpServerTest : IDisposable
{
    private const int AnHour = 3_600_000;

    private readonly int _open = SocketBudget.Open;
    private readonly List<IDisposable> _used = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("espnet-http-");

    protected HttpServerTest()
    {
        Options.Listener.Address = IPAddress.Loopback;

        // Only the time that a test is about ends anything in it.
        Options.HeaderTimeout = AnHour;
        Options.BodyTimeout = AnHour;
        Options.IdleTimeout = AnHour;
        Server = new EspHttpServer(Options);
        Server.RequestFailed += (_, _, exception) => Failures.Add(exception);
    }

    internal HttpServerOptions Options { get; } = new(0);

    internal EspHttpServer Server { get; }

    /// <summary>What handlers threw.</summary>
    internal Collected<Exception> Failures { get; } = new("failures of handlers");

    public void Dispose()
    {
        _used.ForEach(used => used.Dispose());
        Server.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        Assert.AreEqual(0, Server.ClientCount);
        AwaitSockets(_open);
    }

    /// <summary>
    /// No more sockets are open than before. A client that was just closing when the server stopped may be a moment late; there
    /// are less where a socket that an earlier test forgot was collected meanwhile.
    /// </summary>
    internal static void AwaitSockets(int before) =>
        Assert.IsTrue(SpinWait.SpinUntil(() => SocketBudget.Open <= before, Patience.Milliseconds), SocketBudget.DescribeHolders());

    /// <summary>Adds a route; the server is started later.</summary>
    internal HttpRoute Route(string method, string pattern, HttpRequestHandler handler) => Server.Route(method, pattern, handler);

    /// <summary>Starts the server with a route that answers hello.</summary>
    internal void Start()
    {
        if (!Server.IsRunning)
        {
            Route("GET", "/hello", (_, response) => response.Send("hello"));
        }

        Server.Start();
    }

    /// <summary>A client that is closed at the end of the test.</summary>
    internal RawClient Connect() => Use(new RawClient(Server.Port));

    /// <summary>Something that is disposed at the end of the test, before the server.</summary>
    internal T Use<T>(T used)
        where T : IDisposable
    {
        _used.Add(used);
        return used;
    }

    internal string Url(string path) => $"http://127.0.0.1:{Server.Port}{path}";

    /// <summary>A path in a folder that goes with the test.</summary>
    internal string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A file in a folder that goes with the test.</summary>
    internal string WriteFile(string name, byte[] content)
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The server still answers a good client.</summary>
    internal void GoesOn()
    {
        using RawClient client = new(Server.Port);
        RawResponse response = client.Ask("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.AreEqual(200, response.Status);
        Assert.AreEqual("hello", response.Body);
    }

    /// <summary>Bytes that look like no pattern, the same in every run.</summary>
    internal static byte[] Noise(int count)
    {
        byte[] noise = new byte[count];
        new Random(4711).NextBytes(noise);
        return noise;
    }
}
