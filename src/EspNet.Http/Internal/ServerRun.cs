using System;
using System.Threading;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>A server from its start to its stop: the thread that listens and watches, and the workers.</summary>
internal sealed class ServerRun
{
    // Milliseconds between two looks at the clients that are connected, while they talk and while they are silent. The
    // device has no call that waits for several sockets.
    private const int QuickTick = 5;
    private const int SlowTick = 25;
    private const int QuietAfter = 500;

    // Milliseconds after a failed accept, doubled until one succeeds.
    private const int FirstPause = 100;
    private const int LongestPause = 5_000;

    private readonly EspHttpServer _server;
    private readonly TcpServer _tcp;
    private readonly ManualResetEvent _ended = new ManualResetEvent(false);
    private int _workers;

    internal ServerRun(EspHttpServer server, HttpServerOptions options, HttpRouteTable routes)
    {
        _server = server;
        Options = options;
        Routes = routes;
        Work = new WorkQueue();
        Watch = new ServerWatch(options, Work);
        _tcp = new TcpServer(options.Listener);
    }

    internal HttpServerOptions Options { get; }

    internal HttpRouteTable Routes { get; }

    internal WorkQueue Work { get; }

    internal ServerWatch Watch { get; }

    internal TcpServer Tcp => _tcp;

    /// <summary>Responses say that the connection ends.</summary>
    internal bool IsStopping { get; private set; }

    /// <exception cref="TransportException">The port cannot be listened on.</exception>
    internal void Start()
    {
        _tcp.Start();
        try
        {
            for (int i = 0; i < Options.Workers; i++)
            {
                ServerWorker worker = new ServerWorker(_server, this);
                Interlocked.Increment(ref _workers);
                new Thread(() => Run(worker)).Start();
            }

            new Thread(Listen).Start();
        }
        catch (Exception)
        {
            // No memory for a thread: a server without one would only look as if it ran.
            Stop(0);
            throw;
        }
    }

    internal void Stop(int timeoutMilliseconds)
    {
        long deadline = MonotonicClock.Milliseconds + timeoutMilliseconds;
        IsStopping = true;
        Watch.Close(deadline);
        Work.Close();
        long left = deadline - MonotonicClock.Milliseconds;
        _ended.WaitOne(left > 0 ? (int)left : 0, false);
        _tcp.Dispose();
    }

    private void Run(ServerWorker worker)
    {
        worker.Run();
        if (Interlocked.Decrement(ref _workers) == 0)
        {
            _ended.Set();
        }
    }

    private void Listen()
    {
        long lastActive = 0;
        int pause = 0;
        while (!IsStopping)
        {
            try
            {
                if (Watch.Scan())
                {
                    lastActive = MonotonicClock.Milliseconds;
                }

                TcpTransport? client = _tcp.Accept(GetWait(MonotonicClock.Milliseconds - lastActive));
                pause = 0;
                if (client is not null)
                {
                    lastActive = MonotonicClock.Milliseconds;
                    Adopt(client, lastActive);
                }
            }
            catch (Exception e)
            {
                // Whatever it was (no network, no memory), it is not over in a moment. It is reported once.
                if (pause == 0)
                {
                    _server.Report(null, e);
                }

                pause = pause == 0 ? FirstPause : pause < LongestPause / 2 ? pause * 2 : LongestPause;
                Thread.Sleep(pause);
            }
        }
    }

    private int GetWait(long quiet) =>
        _tcp.ClientCount == 0 ? Timeout.Infinite
        : quiet == 0 ? 0
        : quiet < QuietAfter ? QuickTick
        : SlowTick;

    private void Adopt(TcpTransport client, long now)
    {
        try
        {
            Watch.Add(new ServerConnection(client, Options, now));
        }
        catch (Exception)
        {
            // No memory for its buffer: it must not be left without anyone.
            client.Dispose();
            throw;
        }
    }
}
