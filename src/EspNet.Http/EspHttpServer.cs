using System;
using EspNet.Http.Internal;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>
/// An HTTP/1.1 server that holds its limits: so many clients, so much of a header, so long a wait, and a fixed set of
/// threads. It listens on every interface unless told otherwise: on the access point that is 192.168.4.1, on a station the
/// address from the router (FAQ, "Does ESP8266 support HTTP hosting?").
/// </summary>
/// <remarks>
/// One thread listens and watches the clients that are silent or still sending a header; <see cref="HttpServerOptions.Workers"/>
/// run the handlers. A handler that takes long holds up one worker; what it throws becomes status 500 and is reported.
/// </remarks>
public sealed class EspHttpServer : IDisposable
{
    /// <summary>Default of <see cref="Stop"/>: 5 s.</summary>
    public const int DefaultStopTimeout = 5_000;

    private readonly object _lock = new object();
    private readonly object _stopping = new object();
    private readonly HttpRouteTable _routes = new HttpRouteTable();
    private ServerRun? _run;
    private bool _isDisposed;

    /// <summary>Makes a server on port 80 that does not run yet.</summary>
    public EspHttpServer()
        : this(null)
    {
    }

    /// <summary>Makes a server that does not run yet.</summary>
    /// <param name="options">The options, read when starting; null takes the defaults.</param>
    public EspHttpServer(HttpServerOptions? options)
    {
        Options = options ?? new HttpServerOptions();
    }

    /// <summary>
    /// Raised when a handler threw, on the worker that ran it; the client gets 500. Where nobody listens, it goes to the
    /// console.
    /// </summary>
    public event HttpRequestFailedHandler? RequestFailed;

    /// <summary>The options.</summary>
    public HttpServerOptions Options { get; }

    /// <summary>Who may use the routes that have no authentication of their own; null, the default, for everybody.</summary>
    public HttpBasicAuthentication? Authentication { get; set; }

    /// <summary>
    /// Writes the page of a response with status 400 to 599 that has no body, among them those of the server itself (404, 405,
    /// 500); null, the default, for a line of text.
    /// </summary>
    public HttpRequestHandler? ErrorPage { get; set; }

    /// <summary>True from <see cref="Start"/> to <see cref="Stop"/>.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _run is not null;
            }
        }
    }

    /// <summary>The port that the server listens on, also when the platform chose it; 0 before the first start.</summary>
    public int Port => Tcp is null ? 0 : Tcp.Port;

    /// <summary>The clients that are connected.</summary>
    public int ClientCount => Tcp is null ? 0 : Tcp.ClientCount;

    /// <summary>How many clients were turned away since the start, because there was no place for them.</summary>
    public int RefusedClients => Tcp is null ? 0 : Tcp.RefusedClients;

    /// <summary>How many clients were closed since the start to make room for others.</summary>
    public int PurgedClients => Tcp is null ? 0 : Tcp.PurgedClients;

    /// <summary>The sockets of the last start, of which a stopped server still tells its counts.</summary>
    private TcpServer? Tcp { get; set; }

    /// <summary>Adds a route. Before the server starts.</summary>
    /// <param name="method">GET, POST and so on, in capitals; <c>*</c> for every method. A route for GET answers HEAD too, without its body.</param>
    /// <param name="pattern">
    /// A path: <c>/status</c>; with <c>*</c> for a whole segment, <c>/sensors/*/value</c>; with <c>/*</c> at its end for
    /// everything below, <c>/files/*</c>. The most specific route wins.
    /// </param>
    /// <param name="handler">Answers the requests.</param>
    /// <returns>The route, for its authentication.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The pattern is none, or there is this route already.</exception>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public HttpRoute Route(string method, string pattern, HttpRequestHandler handler)
    {
        ArgumentNullException.ThrowIfNull(method, nameof(method));
        ArgumentNullException.ThrowIfNull(pattern, nameof(pattern));
        ArgumentNullException.ThrowIfNull(handler, nameof(handler));
        lock (_lock)
        {
            if (_run is not null)
            {
                throw new InvalidOperationException("The server runs. Add routes before it starts.");
            }

            HttpRoute route = new HttpRoute(method, pattern, handler);
            _routes.Add(method, pattern, route);
            return route;
        }
    }

    /// <summary>Adds a route for files: from flash, a card, or made on the way.</summary>
    /// <param name="pattern">The pattern; usually it ends with <c>/*</c>.</param>
    /// <param name="provider">Finds the file for what stands in the place of the last wildcard.</param>
    /// <returns>The route, for its authentication.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Route"/>.</exception>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public HttpRoute RouteFiles(string pattern, HttpFileProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider, nameof(provider));
        return Route("GET", pattern, new FileHandler(provider).Handle);
    }

    /// <summary>Starts to listen, and returns at once. The threads keep the program alive until <see cref="Stop"/>.</summary>
    /// <exception cref="TransportException">The port cannot be listened on; <see cref="TransportException.Error"/> says why.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.AuthenticationRefused"/>: a password is asked for without TLS, and not said to be meant so.</exception>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    /// <exception cref="ObjectDisposedException">The server is disposed.</exception>
    public void Start()
    {
        lock (_stopping)
        {
            StartNow();
        }
    }

    private void StartNow()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(EspHttpServer));
            }

            if (_run is not null)
            {
                throw new InvalidOperationException("The server runs. Stop it first.");
            }

            CheckAuthentication();
            ServerRun run = new ServerRun(this, Options, _routes);
            run.Start();
            _run = run;
            Tcp = run.Tcp;
        }
    }

    /// <summary>
    /// Stops: clients that are silent are closed, requests that are being answered are finished, and what is left after the
    /// time is aborted. The port is free when this returns, and <see cref="Start"/> may be called again. Not from a handler,
    /// which it would wait for.
    /// </summary>
    /// <param name="timeoutMilliseconds">Milliseconds for the requests that are being answered, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Stop(int timeoutMilliseconds = DefaultStopTimeout)
    {
        if (timeoutMilliseconds < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(timeoutMilliseconds));
        }

        // Who comes second waits for the first: the port is free for him too when he returns.
        lock (_stopping)
        {
            ServerRun? run;
            lock (_lock)
            {
                run = _run;
                _run = null;
            }

            run?.Stop(timeoutMilliseconds);
        }
    }

    /// <summary>Stops the server for ever, within <see cref="DefaultStopTimeout"/>.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        Stop();
    }

    /// <summary>Something failed on a thread of the server; without a request, it was the connection.</summary>
    internal void Report(HttpServerRequest? request, Exception exception)
    {
        if (request is null && (exception is HttpException || exception is TransportException))
        {
            // A client that went away is no news.
            return;
        }

        HttpRequestFailedHandler? failed = RequestFailed;
        try
        {
            if (failed is not null && request is not null)
            {
                failed(this, request, exception);
            }
            else
            {
                Console.WriteLine($"EspNet.Http: {(request is null ? "the server" : request.Method + " " + request.Path)} failed: {exception.Message}");
            }
        }
        catch (Exception e)
        {
            Console.WriteLine("EspNet.Http: the RequestFailed handler failed: " + e.Message);
        }
    }

    private void CheckAuthentication()
    {
        if (Options.Tls is not null)
        {
            return;
        }

        CheckAuthentication(Authentication);
        for (int i = 0; i < _routes.Count; i++)
        {
            CheckAuthentication(((HttpRoute)_routes.GetHandler(i)).Authentication);
        }
    }

    private static void CheckAuthentication(HttpBasicAuthentication? authentication)
    {
        if (authentication is not null && !authentication.InsecureAllowWithoutTls)
        {
            throw new HttpException(
                HttpError.AuthenticationRefused,
                $"The realm \"{authentication.Realm}\" asks for a password over a connection that everybody can read. Set HttpServerOptions.Tls, or InsecureAllowWithoutTls if that is meant.");
        }
    }
}
