using System;

namespace EspNet.Http.Internal;

/// <summary>Answers one request: finds its route, asks who it is, runs the handler, and makes a page of what goes wrong.</summary>
internal static class RequestServer
{
    private static readonly string[] NoWildcards = new string[0];

    /// <returns>Whether the connection can carry another request. What is false and not closed yet, the caller closes.</returns>
    internal static bool Serve(EspHttpServer server, ServerRun run, ServerConnection client, byte[] staged)
    {
        ServerExchange exchange = new ServerExchange(client, run.Options, staged);
        string path;
        string query;
        RequestTarget.Split(exchange.Reader.Target, out path, out query);
        RouteMatch match = run.Routes.Match(exchange.Reader.Method, path);
        HttpServerRequest request = new HttpServerRequest(exchange, path, query, match.Wildcards ?? NoWildcards);
        try
        {
            Answer(server, match, request, exchange.Response);
        }
        catch (Exception e)
        {
            if (!Fail(server, exchange, request, e))
            {
                client.Abort();
                return false;
            }
        }

        if (exchange.Response.StatusCode >= 400 && exchange.IsEmpty)
        {
            WriteErrorPage(server, request, exchange);
        }

        try
        {
            return exchange.Finish(run.IsStopping);
        }
        catch (HttpException e) when (e.Error == HttpError.InvalidMessage)
        {
            // The handler's doing: fields that are too large, which can still be answered, or less than was announced, of which
            // an end without the rest tells the client.
            server.Report(request, e);
            if (exchange.TryReset())
            {
                exchange.Response.StatusCode = 500;
                exchange.Response.Send(ErrorPages.GetText(500), "text/plain");
                return exchange.Finish(run.IsStopping);
            }

            client.Abort();
            return false;
        }
    }

    private static void Answer(EspHttpServer server, RouteMatch match, HttpServerRequest request, HttpServerResponse response)
    {
        switch (match.Result)
        {
            case RouteResult.BadPath:
                // The asterisk asks for the server in general (RFC 9110, section 9.3.7), which has nothing more to tell.
                response.StatusCode = request.Method == "OPTIONS" && request.Path == "*" ? 204 : 400;
                break;
            case RouteResult.NotFound:
                response.StatusCode = 404;
                break;
            case RouteResult.MethodNotAllowed:
                response.StatusCode = request.Method == "OPTIONS" ? 204 : 405;
                response.Fields.Set("Allow", match.Allow!);
                break;
            default:
                HttpRoute route = (HttpRoute)match.Handler!;
                if (IsAllowed(route.Authentication ?? server.Authentication, request, response))
                {
                    route.Handler(request, response);
                }

                break;
        }
    }

    private static bool IsAllowed(HttpBasicAuthentication? authentication, HttpServerRequest request, HttpServerResponse response)
    {
        if (authentication is null)
        {
            return true;
        }

        string userName;
        if (authentication.IsAllowed(request.Fields.Get("Authorization"), out userName))
        {
            request.UserName = userName;
            return true;
        }

        response.StatusCode = 401;
        response.Fields.Set("WWW-Authenticate", authentication.Challenge);
        return false;
    }

    /// <summary>A handler threw: true when the client can still be told.</summary>
    private static bool Fail(EspHttpServer server, ServerExchange exchange, HttpServerRequest request, Exception exception)
    {
        // A handler may talk to other servers, and what goes wrong there is not its client's doing.
        bool isClients = exchange.IsClientsFault;
        if (isClients && exception is HttpException failure
            && (failure.Error == HttpError.Transport || failure.Error == HttpError.IncompleteMessage))
        {
            // The client is gone, and with it whoever could be answered.
            return false;
        }

        int status = isClients ? ErrorPages.GetStatus(exception) : 500;
        if (status == 500)
        {
            server.Report(request, exception);
        }

        if (!exchange.TryReset())
        {
            // Its beginning is sent already: an end without the rest is what tells the client.
            return false;
        }

        exchange.Response.StatusCode = status;
        return true;
    }

    private static void WriteErrorPage(EspHttpServer server, HttpServerRequest request, ServerExchange exchange)
    {
        HttpServerResponse response = exchange.Response;
        int status = response.StatusCode;

        // Without these a 401 and a 405 are not what they should be, whatever becomes of the page.
        string? challenge = response.Fields.Get("WWW-Authenticate");
        string? allow = response.Fields.Get("Allow");
        HttpRequestHandler? page = server.ErrorPage;
        try
        {
            page?.Invoke(request, response);
        }
        catch (Exception e)
        {
            server.Report(request, e);
            if (!exchange.TryReset())
            {
                throw;
            }

            response.StatusCode = status;
            Restore(response, "WWW-Authenticate", challenge);
            Restore(response, "Allow", allow);
        }

        if (exchange.IsEmpty)
        {
            response.Send(ErrorPages.GetText(status), "text/plain");
        }
    }

    private static void Restore(HttpServerResponse response, string name, string? value)
    {
        if (value is not null)
        {
            response.Fields.Set(name, value);
        }
    }
}
