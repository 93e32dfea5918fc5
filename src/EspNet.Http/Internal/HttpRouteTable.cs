using System;
using System.Collections;
using System.Text;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>The routes of a server, the most specific first, whatever the order in which they were added.</summary>
internal sealed class HttpRouteTable
{
    private readonly ArrayList _routes = new ArrayList();

    internal int Count => _routes.Count;

    internal object GetHandler(int index) => At(index).Handler;

    /// <exception cref="ArgumentException">The pattern is none, or there is this route already.</exception>
    internal void Add(string method, string pattern, object handler)
    {
        RoutePattern route = new RoutePattern(method, pattern, handler);
        int place = _routes.Count;
        for (int i = _routes.Count - 1; i >= 0; i--)
        {
            if (At(i).Method == route.Method && At(i).Pattern == route.Pattern)
            {
                throw new ArgumentException($"There is a route {method} {pattern} already.", nameof(pattern));
            }

            if (route.IsMoreSpecificThan(At(i)))
            {
                place = i;
            }
        }

        _routes.Insert(place, route);
    }

    /// <param name="method">The request's method.</param>
    /// <param name="path">Its path, still encoded.</param>
    internal RouteMatch Match(string method, string path)
    {
        string[]? segments = Split(path);
        if (segments is null)
        {
            return new RouteMatch(RouteResult.BadPath);
        }

        RoutePattern? found = Find(method, segments);
        if (found is not null)
        {
            return new RouteMatch(RouteResult.Found) { Handler = found.Handler, Wildcards = found.Capture(segments) };
        }

        string? allow = GetMethods(segments);
        return allow is null
            ? new RouteMatch(RouteResult.NotFound)
            : new RouteMatch(RouteResult.MethodNotAllowed) { Allow = allow };
    }

    private RoutePattern? Find(string method, string[] segments)
    {
        for (int i = 0; i < _routes.Count; i++)
        {
            if (At(i).Allows(method) && At(i).Fits(segments))
            {
                return At(i);
            }
        }

        return null;
    }

    private string? GetMethods(string[] segments)
    {
        string? methods = null;
        bool hasHead = false;
        bool hasGet = false;
        for (int i = 0; i < _routes.Count; i++)
        {
            string method = At(i).Method;
            if (At(i).Fits(segments) && (methods is null || !FieldText.HasToken(methods, method)))
            {
                methods = methods is null ? method : methods + ", " + method;
                hasGet |= method == "GET";
                hasHead |= method == "HEAD";
            }
        }

        return hasGet && !hasHead ? methods + ", HEAD" : methods;
    }

    /// <summary>
    /// The segments of a path, decoded one by one, so that an encoded slash separates nothing; null when it is none, or when
    /// a segment could lead a handler out of its folder.
    /// </summary>
    private static string[]? Split(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return null;
        }

        string[] segments = path.Substring(1).Split('/');
        bool isEncoded = path.IndexOf('%') >= 0;
        for (int i = 0; i < segments.Length; i++)
        {
            string? segment = isEncoded ? Decode(segments[i]) : segments[i];
            if (segment is null || segment == "." || segment == ".." || segment.IndexOf('\\') >= 0)
            {
                return null;
            }

            segments[i] = segment;
        }

        return segments;
    }

    private static string? Decode(string segment)
    {
        if (segment.IndexOf('%') < 0)
        {
            return segment;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(segment);
        int length = PercentEncoding.Decode(bytes, false, true);
        if (length < 0 || !Utf8.IsValid(bytes, 0, length))
        {
            return null;
        }

        string decoded = Encoding.UTF8.GetString(bytes, 0, length);

        // A slash that was encoded would be one in the name of a file.
        return decoded.IndexOf('/') >= 0 ? null : decoded;
    }

    private RoutePattern At(int index) => (RoutePattern)_routes[index]!;
}
