using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EspNet.Interop.Tests.Sockets;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>
/// A server on loopback that does what its scripts say, right or wrong: one script for each connection, in the order of
/// their arrival. A connection whose script has ended stays open until the server goes. A script that finds something
/// wrong, or a connection without a script, fails the test when the server is disposed.
/// </summary>
internal sealed class ScriptedHttpServer : IDisposable
{
    private readonly Loopback _listener = new();
    private readonly Action<ScriptedConnection>[] _scripts;
    private readonly List<ScriptedConnection> _connections = [];
    private readonly List<Thread> _threads = [];
    private readonly Collected<string> _failures = new("failures of scripts");
    private readonly Thread _acceptor;
    private volatile bool _isDisposed;

    /// <param name="scripts">What to do with the first connection, the second, and so on.</param>
    public ScriptedHttpServer(params Action<ScriptedConnection>[] scripts)
    {
        _scripts = scripts;
        _acceptor = new Thread(Accept) { IsBackground = true, Name = "Scripted HTTP server" };
        _acceptor.Start();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _listener.Port;

    /// <summary>Every request, in the order of their arrival.</summary>
    public Collected<ScriptedRequest> Requests { get; } = new("requests");

    /// <summary>The number of each connection whose script has ended.</summary>
    public Collected<int> Ended { get; } = new("scripts at their end");

    /// <summary>How many connections were made.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>A complete answer with a body of known length.</summary>
    /// <param name="body">The body.</param>
    /// <param name="status">Status code and reason.</param>
    /// <param name="fields">Further lines of the header.</param>
    public static string Response(string body, string status = "200 OK", params string[] fields) => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n{body}");

    /// <summary>The URL of a path.</summary>
    public string Url(string path = "/") => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{path}");

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Dispose();
        _acceptor.Join();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }

        _threads.ForEach(thread => Assert.IsTrue(thread.Join(Patience.Milliseconds), "A script does not end."));
        Assert.AreEqual(string.Empty, string.Join("; ", _failures.All), "What the scripts found wrong.");
    }

    private void Accept()
    {
        try
        {
            for (int number = 0; ; number++)
            {
                Start(number, _listener.Accept());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private void Start(int number, Socket socket)
    {
        var connection = new ScriptedConnection(socket, Requests);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        if (number >= _scripts.Length)
        {
            connection.Dispose();
            _failures.Add($"Connection {number} came, and there is no script for it.");
            return;
        }

        var thread = new Thread(() => Play(number, connection)) { IsBackground = true, Name = $"Script {number}" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Play(int number, ScriptedConnection connection)
    {
        try
        {
            _scripts[number](connection);
        }
        catch (Exception e) when (_isDisposed && e is SocketException or ObjectDisposedException)
        {
            // The server went while the script waited.
        }
        catch (Exception e)
        {
            _failures.Add($"Connection {number}: {e.Message}");
        }

        Ended.Add(number);
    }
}
